"""Compute the hours of a receiver: when they may be reminded, and when working hours have passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.chat.turn import Arena
from handlers.dates.time_zones import convert_to_instant, convert_to_local, find_zone
from handlers.dates.workdays import find_last_workday, find_next_workday, is_workday

#: default time of day in which notifications may arrive
START, END = time(7), time(17)
#: begin and length of a working day, for counting working hours
MORNING, DAY = time(8), timedelta(hours=8)
#: Minimum window, because a shorter one may vanish when daylight saving time begins.
SHORTEST = timedelta(hours=1)
#: A window includes the whole minute of its end.
_MINUTE = timedelta(minutes=1)
_ONE_DAY = timedelta(days=1)
#: end of a pause without end
_FOREVER = datetime(4000, 1, 1, tzinfo=UTC)


class Receiver(Protocol):
    """Hold what a person has chosen; empty is the default."""

    @property
    def zone(self) -> str: ...
    @property
    def push_from(self) -> str: ...
    @property
    def push_to(self) -> str: ...
    @property
    def paused_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Hold the window of each workday in which somebody may be reminded, in their own zone.

    The window opens once and closes once a day, also on a day on which the clocks change. A pause moves times
    later and never earlier: nothing can be sent before the pause began. Windows over midnight are refused
    (`is_valid_window`).
    """

    zone: ZoneInfo
    start: time = START
    end: time = END
    paused_until: datetime | None = None

    def __post_init__(self) -> None:
        if not is_valid_window(self.start, self.end):
            raise ValueError("the window opens at least an hour before it closes, on the same day")

    def is_open(self, at: datetime) -> bool:
        """Return True if they may be reminded now; the minute of `end` is the last one."""
        if self.paused_until is not None and at < self.paused_until:
            return False
        day = convert_to_local(at, self.zone).date()
        return (
            is_workday(day)
            and self._convert_to_instant(day, self.start) <= at < self._convert_to_instant(day, self.end) + _MINUTE
        )

    def find_next_open(self, at: datetime) -> datetime:
        """Return the first open instant from here on: `at` itself when it is open."""
        if self.paused_until is not None:
            at = max(at, min(self.paused_until, _FOREVER))
        day = find_next_workday(convert_to_local(at, self.zone).date())
        while not at < self._convert_to_instant(day, self.end) + _MINUTE:
            day = find_next_workday(day + _ONE_DAY)
        return max(at, self._convert_to_instant(day, self.start)).astimezone(UTC)

    def find_next_daytime(self, at: datetime) -> datetime:
        """Return the first instant from here on within the window of any day, workday or not. Ignores a pause."""
        day = convert_to_local(at, self.zone).date()
        if at >= self._convert_to_instant(day, self.end) + _MINUTE:
            day += _ONE_DAY
        return max(at, self._convert_to_instant(day, self.start)).astimezone(UTC)

    def find_last_open(self, at: datetime) -> datetime:
        """Return the latest open instant up to here, at most `end` of its day. Ignores a pause."""
        day = find_last_workday(convert_to_local(at, self.zone).date())
        while self._convert_to_instant(day, self.start) > at:
            day = find_last_workday(day - _ONE_DAY)
        return min(at, self._convert_to_instant(day, self.end)).astimezone(UTC)

    def clamp_at_or_before(self, day: date, clock: time) -> datetime:
        """Return the wall time moved into the window; on the last workday before `day` if that is none."""
        return self._convert_to_instant(find_last_workday(day), min(max(clock, self.start), self.end))

    def clamp_at_or_after(self, day: date, clock: time) -> datetime:
        """Return that wall time on that day if it is open, else the next open instant."""
        return self.find_next_open(self._convert_to_instant(day, clock))

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        """Return the instant so many working hours later; eight working hours are one day.

        Time outside 08-16 counts from the next morning. `find_next_open` tells whether they want to be reminded
        then.
        """
        if hours < 0:
            raise ValueError("so many hours later: not negative")
        here = convert_to_local(at, self.zone)
        day, done = find_next_workday(here.date()), timedelta()
        if day == here.date():
            done = max(here - datetime.combine(day, MORNING), timedelta())
        done = min(done, DAY) + timedelta(hours=hours)
        while done >= DAY:
            day, done = find_next_workday(day + _ONE_DAY), done - DAY
        return convert_to_instant(datetime.combine(day, MORNING) + done, self.zone)

    def _convert_to_instant(self, day: date, clock: time) -> datetime:
        return convert_to_instant(datetime.combine(day, clock), self.zone)


def is_valid_window(start: time, end: time) -> bool:
    """Return True if the times can be a window: on one day, and an hour long at least."""
    return datetime.combine(date.min, start) + SHORTEST <= datetime.combine(date.min, end)


def parse_clock(text: str) -> time | None:
    """Parse "07:00", as it is stored; return None for anything else."""
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) == len(minute) == 2):
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def build_working_hours(person: Receiver, arena: Arena) -> WorkingHours:
    """Return the hours that the person chose; the defaults if there are none or they are invalid."""
    start, end = parse_clock(person.push_from) or START, parse_clock(person.push_to) or END
    if not is_valid_window(start, end):
        start, end = START, END
    return WorkingHours(find_zone(person.zone) or arena.zone, start, end, person.paused_until)
