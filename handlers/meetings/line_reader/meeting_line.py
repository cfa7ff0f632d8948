"""Hold what was read of a typed line, and what must be asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.dates.recurrence import RecurrenceRule
from handlers.meetings.limit_parser import MeetingLimits

What = Literal["title", "date", "time", "end", "place", "rule", "count"]
Reason = Literal[
    "missing", "no_such_day", "weekday", "past", "far", "several", "vague", "no_time", "half_of_day",
    "end_before_start", "half_said", "unsure", "unknown",
]  # fmt: skip
_NO_LIMITS = MeetingLimits(())
#: order in which it is asked
ASKED: tuple[What, ...] = ("title", "date", "time", "end", "place", "rule", "count")


@dataclass(frozen=True, slots=True)
class Ask:
    """Name what must be asked, why, and the words of the line that it is about."""

    what: What
    reason: Reason = "missing"
    said: str = ""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """Hold a meeting as read from a line. Times are local and naive; None was not said or must be asked."""

    title: str = ""
    start: datetime | None = None
    end: datetime | None = None
    place: str = ""
    link: str = ""
    #: links to papers, and those after the first
    other_links: tuple[str, ...] = ()
    series: RecurrenceRule | None = None
    count: int | None = None
    limits: MeetingLimits = _NO_LIMITS
    asks: tuple[Ask, ...] = ()
    #: day, if it is known and the time of day is not
    day: date | None = None
    #: words about time, and about repetition, as typed
    when: str = ""
    repeats: str = ""

    @property
    def rule(self) -> str:
        """Return the rule as calendars write it, without the number of times; empty for one meeting."""
        return self.series.format_rrule() if self.series else ""

    @property
    def asked(self) -> tuple[What, ...]:
        return tuple(ask.what for ask in self.asks)
