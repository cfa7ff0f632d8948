"""A receiver's hours: when they may be reminded, and how long eight working hours are for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.chat.turn import Arena
from handlers.dates.workdays import is_workday, last_workday, next_workday
from handlers.dates.zones import instant, local, zone_named

#: pushes reach people between these unless they chose otherwise
START, END = time(7), time(17)
#: a working day, of which working hours are counted
MORNING, DAY = time(8), timedelta(hours=8)
#: a window that is shorter might not be there at all when the clocks go forward
SHORTEST = timedelta(hours=1)
#: the window closes when the minute of its end is over
_MINUTE = timedelta(minutes=1)
_ONE_DAY = timedelta(days=1)
#: a pause without end ends here
_FOREVER = datetime(4000, 1, 1, tzinfo=UTC)


class Receiver(Protocol):
    """What a person has chosen; empty is the default."""

    @property
    def zone(self) -> str: ...
    @property
    def push_from(self) -> str: ...
    @property
    def push_to(self) -> str: ...
    @property
    def paused_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Hours:
    """The window of each workday in which somebody may be reminded, in their own zone.

    It opens once and closes once a day, also on a day on which the clocks change. A pause moves things later and
    never earlier: what lies behind cannot be sent before it began. Windows over midnight are refused (`window`).
    """

    zone: ZoneInfo
    start: time = START
    end: time = END
    paused_until: datetime | None = None

    def __post_init__(self) -> None:
        if not fits(self.start, self.end):
            raise ValueError("the window opens at least an hour before it closes, on the same day")

    def opens(self, at: datetime) -> bool:
        """Whether they may be reminded now; the minute of `end` is the last one."""
        if self.paused_until is not None and at < self.paused_until:
            return False
        day = local(at, self.zone).date()
        return is_workday(day) and self._instant(day, self.start) <= at < self._instant(day, self.end) + _MINUTE

    def next_open(self, at: datetime) -> datetime:
        """The first open instant from here on: itself when it is open."""
        if self.paused_until is not None:
            at = max(at, min(self.paused_until, _FOREVER))
        day = next_workday(local(at, self.zone).date())
        while not at < self._instant(day, self.end) + _MINUTE:
            day = next_workday(day + _ONE_DAY)
        return max(at, self._instant(day, self.start)).astimezone(UTC)

    def last_open(self, at: datetime) -> datetime:
        """The latest open instant up to here, at most `end` of its day. A pause is not looked at."""
        day = last_workday(local(at, self.zone).date())
        while self._instant(day, self.start) > at:
            day = last_workday(day - _ONE_DAY)
        return min(at, self._instant(day, self.end)).astimezone(UTC)

    def at_or_before(self, day: date, clock: time) -> datetime:
        """That wall time on that day, moved into the window; on the last workday before it if it is none."""
        return self._instant(last_workday(day), min(max(clock, self.start), self.end))

    def at_or_after(self, day: date, clock: time) -> datetime:
        """That wall time on that day if it is open, else the next open instant."""
        return self.next_open(self._instant(day, clock))

    def add(self, at: datetime, hours: float) -> datetime:
        """So many of their working hours later. A working day is eight hours, so eight are one day later.

        What falls outside 08-16 counts from the next morning. Whether they want to be reminded then is `next_open`'s.
        """
        if hours < 0:
            raise ValueError("so many hours later: not negative")
        here = local(at, self.zone)
        day, done = next_workday(here.date()), timedelta()
        if day == here.date():
            done = max(here - datetime.combine(day, MORNING), timedelta())
        done = min(done, DAY) + timedelta(hours=hours)
        while done >= DAY:
            day, done = next_workday(day + _ONE_DAY), done - DAY
        return instant(datetime.combine(day, MORNING) + done, self.zone)

    def _instant(self, day: date, clock: time) -> datetime:
        return instant(datetime.combine(day, clock), self.zone)


def fits(start: time, end: time) -> bool:
    """Whether it can be a window: on one day, and an hour long at least."""
    return datetime.combine(date.min, start) + SHORTEST <= datetime.combine(date.min, end)


def clock(text: str) -> time | None:
    """ "07:00", as it is kept; None for anything else."""
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) == len(minute) == 2):
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def hours_of(person: Receiver, arena: Arena) -> Hours:
    """What they chose; where that is nothing, or cannot be, the defaults."""
    start, end = clock(person.push_from) or START, clock(person.push_to) or END
    if not fits(start, end):
        start, end = START, END
    return Hours(zone_named(person.zone) or arena.zone, start, end, person.paused_until)
