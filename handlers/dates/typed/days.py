"""Days and times of day as they were named, and which ones they are seen from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from handlers.dates.typed.refusing import NotATime

#: further ahead nobody plans: the year is a slip
YEARS_AHEAD = 10
#: from a day to another: what lasts longer was meant the other way round
LONGEST = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Day:
    """What was said of a day; None was not said."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    #: Monday is 0
    weekday: int | None = None
    #: the ISO week
    week: int | None = None
    #: counted from today
    days: int | None = None
    #: counted from this week
    weeks: int | None = None
    #: counted from today
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    hour: int
    minute: int = 0
    #: "am", "pm", or "" for a clock of 24 hours
    half: str = ""

    def on(self, day: date) -> datetime:
        """24:00 is the end of the day. Raises NotATime."""
        hour = self.hour
        if self.half:
            if not 1 <= hour <= 12:
                raise NotATime("no_time")
            hour = hour % 12 + (12 if self.half == "pm" else 0)
        if hour == 24 and self.minute == 0:
            return datetime.combine(day, time()) + timedelta(days=1)
        if hour > 23 or self.minute > 59:
            raise NotATime("no_time")
        return datetime.combine(day, time(hour, self.minute))


def dated(said: Day, today: date, after: date) -> date:
    """The day that was meant: the first one from `after` on where that was left open. Raises NotATime."""
    found = _found(said, today, after)
    if said.weekday is not None and found.weekday() != said.weekday:
        raise NotATime("weekday")
    if found.year < today.year - 1:
        raise NotATime("past")
    if found.year > today.year + YEARS_AHEAD:
        raise NotATime("far")
    return found


def both(first: Day, last: Day, today: date) -> tuple[date, date]:
    """From a day to another: "3.-6. juni 2027", "30. desember - 2. januar 2027"."""
    if first.month and not first.year and last.year:
        for year in (last.year, last.year - 1):
            start, end = (dated(day, today, today) for day in (replace(first, year=year), last))
            if start <= end:
                return start, end
    start = dated(first, today, today)
    end = dated(last, today, start if last.days is None else today)
    if end < start or (not last.year and end - start > LONGEST):
        raise NotATime("end_before_start")
    return start, end


def _found(said: Day, today: date, after: date) -> date:
    if said.days is not None:
        return today + timedelta(days=said.days)
    if said.months is not None:
        return today + relativedelta(months=said.months)
    if said.weeks is not None:
        return today + timedelta(weeks=said.weeks, days=(said.weekday or 0) - today.weekday())
    if said.day is None and said.week is None:
        # the name of a day is never today's: who means today says so
        return after + timedelta(days=((said.weekday or 0) - after.weekday() - 1) % 7 + 1)
    found = None
    for found in _possible(said, after):
        if found >= after:
            return found
    if found is None or said.year is None:
        raise NotATime("no_such_day")
    return found


def _possible(said: Day, after: date) -> Iterator[date]:
    """Every day that it may be, earliest first; those that do not exist are left out."""
    years = (after.year - 1, after.year, after.year + 1) if said.year is None else (said.year,)
    for year in years:
        for month in (said.month,) if said.month or said.week is not None else range(1, 13):
            try:
                if said.week is not None:
                    yield date.fromisocalendar(year, said.week, (said.weekday or 0) + 1)
                else:
                    yield date(year, month or 1, said.day or 0)
            except ValueError:
                continue
