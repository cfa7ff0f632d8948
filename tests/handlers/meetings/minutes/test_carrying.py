"""Conversations about what was not reached, and about minutes that nobody writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.chat import verbs
from handlers.chat.cards import Card, Text
from handlers.chat.outgoing import PrivateReply
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.meetings.agenda import ACCEPTED, CARRIED, PROPOSED, TREATED, WITHDRAWN
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import said, stored
from tests.handlers.meetings.minutes.test_writing import notes, writes_all
from tests.meetings import meets
from tests.planning import calls_off, changes


async def test_what_was_not_reached_goes_on_with_its_number(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    assert "You are not running any upcoming meetings." in said(await sara.does("minutes.carry", "2"))
    later = await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    form = await sara.does("minutes.carry", "2")
    reply = await sara.submits(form)
    assert "Carried over to Arena meeting 3/27, 8 June 2027" in said(reply)
    assert "Item 2/27 Heat that is left over" in said(await kari.does("agenda.show", str(later)))
    assert "It is carried over already" in said(await sara.submits(form))
    assert "not on this agenda any more" in said(await sara.does("minutes.write", "2"))
    old, new = await stored(talk, 2), await stored(talk, 3)
    assert (old.state, old.carried_to_id, new.state, new.number) == (CARRIED, 3, ACCEPTED, 2)
    assert "Item 1/27: write" in said(await sara.does("minutes.close", str(held)))
    assert "Item 2/27" not in said(await sara.does("minutes.close", str(held)))


async def test_it_can_be_treated_after_all_as_long_as_nobody_else_has(
    talk: Conversation, sara: Someone, held: int, clock: Clock
) -> None:
    later = await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    reply = await sara.submits(await sara.does("minutes.carry", "2"))
    await sara.clicks(reply, "Discuss here anyway")
    assert "It is not carried over." in said(await sara.does("minutes.uncarry", "2"))
    assert "Item 2/27" not in said(await sara.does("agenda.show", str(later)))
    await notes(sara, 2, note="We had time.")
    old, new = await stored(talk, 2), await stored(talk, 3)
    assert (old.state, old.number, new.state, new.number) == (TREATED, 2, WITHDRAWN, None)
    await sara.submits(await sara.does("minutes.carry", "2"))
    clock.set(datetime(2027, 6, 8, 12, tzinfo=UTC))
    assert "already discussed at Arena meeting 3/27" in said(await sara.does("minutes.uncarry", "2"))


async def test_what_is_taken_off_the_later_agenda_comes_back_and_what_went_further_does_not(
    talk: Conversation, sara: Someone, held: int
) -> None:
    later = await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    await sara.submits(await sara.does("minutes.carry", "2"))
    await sara.submits(await sara.does("agenda.remove", "3"))
    assert "Item 2/27 Heat that is left over" in said(await sara.does("minutes.uncarry", "2"))
    await notes(sara, 2, note="We had time.")
    await sara.submits(await sara.does("minutes.carry", "1"))
    off = await calls_off(sara, later)
    await meets(talk.database, sara.person_id, title="Arena meeting 4/27", starts="2027-09-07T10:00")
    await sara.submits(await sara.clicks(off, "Carry the agenda over"))
    assert "It is carried over already" in said(await sara.does("minutes.uncarry", "1"))
    assert (await stored(talk, 2)).state == TREATED


async def test_one_carries_over_only_to_meetings_one_runs(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.find(held)
        meeting = await store.meetings.find(occurrence.meeting_id if occurrence else None)
        assert meeting is not None
        meeting.organiser_id = kari.person_id
    other = await meets(talk.database, sara.person_id, title="Board", starts="2027-06-01T10:00")
    assert "You are not running any upcoming meetings" in said(await kari.does("minutes.carry", "2"))
    mine = await meets(talk.database, kari.person_id, title="Ours", starts="2027-06-02T10:00")
    form = await kari.does("minutes.carry", "2")
    assert (await kari.submits(form, meeting=str(other))).errors == {"meeting": "Choose an upcoming meeting."}
    assert (await kari.submits(form, meeting=str(held))).errors == {"meeting": "Choose an upcoming meeting."}
    assert "Carried over to Ours" in said(await kari.submits(form, meeting=str(mine)))


async def plans(talk: Conversation, day: datetime, clock: Clock) -> None:
    """A quarter of an hour of the clock, on that day."""
    clock.set(day)
    await plan_all(talk)
    clock.forward(minutes=15)
    await talk.settle()


async def plan_all(talk: Conversation) -> None:
    for name in ("minutes", "actions"):
        async with talk.database.begin() as store:
            await talk.courier.router.plans[name](store, talk.arena, store.now)


async def test_missing_minutes_are_asked_for_three_times_and_then_no_more(
    talk: Conversation, sara: Someone, held: int, clock: Clock
) -> None:
    """The meeting was on Tuesday the 16th; Easter is no working time."""
    seen = []
    for day in range(17, 32):
        for _ in range(2):
            await plans(talk, datetime(2027, 3, day, 10, tzinfo=UTC), clock)
        seen.append((day, len(sara.sees)))
    for day in range(1, 30):
        await plans(talk, datetime(2027, 4, day, 10, tzinfo=UTC), clock)
        seen.append((day, len(sara.sees)))
    changes = [day for (day, n), (_, before) in zip(seen[1:], seen, strict=False) if n != before]
    assert changes == [18, 31, 7]
    assert all("The minutes of Arena meeting 2/27 are missing." in post.text for post in sara.sees)
    assert "Write the minutes of Arena meeting 2/27" in said(await sara.does("home.show"))


async def test_written_minutes_are_not_asked_for_but_their_approval_is(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await plan_all(talk)
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    assert "Read the minutes of Arena meeting 2/27" in said(await kari.does("home.show"))
    await plans(talk, datetime(2027, 3, 19, 10, tzinfo=UTC), clock)
    assert [post for post in sara.sees if "missing" in post.text] == []
    await plans(talk, datetime(2027, 3, 30, 10, tzinfo=UTC), clock)
    assert "Can they be approved?" in sara.last.text
    (approve,) = [button for button in sara.last.card.list_buttons() if button.do == "minutes.close"]
    assert "2 people who were there will be told. Approve them?" in approve.confirm
    assert "Approve the minutes of Arena meeting 2/27" in said(await sara.does("home.show"))
    await sara.clicks(sara.last, "Approve and close")
    before = len(sara.sees)
    for day in (2, 6, 9, 20):
        await plans(talk, datetime(2027, 4, day, 10, tzinfo=UTC), clock)
    assert len(sara.sees) == before
    assert "minutes of Arena" not in said(await sara.does("home.show"))


async def test_nobody_is_told_before_the_evening_that_the_time_for_corrections_is_over(
    talk: Conversation, sara: Someone, held: int, clock: Clock
) -> None:
    """What is due that evening shares the morning's message, unless it is not true by then."""
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    clock.set(datetime(2027, 3, 19, 9, tzinfo=UTC))
    async with talk.database.begin() as store:
        await talk.courier.router.plans["minutes"](store, talk.arena, store.now + timedelta(days=1))
        person = await store.people.find(sara.person_id)
        assert person is not None
        told = PrivateReply(Card("", (Text("Good morning."),)))
        await schedule_notification(store, talk.arena, person, told, key="morning", at=store.now)
    await talk.settle()
    assert sara.last.text == "Good morning."
    clock.set(datetime(2027, 3, 30, 9, tzinfo=UTC))  # after Easter
    await talk.settle()
    assert "Can they be approved?" in sara.last.text


