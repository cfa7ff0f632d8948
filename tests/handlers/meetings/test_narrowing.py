"""A meeting that becomes one for some organisations tells the others no more, wherever it stood before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from handlers.chat.cards import Reply
from storage.directory.organisations import Organisation
from storage.directory.people import MEMBER
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.planning import calls_off, changes, occurrences, plan, plans, said, told, writes

CABIN, ITEM, WHY = "Hidden cabin", "Merger talks", "The buyer withdrew."
SECRETS = (CABIN, ITEM, WHY)
NARROWED = "is now for other organisations than yours"


async def narrows(who: Someone, which: str = "", occurrence: int = 1, **values: str) -> Reply:
    form = await changes(who, occurrence, which, audience="organisations", **values)
    assert form.form is not None
    (field,) = form.form.fields
    chosen = next(value for value, label in field.options if label == "Eksempel")
    return await who.clicks(await who.submits(form, who=(chosen,)), "Save")


async def adds_item(who: Someone, title: str) -> None:
    await who.submits(await who.does("agenda.add", "1"), title=title, text="For discussion")


async def time_passes(talk: Conversation, clock: Clock, hours: int) -> None:
    clock.set(MONDAY + timedelta(hours=hours))
    await talk.settle()


def texts(who: Someone) -> str:
    return "\n".join(post.text for post in who.sees)


def mentions(text: str, words: Sequence[str] = SECRETS) -> list[str]:
    return [word for word in words if word in text]


@pytest.fixture
async def agenda(talk: Conversation, two_rooms: None, sara: Someone, kari: Someone, ola: Someone, clock: Clock) -> None:
    """A meeting for all, to which both come, with its agenda in the rooms and with both."""
    await plans(sara)
    for who in (kari, ola):
        await who.does("meetings.going", "1")
    await adds_item(sara, "Open item")
    await sara.submits(await sara.does("agenda.publish", "1"))
    await time_passes(talk, clock, hours=1)


async def test_nothing_new_reaches_those_outside(
    talk: Conversation, agenda: None, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await narrows(sara, place=CABIN)
    await adds_item(sara, ITEM)
    await time_passes(talk, clock, hours=5)
    await plan(talk)
    assert mentions(texts(kari)) == [CABIN, ITEM]
    await calls_off(sara, 1, why=WHY)
    await time_passes(talk, clock, hours=8)
    assert WHY in texts(kari)
    assert mentions(texts(ola)) == []
    rooms = [post.text for room in (talk.room("grid"), talk.room("energy", "other")) for post in room]
    assert rooms != []
    assert mentions("\n".join(rooms)) == []


async def test_who_is_outside_now_is_told_and_holds_no_seat(
    talk: Conversation, agenda: None, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await narrows(sara, place=CABIN)
    (notice,) = [post for post in await told(talk, ola) if NARROWED in post.text]
    assert "The meeting Tuesday 16 March" in notice.text
    assert notice.labels == ["Next meetings"]
    assert not any(NARROWED in post.text for post in kari.sees)
    async with talk.database.read() as store:
        assert [rsvp.person_id for rsvp in await store.rsvps.list_rsvps_of_occurrence(1)] == [kari.person_id]


async def test_who_is_outside_hears_in_the_morning_and_only_if_it_is_still_so(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await plans(sara)
    await ola.does("meetings.going", "1")
    clock.set(MONDAY + timedelta(hours=12))
    await narrows(sara)
    await talk.settle()
    assert NARROWED not in texts(ola)
    await sara.clicks(await changes(sara, 1, audience="all"), "Save")
    await time_passes(talk, clock, hours=26)
    assert NARROWED not in texts(ola), "it is for all again"
    clock.set(MONDAY + timedelta(hours=36))
    await ola.does("meetings.going", "1")
    await narrows(sara)
    await time_passes(talk, clock, hours=50)
    assert NARROWED in texts(ola)


async def test_whoever_had_declined_hears_nothing(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara)
    await ola.does("meetings.declined", "1")
    await narrows(sara)
    assert not any(NARROWED in post.text for post in ola.sees)


async def test_a_series_is_told_of_once_and_a_new_time_is_not_told(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await plans(sara, repeats="every Tuesday, 3 times")
    for row in await occurrences(talk):
        await ola.does("meetings.going", str(row.id))
    await narrows(sara, which="all", when="23 March 12:00-13:00")
    (notice,) = await told(talk, ola)
    assert "The meetings from Tuesday 16 March" in notice.text
    assert "12:00" not in texts(ola)


async def join_second_organisation(talk: Conversation, person: Someone) -> int:
    """Let the person belong to one more; return its id."""
    async with talk.database.begin() as store:
        other = await store.organisations.add(Organisation(code="annen", name="Annen", kind="park"))
        await store.memberships.add_membership(
            await store.people.load_person(person.person_id), other.id, confirmed=True
        )
        return other.id


async def test_who_leaves_one_of_two_organisations_reads_no_more_of_its_meeting(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    per = await talk.person("per", organisation="eksempel")
    await join_second_organisation(talk, per)
    async with talk.database.begin() as store:
        left = await store.organisations.find_organisation_by_code("eksempel")
        assert left is not None
    await sara.clicks(await writes(sara, audience="organisations", for_whom=("Eksempel",)), "Save")
    await adds_item(sara, "Open item")
    await sara.submits(await sara.does("agenda.publish", "1"))
    await time_passes(talk, clock, hours=1)
    assert "Open item" in texts(per)
    await per.submits(await per.does("departures.leave", str(left.id)))
    await adds_item(sara, ITEM)
    await time_passes(talk, clock, hours=4)
    assert said(await per.does("meetings.show", "1")).startswith("I cannot find that meeting.")
    assert ITEM in texts(kari)
    assert "item" not in texts(per)
    assert "This is no longer shown here." in texts(per)


async def test_who_acts_for_another_organisation_now_keeps_what_they_have_said_yes_to(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    per = await talk.person("per", organisation="eksempel")
    other = await join_second_organisation(talk, per)
    await sara.clicks(await writes(sara, audience="organisations", for_whom=("Eksempel",)), "Save")
    await sara.clicks(await writes(sara, title=CABIN, audience="organisations", for_whom=("Eksempel",)), "Save")
    await per.does("meetings.going", "1")
    await per.does("members.switch", str(other))
    assert said(await per.does("meetings.show", "2")).startswith("I cannot find that meeting.")
    assert "You come in person." in said(await per.does("meetings.show", "1"))
    await per.does("meetings.maybe", "1")
    async with talk.database.read() as store:
        rsvp, house = await store.rsvps.find_rsvp(1, per.person_id), await store.organisations.find(other)
        person = await store.people.load_person(per.person_id)
        shown = await store.calendar_feeds.list_meetings_of_person(person, store.now)
    assert rsvp is not None
    assert house is not None
    assert rsvp.organisation_id != house.id, "it counts for those whom the meeting is for"
    assert [one.title for one in shown] == ["Arena meeting 2/27"]
    await calls_off(sara, 1, why=WHY)
    assert mentions(texts(per)) == [WHY]


async def test_who_proposed_an_item_reads_no_more_of_it(
    talk: Conversation, two_rooms: None, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await plans(sara)
    await ola.submits(await ola.does("agenda.propose", "1"), title="My item")
    await sara.does("agenda.accept", "1")
    assert "“My item” is on the agenda of Arena meeting 2/27" in ola.last.text
    await narrows(sara, title=CABIN)
    await sara.submits(await sara.does("agenda.edit", "1"), title=ITEM)
    await time_passes(talk, clock, hours=1)
    assert mentions(texts(ola)) == []
    assert "This is no longer shown here." in texts(ola)


async def test_an_item_that_is_carried_over_is_told_to_nobody_outside_the_later_meeting(
    talk: Conversation, two_rooms: None, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await plans(sara)
    await plans(sara, title=CABIN, when="13 April 10:00-12:00")
    await ola.submits(await ola.does("agenda.propose", "1"), title="My item")
    await sara.does("agenda.accept", "1")
    await time_passes(talk, clock, hours=15 * 24 + 12)
    await sara.submits(await sara.does("minutes.carry", "1"), meeting="2")
    form = await changes(sara, 2, audience="organisations")
    assert form.form is not None
    chosen = next(value for value, label in form.form.fields[0].options if label == "Eksempel")
    await sara.clicks(await sara.submits(form, who=(chosen,)), "Save")
    await time_passes(talk, clock, hours=16 * 24 + 2)
    assert mentions(texts(ola)) == []


async def test_an_item_from_a_closed_meeting_does_not_name_it_on_the_agenda_of_an_open_one(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await sara.clicks(await writes(sara, title=CABIN, audience="organisations", for_whom=("Eksempel",)), "Save")
    await plans(sara, when="13 April 10:00-12:00")
    await adds_item(sara, "Open item")
    await time_passes(talk, clock, hours=15 * 24 + 12)
    await sara.submits(await sara.does("minutes.carry", "1"), meeting="2")
    shown = await ola.does("agenda.show", "2")
    assert "Open item" in said(shown)
    assert shown.card is not None
    assert mentions(" ".join(getattr(part, "note", "") for part in shown.card.parts)) == []


async def test_a_proposal_is_read_no_more_by_who_has_left_the_secretariat(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    siri = await talk.person("siri", role="secretariat")
    await kari.clicks(await writes(kari), "Propose")
    assert "Arena meeting 2/27" in texts(siri)
    async with talk.database.begin() as store:
        (await store.people.load_person(siri.person_id)).role = MEMBER
    await sara.clicks(await sara.does("meetings.proposal", "1"), "Approve")
    assert "Arena meeting 2/27" not in texts(siri)
    assert "This is no longer shown here." in texts(siri)
