"""Compute the dates of a meeting's rule, and store them as occurrences up to the planning horizon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.dates import recurrence, time_zones
from handlers.dates.working_hours import parse_clock
from storage.kit.database import Store
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import CANCELLED, Occurrence

#: how far ahead occurrences are created, and maximum number of occurrences of one series
HORIZON, MOST_OCCURRENCES = timedelta(days=400), 60
#: more dates than any rule has, and longer than any series lasts
_ALL, _LONGEST = 1000, timedelta(days=366 * 6)


def list_series_dates(meeting: Meeting, now: datetime) -> list[datetime]:
    """Return the local starts of all occurrences that exist up to the horizon, in order."""
    start = datetime.fromisoformat(meeting.starts)
    if not meeting.rule:
        return [start]
    horizon = (max(now, time_zones.convert_to_instant(start, ZoneInfo(meeting.zone))) + HORIZON).date()
    found = recurrence.parse_rrule(meeting.rule).list_occurrence_times(start, horizon=horizon, most=_ALL)
    over = [day for day in found if compute_instants(meeting, day)[0] <= now]
    return found[: len(over) + MOST_OCCURRENCES]


def list_all_dates(meeting: Meeting) -> list[datetime]:
    """Return the local starts of all dates of the rule, also beyond the horizon."""
    start = datetime.fromisoformat(meeting.starts)
    if not meeting.rule:
        return [start]
    return recurrence.parse_rrule(meeting.rule).list_occurrence_times(
        start, horizon=(start + _LONGEST).date(), most=_ALL
    )


def compute_instants(meeting: Meeting, start: datetime, minutes: int | None = None) -> tuple[datetime, datetime]:
    """Return begin and end of an occurrence with this local start."""
    begins = time_zones.convert_to_instant(start, ZoneInfo(meeting.zone))
    return begins, begins + timedelta(minutes=meeting.minutes if minutes is None else minutes)


def compute_signup_deadline(meeting: Meeting, start: datetime) -> datetime | None:
    """Return the end of sign-up, at the latest the begin of the occurrence; None if there is none."""
    if meeting.signup_days is None:
        return None
    time = parse_clock(meeting.signup_time)
    assert time is not None
    zone = ZoneInfo(meeting.zone)
    day = start.date() - timedelta(days=meeting.signup_days)
    return min(
        time_zones.convert_to_instant(datetime.combine(day, time), zone), time_zones.convert_to_instant(start, zone)
    )


def compute_open_deadline(
    meeting: Meeting, start: datetime, now: datetime, before: datetime | None = None
) -> datetime | None:
    """Return the end of sign-up of a date that is set now.

    One that has passed already would let nobody answer: such a date has none. `before` stays as it was.
    """
    end = compute_signup_deadline(meeting, start)
    return end if end is None or end > now or end == before else None


def build_occurrence(meeting: Meeting, start: datetime, now: datetime) -> Occurrence:
    """Build an occurrence that is not stored yet."""
    begins, ends = compute_instants(meeting, start)
    name = start.isoformat(timespec="minutes")
    return Occurrence(
        meeting_id=meeting.id,
        original=name,
        starts=name,
        start_at=begins,
        end_at=ends,
        signup_by=compute_open_deadline(meeting, start, now),
    )


async def create_missing_occurrences(store: Store, meeting: Meeting) -> Sequence[Occurrence]:
    """Store missing occurrences up to the horizon. Past ones are only added if the meeting has none.

    A series goes on after its last occurrence: a date that is missing before that belongs to another meeting by now.
    """
    rows = await store.occurrences.list_occurrences_of_meeting(meeting.id)
    known, new = {row.original for row in rows}, []
    last = max((row.original for row in rows if row.state != CANCELLED), default="")
    for start in list_series_dates(meeting, store.now):
        name = start.isoformat(timespec="minutes")
        if name not in known and (not known or (name > last and compute_instants(meeting, start)[0] > store.now)):
            new.append(await store.occurrences.add(build_occurrence(meeting, start, store.now)))
    return new
