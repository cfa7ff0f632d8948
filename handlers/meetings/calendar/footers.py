"""What a zone does from now on: the rule at the end of its TZif file, in the form of a POSIX TZ string."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

#: a change on a month's nth weekday (5: the last; 0: Sunday) at so long after midnight
_CHANGE = re.compile(r"M(?P<month>\d+)\.(?P<week>\d)\.(?P<weekday>\d)(?:/(?P<at>-?[\d:]+))?")
_NAME, _OFFSET = r"(?:<[^>]+>|[A-Za-z]+)", r"[+-]?[\d:]+"
_FOOTER = re.compile(
    rf"{_NAME}(?P<standard>{_OFFSET})(?:{_NAME}(?P<daylight>{_OFFSET})?,(?P<begin>[^,]+),(?P<end>[^,]+))?"
)


@dataclass(frozen=True, slots=True)
class Change:
    """When clocks are changed every year, by the clock that was in force until then."""

    month: int
    #: 1 to 4, or -1 for the last
    position: int
    #: Monday is 0
    weekday: int
    at: timedelta

    def in_year(self, year: int) -> datetime:
        first, days = monthrange(year, self.month)
        day = 1 + (self.weekday - first) % 7 + 7 * (self.position - 1)
        if self.position == -1:
            day = 1 + (self.weekday - first) % 7 + 28
            day -= 7 if day > days else 0
        found = date(year, self.month, day)
        return datetime(found.year, found.month, found.day) + self.at  # noqa: DTZ001 - a wall clock

    @property
    def plain(self) -> bool:
        """Whether it happens on that very day: calendars cannot say "the day after the fourth Thursday"."""
        return timedelta(0) <= self.at < timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Footer:
    """Offsets from UTC, eastward; without changes where the clock is never changed."""

    standard: timedelta
    daylight: timedelta
    #: to daylight time and back
    begin: Change | None = None
    end: Change | None = None


@cache
def footer(zone: str) -> Footer | None:
    """None where the file ends with nothing that is understood here. `zone` is a name that exists."""
    folder, _, name = ("tzdata.zoneinfo." + zone.replace("/", ".")).rpartition(".")
    data = (resources.files(folder) / name).read_bytes()
    found = _FOOTER.fullmatch(data.rstrip(b"\n").rpartition(b"\n")[2].decode())
    if found is None:
        return None
    standard = -_span(found["standard"])  # POSIX counts westward
    if found["begin"] is None:
        return Footer(standard, standard)
    daylight = -_span(found["daylight"]) if found["daylight"] else standard + timedelta(hours=1)
    begin, end = _change(found["begin"]), _change(found["end"])
    return Footer(standard, daylight, begin, end) if begin and end else None


def _change(text: str) -> Change | None:
    found = _CHANGE.fullmatch(text)
    if found is None:
        return None
    week = int(found["week"])
    at = _span(found["at"]) if found["at"] else timedelta(hours=2)
    return Change(int(found["month"]), -1 if week == 5 else week, (int(found["weekday"]) - 1) % 7, at)


def _span(text: str) -> timedelta:
    """ "-3:30" """
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    span = timedelta(**dict(zip(("hours", "minutes", "seconds"), parts, strict=False)))
    return -span if text.startswith("-") else span
