"""Conversations about hours: when somebody is reminded, where they are, and until when they are left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.directory.members.member_welcome import MemberWelcomeCard
from handlers.notifications import scheduled_notifications
from storage.directory.people import Person
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

#: a Monday, 10.00 in Oslo
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


def said(reply: Reply) -> str:
    assert reply.card is not None
    return reply.card.fallback


async def person(who: Someone) -> Person:
    async with who.talk.database.read() as store:
        return await store.people.load_person(who.person_id)


async def test_my_profile_says_when_i_am_reminded(kari: Someone) -> None:
    reply = await kari.commands("", name="me")
    assert "Reminders: workdays 07:00–17:00" in said(reply)
    form = (await kari.clicks(reply, "Reminders and hours")).form
    assert form is not None
    assert {field.name: field.value for field in form.fields} == {
        "from": "07:00", "to": "17:00", "zone": "Europe/Oslo", "pause": "", "digest": "yes",
    }  # fmt: skip


async def test_hours_zone_pause_and_digest_are_kept(kari: Someone) -> None:
    form = await kari.does("members.hours")
    values = {"from": "8", "to": "15.30", "zone": "america/new york", "pause": "2027-03-10", "digest": "no"}
    reply = await kari.submits(form, **values)
    assert "workdays 08:00–15:30 (America/New_York)" in said(reply)
    assert "Paused until: Wednesday 10 March 2027" in said(reply)
    assert "never" in said(reply)
    kept = await person(kari)
    assert (kept.push_from, kept.push_to, kept.zone, kept.digest) == ("08:00", "15:30", "America/New_York", False)
    assert kept.paused_until == datetime(2027, 3, 10, tzinfo=ZoneInfo("America/New_York"))
    again = await kari.does("members.hours")
    assert again.form is not None
    assert {field.name: field.value for field in again.form.fields}["pause"] == "2027-03-10"
    await kari.submits(again, pause="", zone="Europe/Oslo", **{"from": "07:00", "to": "17:00"})
    kept = await person(kari)
    assert (kept.push_from, kept.push_to, kept.zone, kept.paused_until) == ("", "", "", None)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("oslo", ("Europe/Oslo", "Oslo (Europe)")),
        ("Europe/Oslo", ("Europe/Oslo", "Oslo (Europe)")),
        ("new_york", ("America/New_York", "New York (America)")),
        ("sao paulo", ("America/Sao_Paulo", "Sao Paulo (America)")),
        ("buenos", ("America/Argentina/Buenos_Aires", "Buenos Aires (America/Argentina)")),
        ("utc", ("UTC", "UTC")),
    ],
)
async def test_a_time_zone_is_found_by_its_city(kari: Someone, typed: str, first: tuple[str, str]) -> None:
    form = await kari.does("members.hours")
    found = await kari.types(form, "zone", typed)
    assert found[0] == first
    await kari.submits(form, zone=first[0])
    again = await kari.does("members.hours")
    assert again.form is not None
    (zone,) = [field for field in again.form.fields if field.name == "zone"]
    assert (zone.value, zone.options) == (first[0], (first,))


async def test_the_zones_of_ones_own_continent_come_first_and_none_is_found_by_nonsense(kari: Someone) -> None:
    form = await kari.does("members.hours")
    found = [value for value, _ in await kari.types(form, "zone", "")]
    assert {value.partition("/")[0] for value in found[:40]} == {"Europe"}
    assert await kari.types(form, "zone", "olympus") == ()


async def test_a_zone_that_is_not_offered_stays(kari: Someone) -> None:
    await kari.submits(await kari.does("members.hours"), zone="Asia/Calcutta")
    again = await kari.does("members.hours")
    assert again.form is not None
    (zone,) = [field for field in again.form.fields if field.name == "zone"]
    assert (zone.value, zone.options) == ("Asia/Calcutta", (("Asia/Calcutta", "Calcutta (Asia)"),))
    await kari.submits(again)
    assert (await person(kari)).zone == "Asia/Calcutta"


@pytest.mark.parametrize(
    ("values", "field", "wrong"),
    [
        ({"from": "early"}, "from", "Enter a time of day, such as 07:00."),
        ({"to": "25:00"}, "to", "Enter a time of day, such as 07:00."),
        ({"from": "16:00", "to": "07:00"}, "to", "Leave at least an hour, on the same day."),
        ({"zone": "Mars/Olympus"}, "zone", "I do not know that time zone. Write it as Europe/Oslo."),
        ({"pause": "2027-02-28"}, "pause", "Choose a future date within a year."),
        ({"pause": "2031-01-01"}, "pause", "Choose a future date within a year."),
        ({"pause": "soon"}, "pause", "Choose a day."),
        ({"digest": "sometimes"}, "digest", "Choose one of these."),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    kari: Someone, values: dict[str, str], field: str, wrong: str
) -> None:
    reply = await kari.submits(await kari.does("members.hours"), **values)
    assert reply.errors == {field: wrong}
    kept = await person(kari)
    assert (kept.push_from, kept.push_to, kept.zone, kept.paused_until) == ("", "", "", None)


@pytest.mark.parametrize(
    "line",
    ["meg pause til fredag", "me pause until Friday", "stille til fredag", "quiet until friday", "mute until 5 March"],
)
async def test_a_pause_is_typed_in_every_language(kari: Someone, line: str) -> None:
    await kari.says(line)
    assert (await person(kari)).paused_until == datetime(2027, 3, 5, tzinfo=OSLO)
    assert "Paused until: Friday 5 March 2027" in kari.last.text
    await kari.says("meg pause av")
    assert (await person(kari)).paused_until is None


@pytest.mark.parametrize(
    "line",
    [
        "meg stille 16-07", "stille fra 16 til 07", "varsler 07-16", "quiet 16:00-07:00", "meg varsler 7.00–16.00",
        "meg 07-16", "me hours 07-16", "meg timer 07-16",
    ],
)  # fmt: skip
async def test_hours_are_typed_in_every_language(kari: Someone, line: str) -> None:
    await kari.says(line)
    kept = await person(kari)
    assert (kept.push_from, kept.push_to) == ("", "16:00")
    assert "workdays 07:00–16:00" in kari.last.text


async def test_what_is_typed_and_cannot_be_is_said(kari: Someone) -> None:
    await kari.says("stille 12-13")
    assert "That leaves no hour in the day." in kari.last.text
    await kari.says("varsler 7-99")
    assert "Enter times of day" in kari.last.text
    await kari.says("stille til bislett")
    kept = await person(kari)
    assert (kept.push_from, kept.push_to, kept.paused_until) == ("", "", None)
    assert "bislett" in kari.last.text


@pytest.mark.parametrize(
    "line",
    [
        "Stille krav til leverandører om støy",
        "Me er 25 tilsette og treng råd",
        "Varsler kommunen oss om dette?",
    ],
)
def test_a_question_that_begins_with_one_of_the_words_stays_a_question(line: str) -> None:
    assert verbs.parse_command(line) == ("", line)


def test_hours_alone_begin_no_command() -> None:
    assert verbs.parse_command("timer 07-16 er satt for lavt")[0] != "notifications"


async def test_what_is_still_to_come_follows_the_change(talk: Conversation, kari: Someone, clock: Clock) -> None:
    async with talk.database.begin() as store:
        at, me = MONDAY + timedelta(days=1, hours=-2), await store.people.load_person(kari.person_id)
        await scheduled_notifications.schedule_notification(
            store, talk.arena, me, MemberWelcomeCard(), key="k", at=at, subject="test"
        )
    await kari.says("varsler 10-16")
    async with talk.database.read() as store:
        (row,) = await store.scheduled_notifications.list_notifications_of_person(kari.person_id)
    assert row.due_at == datetime(2027, 3, 2, 10, tzinfo=OSLO)
    await kari.says("stille til 4. mars")
    async with talk.database.read() as store:
        (row,) = await store.scheduled_notifications.list_notifications_of_person(kari.person_id)
    assert row.due_at == datetime(2027, 3, 4, 10, tzinfo=OSLO)
