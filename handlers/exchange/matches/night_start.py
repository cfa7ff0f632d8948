"""Tell which night of the arena it is: what is done once a night is done from two in the morning where it lies.

What was done earlier in the day, or before that hour, belongs to the night before: the coming night does it again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.turn import Arena

#: when a night begins, after midnight
NIGHT = timedelta(hours=2)


def find_night(now: datetime, arena: Arena) -> date:
    """Return the day whose night it is, or that it was."""
    return arena.find_day(now - NIGHT)


def find_night_start(night: date, arena: Arena) -> datetime:
    """Return when the night of this day began."""
    return datetime.combine(night, time(), arena.zone) + NIGHT


def has_night_begun(since: datetime, now: datetime, arena: Arena) -> bool:
    """Return True if it is another night now than it was then."""
    return find_night(since, arena) < find_night(now, arena)
