"""Series: the dates that a meeting's rule gives, as occurrences, as far ahead as people plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.dates import rules, zones
from handlers.dates.hours import clock
from storage.kit.database import Store
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence

#: how far ahead there are occurrences, and how many of one series at the most
HORIZON, MOST = timedelta(days=400), 60
#: more than any rule gives, and longer than any lasts
_ALL, _LONGEST = 1000, timedelta(days=366 * 6)


def dates(meeting: Meeting, now: datetime) -> list[datetime]:
    """The local starts of all occurrences there are to be by now, in order."""
    start = datetime.fromisoformat(meeting.starts)
    if not meeting.rule:
        return [start]
    horizon = (max(now, zones.instant(start, ZoneInfo(meeting.zone))) + HORIZON).date()
    found = rules.parse_rrule(meeting.rule).dates(start, horizon=horizon, most=_ALL)
    over = [day for day in found if instants(meeting, day)[0] <= now]
    return found[: len(over) + MOST]


def every(meeting: Meeting) -> list[datetime]:
    """The local starts of all that its rule gives, however far ahead."""
    start = datetime.fromisoformat(meeting.starts)
    if not meeting.rule:
        return [start]
    return rules.parse_rrule(meeting.rule).dates(start, horizon=(start + _LONGEST).date(), most=_ALL)


def instants(meeting: Meeting, start: datetime, minutes: int | None = None) -> tuple[datetime, datetime]:
    """When an occurrence with this local start begins and ends."""
    begins = zones.instant(start, ZoneInfo(meeting.zone))
    return begins, begins + timedelta(minutes=meeting.minutes if minutes is None else minutes)


def deadline(meeting: Meeting, start: datetime) -> datetime | None:
    """Until when one can sign up; at the latest when it begins."""
    if meeting.signup_days is None:
        return None
    time = clock(meeting.signup_time)
    assert time is not None
    zone = ZoneInfo(meeting.zone)
    day = start.date() - timedelta(days=meeting.signup_days)
    return min(zones.instant(datetime.combine(day, time), zone), zones.instant(start, zone))


def occurrence(meeting: Meeting, start: datetime) -> Occurrence:
    """One that is not kept yet."""
    begins, ends = instants(meeting, start)
    name = start.isoformat(timespec="minutes")
    return Occurrence(
        meeting_id=meeting.id,
        original=name,
        starts=name,
        start_at=begins,
        end_at=ends,
        signup_by=deadline(meeting, start),
    )


async def materialise(store: Store, meeting: Meeting) -> Sequence[Occurrence]:
    """Add what is missing up to the horizon; nothing is added in the past, unless there is nothing else."""
    rows = await store.occurrences.of(meeting.id)
    known, new = {row.original for row in rows}, []
    for start in dates(meeting, store.now):
        name = start.isoformat(timespec="minutes")
        if name not in known and (not known or instants(meeting, start)[0] > store.now):
            new.append(await store.occurrences.add(occurrence(meeting, start)))
    return new