async def test_a_carried_item_says_where_it_comes_from_and_its_absent_proposer_is_told(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int, clock: Clock
) -> None:
    for who, title in ((kari, "Queue for the grid"), (ola, "Heat that is left over")):
        await who.submits(await who.does("agenda.propose", str(meeting)), title=title, kind="D")
    for item in ("1", "2"):
        await sara.does("agenda.accept", item)
    clock.set(datetime(2027, 3, 16, 13, 55, tzinfo=UTC))
    await sara.submits(await sara.does("minutes.attendance", str(meeting)), people=(str(kari.person_id),))
    later = await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    heard = len(kari.sees), len(ola.sees)
    for item in ("1", "2"):
        await sara.submits(await sara.does("minutes.carry", item))
    assert "Carried over from Arena meeting 2/27, 16 March 2027" in said(await kari.does("agenda.show", str(later)))
    clock.forward(hours=18)
    await talk.settle()
    text = (
        "There was no time for “Item 2/27 Heat that is left over” at Arena meeting 2/27."
        " It is carried over to Arena meeting"
    )
    assert f"{text} 3/27." in ola.last.text
    assert "8 June 2027" in ola.last.text
    assert (len(kari.sees), len(ola.sees)) == (heard[0], heard[1] + 1), "who was there knows it"
    await sara.clicks(await changes(sara, later, when="9 June 10:00-15:00"), "Save")
    assert "It is carried over to Arena meeting 3/27." in ola.sees[heard[1]].text
    assert "Wednesday 9 June 2027" in ola.sees[heard[1]].text, "it follows the later meeting"
    await sara.does("minutes.uncarry", "2")
    assert ola.sees[heard[1]].text == "This is no longer shown here."


