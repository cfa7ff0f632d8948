"""Conversations about what somebody promised: given, reminded of, postponed, done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.chat.cards import Reply
from storage.meetings.actions import DONE, DROPPED, OPEN, Action
from storage.meetings.meetings import ORGANISATIONS
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import labels, said
from tests.meetings import meets


@pytest.fixture
async def held(talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock) -> int:
    """A meeting on Tuesday 6 April 2027, with an item; the clock stands in the midst of it."""
    meeting = await meets(talk.database, sara.person_id, starts="2027-04-06T10:00", minutes=60)
    await sara.submits(await sara.does("agenda.add", str(meeting)), title="Queue for the grid")
    clock.set(datetime(2027, 4, 6, 9, 30, tzinfo=UTC))
    return meeting


async def gives(
    who: Someone, owner: Someone, meeting: int, due: str = "20 April", text: str = "Send the list"
) -> Reply:
    form = await who.does("actions.add", f"{meeting}:1")
    return await who.submits(form, owner=str(owner.person_id), due=due, text=text)


async def stored(talk: Conversation, id: int = 1) -> Action:
    async with talk.database.read() as store:
        action = await store.actions.find(id)
        assert action is not None
        return action


async def day_by_day(
    talk: Conversation, clock: Clock, first: date, days: int, *people: Someone
) -> list[tuple[date, str]]:
    """What came when: the planner and the courier, once a morning and once an afternoon."""
    seen: list[tuple[date, str]] = []
    counts = {who.user: len(who.sees) for who in people}
    for n in range(days):
        day = date.fromordinal(first.toordinal() + n)
        for hour in (5, 8, 14, 20):
            clock.set(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))
            async with talk.database.begin() as store:
                await talk.courier.router.plans["actions"](store, talk.arena, store.now)
            await talk.settle()
            for who in people:
                new = who.sees[counts[who.user] :]
                counts[who.user] = len(who.sees)
                seen += [(day, f"{who.user}: {post.text.splitlines()[0]}") for post in new]
    return seen


async def test_an_owner_is_told_reminded_and_in_the_end_so_is_their_contact(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    nora = await talk.person("nora", organisation="eksempel", contact=True)
    reply = await gives(sara, kari, held)
    assert "→ Kari, Eksempel: Send the list, by 20 April 2027" in said(reply)
    seen = await day_by_day(talk, clock, date(2027, 4, 6), 30, kari, nora)
    assert seen == [
        (date(2027, 4, 6), "kari: You have an action from Arena meeting 2/27"),
        (date(2027, 4, 15), "kari: Your commitments"),
        (date(2027, 4, 20), "kari: Your commitments"),
        (date(2027, 4, 22), "kari: Your commitments"),
        (date(2027, 4, 27), "kari: Your commitments"),
        (date(2027, 4, 27), "nora: Kari, Eksempel promised this and is late. Can you help?"),
    ]
    assert "7 days late · Arena meeting 2/27" in kari.last.text
    assert nora.last.labels == ["Write to Kari"]


async def test_what_is_done_is_never_reminded_of(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 10, kari)
    done = await kari.clicks(kari.last, "Done")
    assert said(done) == "Done: Send the list"
    assert await day_by_day(talk, clock, date(2027, 4, 16), 20, kari, sara) == []
    assert (await stored(talk)).state == DONE
    assert kari.last.text == "Send the list · Done", "the reminder says so"
    assert kari.last.labels == ["Not done yet"]
    assert said(await kari.does("actions.done", "1")) == "Done: Send the list"
    assert "It is no longer open." in said(await kari.does("actions.postpone", "1"))
    assert "nothing to follow up" in said(await kari.does("actions.mine"))


async def test_who_is_away_is_helped_while_they_are(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    nora = await talk.person("nora", organisation="eksempel", contact=True)
    await gives(sara, kari, held)
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).paused_until = datetime(2027, 6, 1, 6, tzinfo=UTC)
    assert await day_by_day(talk, clock, date(2027, 4, 7), 30, nora) == [
        (date(2027, 4, 27), "nora: Kari, Eksempel promised this and is late. Can you help?")
    ]


async def test_what_is_late_when_it_is_taken_up_again_is_reminded_of_from_that_day_on(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    nora = await talk.person("nora", organisation="eksempel", contact=True)
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 15, kari)
    await kari.does("actions.done", "1")
    clock.set(datetime(2027, 5, 3, 9, tzinfo=UTC))
    await kari.does("actions.reopen", "1")
    assert await day_by_day(talk, clock, date(2027, 5, 4), 30, kari, nora) == [
        (date(2027, 5, 5), "kari: Your commitments"),
        (date(2027, 5, 11), "kari: Your commitments"),
        (date(2027, 5, 11), "nora: Kari, Eksempel promised this and is late. Can you help?"),
    ]


async def test_what_was_not_done_after_all_is_reminded_of_again(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 5, kari)
    done = await kari.does("actions.done", "1")
    clock.set(datetime(2027, 4, 12, 9, tzinfo=UTC))
    assert "Send the list" in said(await kari.clicks(done, "Not done yet"))
    seen = await day_by_day(talk, clock, date(2027, 4, 13), 9, kari)
    assert [day for day, _ in seen] == [date(2027, 4, 15), date(2027, 4, 20)]


async def test_done_by_a_slip_is_taken_back_where_it_was_pressed(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 5, kari)
    told = kari.last
    for pressed, left in (("Done", ["Not done yet"]), ("Not done yet", ["Done", "Postpone"])):
        await kari.clicks(told, pressed)
        assert told.labels == left


async def test_a_new_day_is_counted_and_reminded_of_anew(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 10, kari)
    form = await kari.clicks(kari.last, "Postpone")
    for typed, wrong in (
        ("1 March 2027", "has already passed"), ("soon", "I do not understand “soon”"), ("", "Choose a day."),
        ("20 April", "It is already due that day."), ("31 February 2028", "There is no such day"),
    ):  # fmt: skip
        assert wrong in (await kari.submits(form, due=typed)).errors["due"]
    reply = await kari.submits(form, due="Thursday 29 April")
    assert "“Send the list” is now due Thursday 29 April 2027." in said(reply)
    assert "Due 29 April 2027 · postponed 1 time · Arena meeting 2/27" in said(reply)
    seen = await day_by_day(talk, clock, date(2027, 4, 16), 15, kari)
    assert [day for day, _ in seen] == [date(2027, 4, 26), date(2027, 4, 29)]
    assert "postponed 1 time" in said(await sara.does("actions.of", str(held)))


async def test_no_word_comes_on_a_day_off(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    """17 May 2027 is a Monday and a holiday: the word comes on the Friday before."""
    await gives(sara, kari, held, due="17 May")
    seen = await day_by_day(talk, clock, date(2027, 5, 1), 20, kari)
    assert [day for day, _ in seen][1:] == [date(2027, 5, 12), date(2027, 5, 14), date(2027, 5, 19)]


async def test_after_an_outage_only_the_newest_word_comes(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 1, kari)
    seen = await day_by_day(talk, clock, date(2027, 4, 23), 2, kari)
    assert seen == [(date(2027, 4, 23), "kari: Your commitments")]


async def test_who_runs_the_meeting_gives_it_to_somebody_else(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await day_by_day(talk, clock, date(2027, 4, 6), 2, kari)
    asked = kari.last
    assert "Done" in asked.labels
    for do in ("actions.reassign", "actions.drop"):
        assert "Only the organiser" in said(await kari.does(do, "1"))
    guest = await talk.person("gunn", role="guest")
    clock.set(datetime(2027, 4, 8, 8, tzinfo=UTC))
    form = await sara.does("actions.reassign", "1")
    refused = await sara.submits(form, owner=str(guest.person_id))
    assert refused.errors == {"owner": "Gunn is not among those the meeting is for."}
    await sara.submits(form, owner=str(ola.person_id))
    assert "Somebody else does this now: Send the list" in kari.last.text
    assert asked.text == "Somebody else does this now: Send the list"
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).confirmed = False
    await sara.submits(await sara.does("actions.edit", "1"), text="Send what only members may read")
    assert asked.text == "This is no longer shown here.", "what it has become is not theirs to know"
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).confirmed = True
    assert asked.labels == [], "what is not theirs is refused"
    before = len(kari.sees)
    seen = await day_by_day(talk, clock, date(2027, 4, 9), 13, kari, ola)
    assert [line.partition(":")[0] for _, line in seen] == ["ola", "ola", "ola"]
    assert len(kari.sees) == before


async def test_what_is_late_is_handed_over_with_a_new_day(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    await talk.person("nora", organisation="dømeøyra", contact=True)
    await gives(sara, kari, held)
    clock.set(datetime(2027, 4, 26, 9, tzinfo=UTC))
    form = await sara.does("actions.reassign", "1")
    assert (await sara.submits(form, owner=str(ola.person_id))).errors == {"due": "Choose a day."}
    await sara.submits(form, owner=str(ola.person_id), due="10 May")
    seen = await day_by_day(talk, clock, date(2027, 4, 26), 7, ola)
    assert [day for day, _ in seen] == [date(2027, 4, 26)], "and is not late on its first day"
    assert "Due 10 May 2027" in ola.last.text


async def test_what_is_late_for_long_is_handed_over_without_a_new_day_and_reminded_of(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    await talk.person("nora", organisation="eksempel", contact=True)
    await gives(sara, ola, held)
    clock.set(datetime(2027, 9, 20, 9, tzinfo=UTC))  # five months later
    async with talk.database.begin() as store:
        action = await store.actions.find(1)
        assert action is not None
        action.owner_id, action.set_at = kari.person_id, store.now  # as when its owner leaves
    seen = await day_by_day(talk, clock, date(2027, 9, 21), 8, kari)
    assert seen == [(date(2027, 9, 22), "kari: Your commitments"), (date(2027, 9, 27), "kari: Your commitments")]


async def test_only_those_whom_the_meeting_is_for_can_be_chosen(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    await talk.person("gunn", role="guest")
    await talk.person("nils")  # no organisation has confirmed him
    forms = {do: await sara.does(do, str(held)) for do in ("actions.add", "actions.edit", "actions.reassign")}
    clock.set(datetime(2027, 4, 6, 7, 30, tzinfo=UTC))
    forms |= {do: await sara.does(do, str(held)) for do in ("agenda.add", "rsvps.override")}
    for do, reply in forms.items():
        assert reply.form is not None, do
        (drawn,) = [one for one in reply.form.fields if one.name in ("owner", "person")]
        assert {label for _, label in drawn.options} == {"Kari, Eksempel", "Ola, Dømeøyra", "Sara"}, do


async def test_what_is_dropped_has_a_reason_that_its_owner_reads(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    form = await sara.does("actions.drop", "1")
    assert (await sara.submits(form, why="")).errors == {"why": "Say in a few words why."}
    await sara.submits(form, why="The ministry has answered.")
    assert kari.last.text == "Dropped: Send the list\nReason: The ministry has answered."
    assert await day_by_day(talk, clock, date(2027, 4, 7), 20, kari) == []
    assert (await stored(talk)).state == DROPPED
    assert "(dropped)" in said(await sara.does("minutes.show", str(held)))


async def test_another_day_for_the_same_owner_is_kept_and_told(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    clock.forward(minutes=40)
    await talk.settle()
    form = await sara.does("actions.reassign", "1")
    assert said(await sara.submits(form)) == "Kari has it now."
    assert "“Send the list” is now due Tuesday 27 April 2027." in said(await sara.submits(form, due="27 April"))
    action = await stored(talk)
    assert (action.due, action.postponed, action.owner_id) == (date(2027, 4, 27), 1, kari.person_id)
    clock.forward(days=1)
    await talk.settle()
    assert "Your action from Arena meeting 2/27 is changed" in kari.last.text
    assert "Due 27 April 2027" in kari.last.text


async def test_what_is_late_from_a_closed_meeting_is_told_to_nobody_outside_it(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """Somebody of the secretariat takes part for the network, and their own organisation is not asked."""
    tom = await talk.person("tom", organisation="tredje", role="secretariat")
    boss = await talk.person("boss", organisation="tredje", contact=True)
    meeting = await meets(talk.database, sara.person_id, starts="2027-04-06T10:00", audience=ORGANISATIONS)
    async with talk.database.begin() as store:
        ours = await store.organisations.find_organisation_by_code("eksempel")
        assert ours is not None
        await store.meetings.set_meeting_audience(1, (), [ours.id])
    clock.set(datetime(2027, 4, 6, 9, 30, tzinfo=UTC))
    await sara.submits(
        await sara.does("actions.add", str(meeting)), text="Buy the neighbour", owner=str(tom.person_id), due="8 April"
    )
    told = await day_by_day(talk, clock, date(2027, 4, 7), 14, tom, boss, sara)
    assert {line for _, line in told if line.startswith("boss")} == set()
    assert [line for _, line in told if line.startswith("sara")] == [
        "sara: Tom, Tredje promised this and is late. Can you help?"
    ]


async def test_whoever_is_outside_a_meeting_by_now_keeps_their_action_without_its_title(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int
) -> None:
    await gives(sara, ola, held)
    assert "Arena meeting 2/27" in said(await ola.does("actions.mine"))
    async with talk.database.begin() as store:
        ours = await store.organisations.find_organisation_by_code("eksempel")
        meeting = await store.meetings.find(1)
        assert ours is not None
        assert meeting is not None
        meeting.audience, meeting.title = ORGANISATIONS, "Merger talks"
        await store.meetings.set_meeting_audience(1, (), [ours.id])
    mine = said(await ola.does("actions.mine"))
    assert "Send the list" in mine
    assert "Merger talks" not in mine


async def test_foreign_and_missing_actions_look_the_same(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int
) -> None:
    """The minutes are a draft, which ola may not read."""
    await gives(sara, kari, held)
    guest = await talk.person("gunn", role="guest")
    for who in (ola, guest):
        for do in ("actions.done", "actions.postpone", "actions.reassign", "actions.drop", "actions.reopen"):
            assert (
                said(await who.does(do, "1")) == said(await who.does(do, "999")) == f"I cannot find that action. {GONE}"
            )
    for value in ("", "x", "-1", "９", "99999999999"):
        assert said(await sara.does("actions.done", value)) == f"I cannot find that action. {GONE}"
    assert (await stored(talk)).state == OPEN
    assert "Only the organiser" in said(await kari.does("actions.add", f"{held}:1"))
    assert "I cannot find that meeting." in said(await guest.does("actions.add", f"{held}:1"))


async def test_a_form_says_at_its_field_what_is_wrong(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    form = await sara.does("actions.add", f"{held}:1")
    assert set((await sara.submits(form, text=" ", due="x", owner="")).errors) == {"text"}
    assert set((await sara.submits(form, text="A", due="x", owner="999")).errors) == {"owner"}
    assert set((await sara.submits(form, text="A", due="x", owner=str(kari.person_id))).errors) == {"due"}
    await gives(sara, kari, held)
    assert "Kari has that one already." in said(await gives(sara, kari, held)), "a repeated form is one action"
    loose = await sara.submits(
        await sara.does("actions.add", str(held)), text="Book a room", due="in 14 days", owner=str(kari.person_id)
    )
    assert "Actions – Kari, Eksempel: Book a room, by 20 April 2027" in said(loose)


async def test_home_and_my_list_say_what_is_near(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held, due="8 April")
    await gives(sara, kari, held, due="1 June", text="Write the report")
    home = said(await kari.does("home.show"))
    assert "Send the list" in home
    assert "Write the report" not in home
    mine = await kari.does("actions.mine")
    assert said(mine).index("Send the list") < said(mine).index("Write the report")
    assert labels(mine) == ["Done", "Postpone", "Done", "Postpone", "Joint tasks"]
    clock.set(datetime(2027, 4, 10, 9, tzinfo=UTC))
    assert "2 days late" in said(await kari.does("home.show"))


async def test_draft_minutes_change_what_somebody_promised_and_they_are_told_once(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    await gives(sara, kari, held)
    actions = await sara.clicks(await sara.does("minutes.show", str(held)), "Actions")
    form = await sara.clicks(actions, "Change")
    assert "due" in (await sara.submits(form, due="5 April 2027")).errors
    assert "by 27 April 2027" in said(await sara.submits(form, due="27 April"))
    assert (await stored(talk)).postponed == 0
    clock.forward(minutes=40)
    await talk.settle()
    (told,) = kari.sees
    assert "You have an action from Arena meeting 2/27" in told.text
    assert "Due 27 April 2027" in told.text
    form = await sara.does("actions.edit", "1")
    await sara.submits(form, due="28 April", text="Send the whole list")
    clock.forward(days=1)
    await talk.settle()
    assert "Your action from Arena meeting 2/27 is changed" in kari.last.text
    assert "Send the whole list\nDue 28 April 2027" in kari.last.text
    await sara.submits(await sara.does("actions.edit", "1"), owner=str(ola.person_id))
    assert "Somebody else does this now" in kari.last.text
    assert "Only the organiser" in said(await ola.does("actions.edit", "1"))


async def test_who_is_given_something_due_at_once_is_told_of_it_once(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    """In the evening, for the day after: both words are due the next morning."""
    clock.set(datetime(2027, 4, 6, 18, tzinfo=UTC))
    await gives(sara, kari, held, due="7 April")
    async with talk.database.begin() as store:
        await talk.courier.router.plans["actions"](store, talk.arena, store.now + timedelta(days=1))
    clock.set(datetime(2027, 4, 7, 8, tzinfo=UTC))
    await talk.settle()
    assert kari.last.text.startswith("You have an action from Arena meeting 2/27")
    assert kari.last.text.count("Send the list") == 1
