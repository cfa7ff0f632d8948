"""Parse the POSIX TZ string at the end of a TZif file: the future rules of a time zone."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

#: A change on a month's nth weekday (5 is the last, 0 is Sunday), at a time after midnight.
_CHANGE = re.compile(r"M(?P<month>\d+)\.(?P<week>\d)\.(?P<weekday>\d)(?:/(?P<at>-?[\d:]+))?")
_NAME, _OFFSET = r"(?:<[^>]+>|[A-Za-z]+)", r"[+-]?[\d:]+"
_FOOTER = re.compile(
    rf"{_NAME}(?P<standard>{_OFFSET})(?:{_NAME}(?P<daylight>{_OFFSET})?,(?P<begin>[^,]+),(?P<end>[^,]+))?"
)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """Represent a yearly change of clocks, in the local time that was in force before it."""

    month: int
    #: 1 to 4, or -1 for the last
    position: int
    #: Monday is 0
    weekday: int
    at: timedelta

    def compute_in_year(self, year: int) -> datetime:
        first, days = monthrange(year, self.month)
        day = 1 + (self.weekday - first) % 7 + 7 * (self.position - 1)
        if self.position == -1:
            day = 1 + (self.weekday - first) % 7 + 28
            day -= 7 if day > days else 0
        found = date(year, self.month, day)
        return datetime(found.year, found.month, found.day) + self.at  # noqa: DTZ001 - a wall clock

    @property
    def plain(self) -> bool:
        """Return True if it happens on that very day: calendars cannot say "the day after the fourth
        Thursday".
        """
        return timedelta(0) <= self.at < timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PosixTzRule:
    """Hold offsets from UTC, eastward; without changes where the clock is never changed."""

    standard: timedelta
    daylight: timedelta
    #: begin and end of daylight saving time
    begin: ClockChange | None = None
    end: ClockChange | None = None


@cache
def find_tz_rule(zone: str) -> PosixTzRule | None:
    """Return None if the file ends with nothing that is understood here. `zone` is a name that exists."""
    folder, _, name = ("tzdata.zoneinfo." + zone.replace("/", ".")).rpartition(".")
    data = (resources.files(folder) / name).read_bytes()
    found = _FOOTER.fullmatch(data.rstrip(b"\n").rpartition(b"\n")[2].decode())
    if found is None:
        return None
    standard = -_parse_posix_offset(found["standard"])  # POSIX counts westward
    if found["begin"] is None:
        return PosixTzRule(standard, standard)
    daylight = -_parse_posix_offset(found["daylight"]) if found["daylight"] else standard + timedelta(hours=1)
    begin, end = _parse_clock_change(found["begin"]), _parse_clock_change(found["end"])
    return PosixTzRule(standard, daylight, begin, end) if begin and end else None


def _parse_clock_change(text: str) -> ClockChange | None:
    found = _CHANGE.fullmatch(text)
    if found is None:
        return None
    week = int(found["week"])
    at = _parse_posix_offset(found["at"]) if found["at"] else timedelta(hours=2)
    return ClockChange(int(found["month"]), -1 if week == 5 else week, (int(found["weekday"]) - 1) % 7, at)


def _parse_posix_offset(text: str) -> timedelta:
    """Parse an offset such as "-3:30"."""
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    span = timedelta(**dict(zip(("hours", "minutes", "seconds"), parts, strict=False)))
    return -span if text.startswith("-") else span