async def test_what_asked_for_the_minutes_follows_them(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    async def passes(day: datetime) -> None:
        clock.set(day)
        async with talk.database.begin() as store:
            await talk.courier.router.plans["minutes"](store, talk.arena, store.now + timedelta(days=1))
        await talk.settle()

    await passes(datetime(2027, 3, 18, 9, tzinfo=UTC))
    missing = sara.last
    assert "are missing" in missing.text
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    assert "A draft: those who were there can correct it by" in missing.text
    await passes(datetime(2027, 4, 1, 15, tzinfo=UTC))
    await passes(datetime(2027, 4, 6, 9, tzinfo=UTC))
    approve = sara.last
    assert "Can they be approved?" in approve.text
    assert "A draft: the time for corrections is over." in said(await sara.clicks(approve, "Minutes"))
    await sara.does("minutes.close", str(held))
    for post in (missing, approve):
        assert "Approved by Sara" in post.text
        assert post.labels == ["Minutes"]


async def test_minutes_of_a_closed_meeting_are_corrected_at_none_with_other_readers(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    async with talk.database.begin() as store:
        occurrence, ours = (
            await store.occurrences.find(held),
            await store.organisations.find_organisation_by_code("eksempel"),
        )
        assert occurrence is not None
        assert ours is not None
        meeting, minutes = await store.meetings.find(occurrence.meeting_id), await store.minute_book.find_minutes(held)
        assert meeting is not None
        assert minutes is not None
        meeting.audience, minutes.state = ORGANISATIONS, LOCKED
        await store.meetings.set_meeting_audience(meeting.id, (), [ours.id])
    later = await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    assert "No meetings are planned." in said(await kari.does("minutes.late", str(held)))
    inner = await meets(
        talk.database, sara.person_id, title="Inner circle", starts="2027-06-09T10:00", audience=ORGANISATIONS
    )
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.find(inner)
        assert occurrence is not None
        await store.meetings.set_meeting_audience(occurrence.meeting_id, (), [ours.id])
    form = await kari.does("minutes.late", str(held))
    assert form.form is not None
    assert [value for value, _ in form.form.fields[0].options] == [str(inner)]
    wrong = await kari.submits(form, meeting=str(later), text="It was Ola.")
    assert wrong.errors == {"meeting": "Choose an upcoming meeting."}
    assert "Proposed for Inner circle." in said(await kari.submits(form, text="It was Ola."))
    async with talk.database.read() as store:
        (item,) = await store.agenda.list_agenda_items(inner, (PROPOSED,))
    for language, title in (
        ("nb", "Rettelse til referatet fra Arena meeting 2/27, 16. mars 2027"),
        ("nn", "Retting til referatet frå Arena meeting 2/27, 16. mars 2027"),
        ("en", "Correction to the minutes of Arena meeting 2/27, 16 March 2027"),
    ):
        async with talk.database.begin() as store:
            (await store.people.load_person(sara.person_id)).language = language
        assert title in said(await sara.does("agenda.show", str(inner)))
        edit = await sara.does("agenda.edit", str(item.id))
        assert edit.form is not None
        assert edit.form.fields[0].value == title
    await sara.submits(edit, title="What Kari wants put right")
    assert "What Kari wants put right" in said(await sara.does("agenda.show", str(inner)))


@pytest.mark.parametrize(
    "text",
    [
        *("hvem har ansvar for hva etter forrige møte", "oppfølgingspunkter fra forrige møte"),
        *(
            "hvem skal gjøre hva?",
            "who does what",
            "kven gjer kva etter møtet",
            "hvilke oppfølgingspunkter ble det i forrige møte",
        ),
    ],
)
async def test_whoever_asks_what_was_taken_on_at_the_last_meeting_reads_everybodys_actions(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock, text: str
) -> None:
    name, rest = verbs.parse_command(text)
    none = said(await ola.commands(rest, name=name))
    assert "No minutes are approved yet." in none
    await writes_all(sara, held)
    form = await sara.does("actions.add", f"{held}:1")
    await sara.submits(form, owner=str(kari.person_id), due="20 April 2027", text="Send the list")
    await sara.does("minutes.send", str(held))
    clock.set(datetime(2027, 4, 6, 9, tzinfo=UTC))
    await sara.does("minutes.close", str(held))
    shown = said(await ola.commands(rest, name=name))
    assert "Actions: Arena meeting 2/27" in shown
    assert "Send the list" in shown
    assert "Kari, Eksempel" in shown
    own = said(await ola.commands("hva lovte jeg å gjøre på forrige møte", name="asked"))
    assert "Send the list" not in own
