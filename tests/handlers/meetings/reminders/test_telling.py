"""Conversations about a meeting that comes nearer: who is reminded of it, when, and of what."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from handlers.overview.privacy.message_retention import forget_old_messages
from storage.directory.people import GUEST
from storage.meetings.agenda import ACCEPTED, AgendaItem
from storage.meetings.rsvps import Rsvp
from storage.queue.delivery_rows import Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.reminders.conftest import OSLO, Until, oslo, plan, titles
from tests.meetings import meets

TITLE = "Arena meeting 2/27"
#: Tuesday 16 March, 10.00; six weeks before is Tuesday 2 February
START = "2027-03-16T10:00"


async def meeting(talk: Conversation, sara: Someone, **more: object) -> int:
    return await meets(talk.database, sara.person_id, starts=START, **more)


async def test_who_says_nothing_hears_of_the_meeting_from_save_the_date_to_the_day_before(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    await meeting(talk, sara)
    await until(oslo(3, 20))
    assert titles(kari) == [
        f"Save the date: {TITLE}",
        f"Do you have an item for {TITLE}?",
        f"Invitation: {TITLE}",
        f"{TITLE} is tomorrow at 10:00",
    ]
    proposing = [post.card.title for post in kari.sees if post.labels[0] == "Propose an item"]
    assert proposing == [f"Do you have an item for {TITLE}?"], "what a card asks for can be done on it"


async def test_what_was_told_long_ago_is_not_told_again(
    talk: Conversation, sara: Someone, kari: Someone, until: Until, clock: Clock
) -> None:
    await meets(talk.database, sara.person_id, title=TITLE, starts="2027-08-10T10:00", offsets={"hold": 150})
    await until(oslo(3, 15))
    assert titles(kari) == [f"Save the date: {TITLE}"]
    clock.set(oslo(6, 20))
    await forget_old_messages(talk.database, talk.arena)
    await until(oslo(6, 22))
    assert titles(kari) == [f"Save the date: {TITLE}"]


async def test_each_comes_at_eight_on_its_day_where_its_reader_is(
    talk: Conversation, sara: Someone, kari: Someone, until: Until, clock: Clock
) -> None:
    await meeting(talk, sara)
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).zone = "America/New_York"
    when: list[datetime] = []
    platform, send = talk.platforms["fake"], talk.platforms["fake"].send

    async def watched(place, card, *, key):  # type: ignore[no-untyped-def]
        if place.user == "kari":
            when.append(clock())
        return await send(place, card, key=key)

    platform.send = watched  # type: ignore[method-assign]
    await until(oslo(3, 20))
    local = [at.astimezone(ZoneInfo("America/New_York")) for at in when]
    assert [(at.month, at.day, at.hour) for at in local] == [(2, 2, 8), (2, 23, 8), (3, 2, 8), (3, 15, 8)]


async def test_a_reminder_shows_when_where_what_was_answered_and_the_other_answers(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meeting(talk, sara, link="https://meet.example/1")
    await kari.does("meetings.going", str(id))
    await until(oslo(3, 15, 9))
    card = kari.last
    assert card.card.title == f"{TITLE} is tomorrow at 10:00"
    assert "You come in person." in card.text
    assert "Eksempel Industripark" in card.text
    assert "Tuesday 16 March 2027" in card.text
    assert {"Coming online", "Maybe", "Cannot attend", "Send a deputy", "Agenda"} <= set(card.labels)
    assert "Coming in person" not in card.labels
    reply = await kari.clicks(card, "Cannot attend")
    assert reply.card is not None
    assert "You cannot attend." in reply.card.fallback


async def test_who_said_no_hears_no_more_and_who_says_yes_again_does(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    await until(oslo(2, 2, 9))
    await kari.does("meetings.declined", str(id))
    await ola.does("meetings.declined", str(id))
    await until(oslo(3, 10))
    await ola.does("meetings.going", str(id))
    await until(oslo(3, 20))
    assert titles(kari) == [f"Save the date: {TITLE}"]
    assert titles(ola)[0] == f"Save the date: {TITLE}"
    assert titles(ola)[1:] == [f"{TITLE} is tomorrow at 10:00", f"Thank you for {TITLE}"]


async def test_an_answer_given_after_a_reminder_was_promised_counts(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    await until(oslo(3, 14))
    await kari.does("meetings.declined", str(id))
    before = len(kari.sees)
    await until(oslo(3, 15, 12))
    assert len(kari.sees) == before
    await kari.does("meetings.maybe", str(id))
    await until(oslo(3, 16, 9))
    assert f"{TITLE} is tomorrow at 10:00" not in titles(kari)[before:]


async def test_the_deputy_is_reminded_in_place_of_who_sends_them(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    per = await talk.person("per", organisation="eksempel")
    await until(oslo(3, 10))
    form = await kari.does("meetings.substitute", str(id))
    await kari.submits(form, deputy=str(per.person_id))
    before = len(kari.sees)
    await until(oslo(3, 20))
    assert len(kari.sees) == before
    assert f"{TITLE} is tomorrow at 10:00" in titles(per)


async def test_before_the_deadline_only_those_are_asked_who_have_not_said_for_sure(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara, signup_by=oslo(3, 11, 16))
    eva = await talk.person("eva", organisation="dømeøyra")
    await until(oslo(3, 3))
    await kari.does("meetings.going", str(id))
    await ola.does("meetings.maybe", str(id))
    before = {who.user: len(who.sees) for who in (kari, ola, eva)}
    await until(oslo(3, 12))
    asked = f"Are you coming to {TITLE}?"
    assert titles(kari)[before["kari"] :] == []
    assert titles(ola)[before["ola"] :] == [asked]
    assert titles(eva)[before["eva"] :] == [asked]
    await until(oslo(3, 20))
    assert titles(eva)[before["eva"] :] == [asked], "without an answer by the deadline nobody comes"
    assert f"{TITLE} is tomorrow at 10:00" in titles(kari)


async def test_the_contact_of_a_silent_organisation_hears_of_it_once(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara, signup_by=oslo(3, 11, 16))
    chief = await talk.person("chief", organisation="eksempel", contact=True)
    boss = await talk.person("boss", organisation="dømeøyra", contact=True)
    await ola.does("meetings.declined", str(id))
    await until(oslo(3, 20))
    silent = f"Who is coming to {TITLE}?"
    assert titles(chief).count(silent) == 1
    assert silent not in titles(kari)
    assert silent not in titles(boss), "a no is an answer"
    post = next(post for post in chief.sees if post.card.title == silent)
    assert "Nobody from Eksempel has answered yet." in post.text


async def test_the_hour_before_is_for_those_who_come_online(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara, link="https://meet.example/1")
    await kari.does("meetings.online", str(id))
    await ola.does("meetings.going", str(id))
    await until(oslo(3, 16, 8, 59))
    before = len(kari.sees), len(ola.sees)
    await until(oslo(3, 16, 9, 1))
    assert titles(kari)[before[0] :] == [f"{TITLE} is today at 10:00"]
    assert "https://meet.example/1" in kari.last.text
    assert titles(ola)[before[1] :] == []


async def test_the_hour_before_follows_the_hours_of_who_is_told(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meeting(talk, sara, link="https://meet.example/1")
    await kari.does("meetings.online", str(id))
    await until(oslo(3, 15, 9))
    before = len(kari.sees)
    await kari.submits(await kari.does("members.hours"), to="08:30")
    await until(oslo(3, 16, 10))
    assert titles(kari)[before:] == [f"{TITLE} is today at 10:00"]


@pytest.mark.parametrize(("wish", "heard"), [("day", ["tomorrow"]), ("hour", ["today"]), ("none", [])])
async def test_who_wants_fewer_reminders_gets_fewer(
    talk: Conversation, sara: Someone, kari: Someone, until: Until, wish: str, heard: list[str]
) -> None:
    id = await meeting(talk, sara, link="https://meet.example/1")
    await kari.does("meetings.online", str(id))
    await kari.submits(await kari.does("rsvps.remind", str(id)), remind=wish)
    before = len(kari.sees)
    await until(oslo(3, 20))
    assert titles(kari)[before:] == [f"{TITLE} is {day} at 10:00" for day in heard]


async def test_an_agenda_that_is_not_sent_is_told_to_whoever_runs_the_meeting_and_to_nobody_else(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    other = await meets(talk.database, sara.person_id, starts="2027-03-18T10:00", title="Other")
    async with talk.database.begin() as store:
        for occurrence in (id, other):
            await store.agenda.add_agenda_item(
                AgendaItem(occurrence_id=occurrence, kind="O", title="Grid", state=ACCEPTED, year=27, number=occurrence)
            )
        sent = await store.occurrences.find(other)
        assert sent is not None
        sent.agenda_sent_at = store.now
    await until(oslo(3, 10))
    (told,) = [post for post in sara.sees if post.card.title.startswith("Send the agenda")]
    assert (told.card.title, told.labels) == (f"Send the agenda: {TITLE}", ["Send the agenda", "Agenda"])
    assert not any("genda" in title for title in titles(kari))
    await sara.submits(await sara.clicks(told, "Send the agenda"))
    assert (told.text, told.labels) == (f"The agenda of {TITLE} was sent on 10 March 2027.", ["Agenda"])
    await until(oslo(3, 11))
    assert titles(kari)[-1].startswith("Agenda")


async def test_thanks_go_to_those_who_came(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    await kari.does("meetings.going", str(id))
    await ola.does("meetings.going", str(id))
    await until(oslo(3, 16, 12))
    async with talk.database.begin() as store:
        rsvp: Rsvp | None = await store.rsvps.find_rsvp(id, ola.person_id)
        assert rsvp is not None
        rsvp.attended = False
    await until(oslo(3, 17, 9))
    assert titles(kari)[-1] == f"Thank you for {TITLE}"
    assert kari.last.labels == ["Next meetings"]
    assert f"Thank you for {TITLE}" not in titles(ola)


async def test_a_meeting_has_reminders_of_its_own(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    await meeting(talk, sara, offsets={"hold": None, "call": None, "invitation": 7, "day": 2})
    await until(oslo(3, 9, 7, 59))
    assert titles(kari) == []
    await until(oslo(3, 9, 8, 1))
    assert titles(kari) == [f"Invitation: {TITLE}"]
    await until(oslo(3, 20))
    assert titles(kari)[1:] == [f"{TITLE} is on Tuesday 16 March 2027, 10:00"]


async def test_what_is_approved_late_is_told_at_once_and_only_the_last_of_it(
    talk: Conversation, sara: Someone, kari: Someone, until: Until, clock: Clock
) -> None:
    clock.set(oslo(3, 10, 20))
    await meeting(talk, sara)
    await plan(talk)
    await talk.settle()
    assert titles(kari) == [], "it is evening"
    await until(oslo(3, 14))
    assert titles(kari) == [f"Invitation: {TITLE}"]


async def test_guests_and_who_has_left_are_not_reminded(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    guest = await talk.person("guest", organisation="eksempel", role="guest")
    await kari.does("meetings.going", str(id))
    await ola.does("meetings.going", str(id))
    await until(oslo(3, 14))
    before = len(kari.sees), len(ola.sees)
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).role = GUEST
        (await store.people.load_person(ola.person_id)).organisation_id = None
    await until(oslo(3, 20))
    assert (len(kari.sees), len(ola.sees)) == before
    assert guest.sees == []


async def test_working_time_is_kept_by_moving_what_falls_on_closed_days_forward(
    talk: Conversation, sara: Someone, kari: Someone, until: Until, clock: Clock
) -> None:
    """Easter Monday is 29 March; the days before are closed since Saturday the 20th."""
    await meets(talk.database, sara.person_id, starts="2027-03-30T10:00", offsets={"invitation": None, "papers": None})
    await until(oslo(3, 19, 7))
    before = len(kari.sees)
    await until(oslo(3, 19, 9))
    assert titles(kari)[before:] == [f"{TITLE} is on Tuesday 30 March 2027, 10:00"]
    assert clock().astimezone(OSLO).date().isoformat() == "2027-03-19"


async def test_an_answer_in_a_message_that_tells_other_things_stands_there_and_not_below_it(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    await meeting(talk, sara, title="Grid breakfast")
    await until(oslo(2, 2, 9))
    async with talk.database.begin() as store:  # as platforms tell it
        await store.session.execute(sa.update(Delivery).values(sent_channel="Dkari"))
    both = kari.last
    assert both.card.title == "2 messages"
    reply = await kari.does("meetings.declined", str(id), message=both.id)
    assert (reply.card, kari.last) == (None, both)
    assert both.text.count("You cannot attend.") == 1


async def test_whoever_waited_for_a_seat_in_vain_is_not_thanked_for_coming(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara, capacity=1)
    await kari.does("meetings.going", str(id))
    await ola.does("meetings.going", str(id))
    await until(oslo(3, 18, 12))
    assert titles(kari)[-1] == f"Thank you for {TITLE}"
    assert f"Thank you for {TITLE}" not in titles(ola)


async def test_what_asked_why_nobody_answers_says_so_no_more_once_somebody_has(
    talk: Conversation, sara: Someone, kari: Someone, until: Until
) -> None:
    boss = await talk.person("boss", organisation="eksempel", contact=True)
    id = await meeting(talk, sara, signup_by=oslo(3, 12, 16))
    await until(oslo(3, 11, 12))
    (asked,) = [post for post in boss.sees if "Nobody from Eksempel has answered yet." in post.text]
    await kari.does("meetings.going", str(id))
    await boss.does("meetings.maybe", str(id))
    assert "Nobody from Eksempel" not in asked.text
    assert "You might come." in asked.text


async def test_whoever_wants_to_be_reminded_an_hour_before_is_also_where_there_is_a_place(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, until: Until
) -> None:
    id = await meeting(talk, sara)
    for who in (kari, ola):
        await who.does("meetings.going", str(id))
    await kari.submits(await kari.does("rsvps.remind", str(id)), remind="hour")
    await until(oslo(3, 16, 9, 30))
    assert titles(kari) == [f"{TITLE} is today at 10:00"]
    assert f"{TITLE} is today at 10:00" not in titles(ola), "as usual only where there is none"
    other = await meeting(talk, sara, offsets={"hour": None})
    await kari.does("meetings.going", str(other))
    form = (await kari.does("rsvps.remind", str(other))).form
    assert form is not None
    assert [value for value, _ in form.fields[0].options] == ["usual", "day", "none"]
