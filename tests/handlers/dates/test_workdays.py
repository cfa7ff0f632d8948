"""Workdays: when people in Norway are at work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays.countries.norway import Norway
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.workdays import (
    find_last_day_before_easter,
    find_last_workday,
    find_next_workday,
    is_public_holiday,
    is_workday,
    subtract_workdays,
)

DAYS = st.dates(date(2020, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 3, 17),  # a Tuesday
        date(2026, 3, 27),  # the Friday before Palm Saturday
        date(2026, 4, 7),  # the Tuesday after Easter
        date(2026, 5, 15),  # a day between two free ones is none itself
        date(2026, 7, 3),  # week 27
        date(2026, 7, 27),  # week 31
        date(2026, 12, 23),
        date(2027, 1, 4),
        date(2027, 5, 18),
    ],
)
def test_a_day_of_work(day: date) -> None:
    assert is_workday(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 21), "Saturday"),
        (date(2026, 3, 22), "Sunday"),
        (date(2026, 3, 28), "Palm Saturday"),
        (date(2026, 3, 30), "Monday before Easter"),
        (date(2026, 4, 1), "Wednesday before Easter"),
        (date(2026, 4, 2), "Maundy Thursday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 1), "the first of May"),
        (date(2026, 5, 14), "Ascension"),
        (date(2026, 5, 25), "Whit Monday"),
        (date(2027, 5, 17), "the seventeenth of May"),
        (date(2026, 7, 6), "Monday of week 28"),
        (date(2026, 7, 24), "Friday of week 30"),
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2026, 12, 28), "between Christmas and New Year"),
        (date(2026, 12, 31), "New Year's Eve"),
        (date(2027, 1, 1), "New Year's Day"),
    ],
)
def test_a_day_off(day: date, why: str) -> None:
    assert not is_workday(day), why


def test_the_last_one_before_easter_and_the_next_after_it() -> None:
    assert find_last_workday(date(2026, 4, 2)) == date(2026, 3, 27)
    assert find_next_workday(date(2026, 4, 2)) == date(2026, 4, 7)
    assert subtract_workdays(date(2026, 4, 8), 2) == date(2026, 3, 27)


def test_workdays_are_counted_back_over_summer_and_christmas() -> None:
    assert subtract_workdays(date(2026, 7, 28), 2) == date(2026, 7, 3)
    assert subtract_workdays(date(2027, 1, 4), 1) == date(2026, 12, 23)


def test_none_before_a_day_off_is_the_last_workday() -> None:
    assert subtract_workdays(date(2026, 3, 22), 0) == date(2026, 3, 20)
    assert subtract_workdays(date(2026, 3, 17), 0) == date(2026, 3, 17)
    with pytest.raises(ValueError, match="negative"):
        subtract_workdays(date(2026, 3, 17), -1)


@given(DAYS)
def test_the_next_and_the_last_are_the_nearest_workdays(day: date) -> None:
    last, following = find_last_workday(day), find_next_workday(day)
    assert is_workday(last)
    assert is_workday(following)
    assert last <= day <= following
    between = [last + timedelta(days=n) for n in range(1, (following - last).days)]
    assert not any(is_workday(other) for other in between)
    assert (last == day == following) == is_workday(day)


@given(DAYS, st.integers(1, 60))
def test_so_many_workdays_lie_between(day: date, n: int) -> None:
    first = subtract_workdays(day, n)
    assert sum(is_workday(first + timedelta(days=k)) for k in range((day - first).days)) == n


@pytest.mark.parametrize("year", [1, 1500, 1899, 2026, 2101, 4099, 4100, 9999])
def test_every_year_has_workdays(year: int) -> None:
    days = (date(year, 2, 1) + timedelta(days=n) for n in range(28))
    assert sum(map(is_workday, days)) in (*range(14, 21),)


@pytest.mark.parametrize(
    ("since", "last"),
    [
        (date(2026, 12, 3), date(2027, 3, 24)),
        (date(2027, 3, 24), date(2027, 3, 24)),
        (date(2027, 3, 25), date(2028, 4, 12)),
    ],
)
def test_the_last_day_before_easter_is_the_wednesday_before_its_holidays(since: date, last: date) -> None:
    assert find_last_day_before_easter(since) == last
    assert is_public_holiday(last + timedelta(days=1))
    assert not is_public_holiday(last)


def test_public_holidays_are_those_of_a_package_that_follows_the_law() -> None:
    for year in range(1948, 2101):  # since both days of May were made holidays, until where the package ends
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
        assert {day for day in days if is_public_holiday(day)} == set(Norway(years=year))
