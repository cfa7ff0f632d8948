"""Compute workdays in Norway: when people are at work and may be reminded."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

#: ISO weeks of the common summer holiday
SUMMER = range(28, 31)
#: New Year's Day, Labour Day, Constitution Day, and both days of Christmas; months and days
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
#: days from Easter Sunday: Maundy Thursday to Easter Monday, Ascension, Whit Sunday and Monday
HOLIDAYS_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
#: years to which the current rule of Easter applies
_EASTERS = range(1583, 4100)


def is_workday(day: date) -> bool:
    """Return True from Monday to Friday, except public holidays, weeks 28-30, and days around Christmas or
    Easter.
    """
    return day.weekday() < 5 and day.isocalendar().week not in SUMMER and day not in _list_days_off(day.year)


def is_public_holiday(day: date) -> bool:
    """Return True if offices are closed by law, whatever day of the week it is."""
    return day in _list_public_holidays(day.year)


def find_last_workday(day: date) -> date:
    """Return the day itself if it is a workday, else the last one before it."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def find_next_workday(day: date) -> date:
    """Return the day itself if it is a workday, else the next one after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def subtract_workdays(day: date, n: int) -> date:
    """Return the n-th workday before the day; for 0 the last workday up to it."""
    if n < 0:
        raise ValueError("so many workdays before: not negative")
    if n == 0:
        return find_last_workday(day)
    for _ in range(n):
        day = find_last_workday(day - timedelta(days=1))
    return day


def add_workdays(day: date, n: int) -> date:
    """Return the n-th workday after the day; for 0 the first workday from it on."""
    if n < 0:
        raise ValueError("so many workdays after: not negative")
    if n == 0:
        return find_next_workday(day)
    for _ in range(n):
        day = find_next_workday(day + timedelta(days=1))
    return day


def find_last_day_before_easter(since: date) -> date:
    """Return the first Wednesday from that day on that the public holidays of Easter follow."""
    this, following = (easter(year) - timedelta(days=4) for year in (since.year, since.year + 1))
    return this if this >= since else following


def find_last_day_before_christmas(since: date) -> date:
    """Return the first 23 December from that day on."""
    this = date(since.year, 12, 23)
    return this if this >= since else date(since.year + 1, 12, 23)


@lru_cache(maxsize=64)
def _list_days_off(year: int) -> frozenset[date]:
    """Return public holidays, the days between Christmas and New Year, and Palm Saturday to Easter Monday."""
    free = set(_list_public_holidays(year))
    free |= {date(year, 1, 1), *(date(year, 12, day) for day in range(24, 32))}
    if year in _EASTERS:
        sunday = easter(year)
        free |= {sunday + timedelta(days=n) for n in range(-8, 2)}
    return frozenset(free)


@lru_cache(maxsize=64)
def _list_public_holidays(year: int) -> frozenset[date]:
    """Return the holidays of Norwegian law, which a test holds to those of the package of the same name.

    The package imports every country of the world for them, and each process would keep 11 MB of it.
    """
    free = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    if year in _EASTERS:
        free |= {easter(year) + timedelta(days=n) for n in HOLIDAYS_FROM_EASTER}
    return frozenset(free)
