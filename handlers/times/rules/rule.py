"""A rule of recurrence and the days it gives, held within bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


class NotARule(Exception):
    """No rule that every calendar understands; the caller says why with `explain`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` days, weeks, months or years, so many times or until a last wall time."""

    freq: Frequency
    interval: int = 1
    #: Monday is 0
    weekdays: tuple[int, ...] = ()
    #: which of the month's such weekdays, 1 to 4, or -1 for the last
    position: int = 0
    #: the day of the month, 1 to 28, or -1 for the last
    monthday: int = 0
    count: int = 0
    #: the last wall time at which it may start
    until: datetime | None = None

    def dates(self, start: datetime, *, horizon: date, most: int) -> list[datetime]:
        return [start]

    def rrule(self, zone: ZoneInfo | None = None) -> str:
        """As a calendar has it; with a zone, its end is written in UTC as an invitation needs it."""
        return ""
