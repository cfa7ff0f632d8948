"""Resolve days and times of day as they were named to dates, seen from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta, weekday

from handlers.dates.typed_times.refusal_texts import NotATime

#: A year further ahead is taken for a typing error.
YEARS_AHEAD = 10
#: Maximum time between two days. A longer one means that they were given in reverse order.
LONGEST_SPAN = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class DayMention:
    """Hold what was said of a day; None was not said."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    #: Monday is 0
    weekday: int | None = None
    #: ISO week
    week: int | None = None
    #: days from today
    days: int | None = None
    #: weeks from this week
    weeks: int | None = None
    #: months from today
    months: int | None = None
    #: which of these weekdays in the month; -1 for the last
    nth: int = 0
    #: days after the day that the rest means
    later: int = 0


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    hour: int
    minute: int = 0
    #: "am", "pm", or "" for the 24-hour clock
    half: str = ""

    def combine_with_day(self, day: date) -> datetime:
        """Return the wall time on that day; 24:00 is the end of the day. Raises NotATime."""
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


def resolve_day(said: DayMention, today: date, after: date) -> date:
    """Return the day that was meant: the first one from `after` on if that was left open. Raises NotATime."""
    found = _find_first_day(said, today, after) + timedelta(days=said.later)
    if said.weekday is not None and found.weekday() != said.weekday:
        raise NotATime("weekday")
    if found.year < today.year - 1:
        raise NotATime("past")
    if found.year > today.year + YEARS_AHEAD:
        raise NotATime("far")
    return found


def resolve_day_range(first: DayMention, last: DayMention, today: date) -> tuple[date, date]:
    """Return the first and last day: "3.-6. juni 2027", "30. desember - 2. januar 2027". Raises NotATime."""
    if first.month and not first.year and last.year:
        for year in (last.year, last.year - 1):
            start, end = (resolve_day(day, today, today) for day in (replace(first, year=year), last))
            if start <= end:
                return start, end
    start = resolve_day(first, today, today)
    end = resolve_day(last, today, start if last.days is None else today)
    if end < start or (not last.year and end - start > LONGEST_SPAN):
        raise NotATime("end_before_start")
    return start, end


def _find_first_day(said: DayMention, today: date, after: date) -> date:
    if said.days is not None:
        return today + timedelta(days=said.days)
    if said.months is not None:
        return today + relativedelta(months=said.months)
    if said.nth:
        return _find_nth_weekday(said, after)
    if said.weeks is not None:
        return today + timedelta(weeks=said.weeks, days=(said.weekday or 0) - today.weekday())
    if said.day is None and said.week is None:
        # A weekday's name never means today: people say "today" for that.
        return after + timedelta(days=((said.weekday or 0) - after.weekday() - 1) % 7 + 1)
    found = None
    for found in _list_possible_days(said, after):
        if found >= after:
            return found
    if found is None or said.year is None:
        raise NotATime("no_such_day")
    return found


def _find_nth_weekday(said: DayMention, after: date) -> date:
    """Return the "first Monday in January": the next one if no year was said."""
    for year in (after.year, after.year + 1) if said.year is None else (said.year,):
        first = date(year, said.month or 1, 1)
        which = relativedelta(day=31, weekday=weekday(said.weekday or 0, -1))
        if said.nth > 0:
            which = relativedelta(weekday=weekday(said.weekday or 0, said.nth))
        found = first + which
        if found.month == first.month and (found >= after or said.year is not None):
            return found
    raise NotATime("no_such_day")


def _list_possible_days(said: DayMention, after: date) -> Iterator[date]:
    """Yield every day that may be meant, earliest first; skip days that do not exist."""
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
