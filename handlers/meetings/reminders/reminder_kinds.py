"""Define the kinds of reminders of a meeting, and how many days before it each is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from handlers.dates import recurrence
from handlers.meetings.occurrence_view import OccurrenceView

HOLD, CALL, INVITATION, PAPERS = "hold", "call", "invitation", "papers"
SIGNUP, SILENT, DAY, HOUR, THANKS = "signup", "silent", "day", "hour", "thanks"
#: Kind -> days before the meeting. `signup` and `silent` count from the sign-up deadline, `thanks` from after the
#: meeting.
#: The number of `hour` only turns it on or off. Of two reminders on one day, the later one in this list is sent.
USUAL = {HOLD: 42, CALL: 21, INVITATION: 14, PAPERS: 7, SIGNUP: 3, SILENT: 1, DAY: 1, HOUR: 0, THANKS: 1}
KINDS = tuple(USUAL)
#: minimum number of days between a series' dates for which the kind is usual
SPACE = {HOLD: 42, CALL: 21, INVITATION: 14, PAPERS: 7, THANKS: 21}
#: maximum number of days before the meeting
MOST_DAYS = 180


def find_reminder_days(occurrence: OccurrenceView, kind: str) -> int | None:
    """Return the days of the meeting's own setting, else the usual ones; None if there is no such
    reminder.

    By default no reminder of an occurrence precedes the previous occurrence, so that a series has no
    two at once. The first occurrence announces the series.
    """
    offsets = occurrence.meeting.offsets
    value = offsets.get(kind, USUAL[kind])
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_DAYS
    if kind in offsets and (value is None or known):
        return int(value) if known else None
    first = occurrence.occurrence.original == occurrence.meeting.starts
    if (
        occurrence.meeting.rule
        and not first
        and SPACE.get(kind, 0) >= _count_days_between(occurrence.meeting.rule, occurrence.meeting.starts)
    ):
        return None
    return USUAL[kind]


@lru_cache(maxsize=256)
def _count_days_between(rule: str, starts: str) -> int:
    """Return the days from one occurrence to the next."""
    start = datetime.fromisoformat(starts)
    found = recurrence.parse_rrule(rule).list_occurrence_times(
        start, horizon=start.date() + timedelta(days=1000), most=2
    )
    return (found[1] - found[0]).days if len(found) > 1 else MOST_DAYS


def format_reminder_key(occurrence_id: int, kind: str, person_id: int, moves: int) -> str:
    """Return the idempotency key of a reminder. `moves` of the occurrence is part of it, so that a new
    time reminds anew.
    """
    return f"occurrence:{occurrence_id}:{kind}:{person_id}:{moves}"


def parse_reminder_key(text: str) -> tuple[str, int] | None:
    """Return kind and moves of a key; None for a key of anything else."""
    parts = text.split(":")
    if len(parts) != 5 or parts[0] != "occurrence" or not parts[4].isdecimal():
        return None
    kind = parts[2].partition("-")[0]
    return (kind, int(parts[4])) if kind in USUAL else None
