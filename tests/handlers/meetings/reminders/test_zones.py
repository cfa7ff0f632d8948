"""Members in many zones, while clocks change: each local day has one reminder, at eight where its reader is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.dates.workdays import is_workday
from handlers.dates.working_hours import WorkingHours
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.reminders.reminder_kinds import DAY
from handlers.meetings.reminders.reminder_times import list_reminder_times
from storage.kit.database import Database
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.handlers.meetings.reminders.conftest import next_due, plan
from tests.meetings import meets

ZONES = (
    "Europe/Oslo", "Europe/London", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau", "Europe/Istanbul",
    "Atlantic/Azores", "Atlantic/Reykjavik", "Africa/Casablanca", "Africa/Cairo", "Africa/Johannesburg",
    "Africa/Lagos", "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Halifax", "America/St_Johns", "America/Havana",
    "America/Mexico_City", "America/Sao_Paulo", "America/Santiago", "America/Asuncion", "Pacific/Honolulu",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Pacific/Norfolk", "Australia/Sydney",
    "Australia/Adelaide", "Australia/Lord_Howe", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran",
    "Asia/Beirut", "Asia/Jerusalem", "Asia/Dubai",
)  # fmt: skip
#: of those, one of each rule by which clocks change, and of each part of a day; the day before is tried in all
MEMBERS = (
    "Europe/Oslo", "Europe/Chisinau", "Europe/Istanbul", "Atlantic/Azores", "Africa/Casablanca", "America/New_York",
    "America/Anchorage", "America/St_Johns", "America/Havana", "America/Santiago", "Pacific/Chatham", "Pacific/Apia",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Tehran", "Asia/Jerusalem",
)  # fmt: skip


def transitions(zone: ZoneInfo) -> Iterator[date]:
    """The local days of 2026-2028 on which the clocks change."""
    day = datetime(2026, 1, 1, tzinfo=UTC)
    while day.year < 2029:
        after = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield day.astimezone(zone).date()
        day = after


def daily(zone: ZoneInfo, day: date) -> OccurrenceView:
    """A meeting that takes place at ten on that day, there."""
    start = datetime.combine(day, time(10))
    at = start.replace(tzinfo=zone).astimezone(UTC)
    name = start.isoformat(timespec="minutes")
    meeting = Meeting(zone=zone.key, starts=name, minutes=60, rule="", offsets={}, place="", state="planned")
    return OccurrenceView(
        meeting, Occurrence(original=name, starts=name, start_at=at, end_at=at + timedelta(hours=1), moves=0)
    )


@pytest.mark.parametrize("name", ZONES)
def test_around_every_change_of_the_clocks_the_day_before_is_at_eight_there(name: str) -> None:
    zone, seen = ZoneInfo(name), 0
    for change in transitions(zone):
        for n in range(-4, 5):
            day = change + timedelta(days=n)
            if is_workday(day):
                found = [
                    row
                    for row in list_reminder_times(daily(zone, day + timedelta(days=1)), WorkingHours(zone))
                    if row.kind == DAY
                ]
                assert [row.due.astimezone(zone) for row in found] == [datetime.combine(day, time(8), zone)]
                seen += 1
    assert seen or next(transitions(zone), None) is None


@pytest.mark.parametrize("first", [date(2027, 3, 8), date(2027, 10, 25)])
async def test_who_meets_every_day_is_reminded_once_each_day_at_eight_where_they_are(
    database: Database, clock: Clock, first: date
) -> None:
    """Through the planner and the courier, over the days on which clocks change in America, Europe and Australia."""
    clock.set(datetime.combine(first - timedelta(days=4), time(), UTC))
    talk = await Conversation(database).begin()
    sara = await talk.person("sara", role="secretariat")
    zone_of = await _members(talk)
    days = [first + timedelta(days=n) for n in range(14)]
    offsets = dict.fromkeys(("hold", "call", "invitation", "papers", "thanks"))
    for day in days:
        await meets(talk.database, sara.person_id, starts=f"{day}T12:00", zone="UTC", minutes=60, offsets=offsets)
    heard: Counter[tuple[str, date]] = Counter()
    platform, send = talk.platforms["fake"], talk.platforms["fake"].send

    async def listen(place: Any, card: Any, *, key: str) -> Any:
        if place.user in zone_of:
            here = clock().astimezone(zone_of[place.user])
            assert (here.hour, here.minute) == (8, 0), (place.user, here)
            heard[place.user, here.date()] += 1
        return await send(place, card, key=key)

    platform.send = listen  # type: ignore[method-assign]
    await plan(talk)
    last = datetime.combine(days[-1] + timedelta(days=1), time(), UTC)
    while (due := await next_due(talk)) is not None and due <= last:
        if due.date() > clock().date():
            await plan(talk)
        clock.set(due + timedelta(seconds=1))
        await talk.settle()
    for user, zone in zone_of.items():
        meets_on = {datetime.combine(day, time(12), UTC).astimezone(zone).date() for day in days}
        told_on = {_workday(day - timedelta(days=1)) for day in meets_on}
        expected = {(user, day): 1 for day in told_on if day >= first - timedelta(days=3)}
        assert {key: n for key, n in heard.items() if key[0] == user} == expected


def _workday(day: date) -> date:
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


async def _members(talk: Conversation) -> dict[str, ZoneInfo]:
    found = {}
    for n, name in enumerate(MEMBERS):
        someone = await talk.person(f"m{n}", organisation="eksempel")
        async with talk.database.begin() as store:
            (await store.people.load_person(someone.person_id)).zone = name
        found[someone.user] = ZoneInfo(name)
    return found
