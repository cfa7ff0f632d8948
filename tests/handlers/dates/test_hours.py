"""Hours: pushes come within a receiver's window, and working hours run only while they work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.turn import Arena
from handlers.dates.time_zones import convert_to_instant, convert_to_local
from handlers.dates.workdays import find_last_workday, find_next_workday, is_workday
from handlers.dates.working_hours import END, START, WorkingHours, build_working_hours, is_valid_window, parse_clock

OSLO = ZoneInfo("Europe/Oslo")
MINUTE = timedelta(minutes=1)
#: clocks that change on workdays, at midnight and late at night
ZONES = st.sampled_from(
    [
        "Europe/Oslo",
        "America/New_York",
        "Africa/Cairo",
        "Asia/Gaza",
        "Pacific/Chatham",
        "Australia/Lord_Howe",
        "Etc/UTC",
    ]
).map(ZoneInfo)
CLOCKS = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
INSTANTS = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-01-01"), timezones=st.just(UTC)
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def some_hours(draw: st.DrawFn, *, paused: bool = True) -> WorkingHours:
    start, end = draw(st.tuples(CLOCKS, CLOCKS).filter(lambda pair: is_valid_window(*pair)))
    pause = draw(st.none() | INSTANTS) if paused else None
    return WorkingHours(draw(ZONES), start, end, pause)


def oslo(text: str) -> datetime:
    return convert_to_instant(datetime.fromisoformat(text), OSLO)


def wall(at: datetime) -> str:
    return f"{convert_to_local(at, OSLO):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-17 06:59:59", False),
        ("2026-03-17 07:00", True),
        ("2026-03-17 17:00", True),
        ("2026-03-17 17:00:59", True),
        ("2026-03-17 17:01", False),
        ("2026-03-21 12:00", False),
        ("2026-04-02 12:00", False),
        ("2026-07-08 12:00", False),
        ("2026-12-29 12:00", False),
    ],
)
def test_pushes_come_on_workdays_from_seven_to_five(at: str, opens: bool) -> None:
    assert WorkingHours(OSLO).is_open(oslo(at)) is opens


@pytest.mark.parametrize(
    ("at", "following", "last"),
    [
        ("2026-03-17 12:34", "2026-03-17 12:34", "2026-03-17 12:34"),
        # the first minute is open, and so is the last one
        ("2026-03-17 07:00", "2026-03-17 07:00", "2026-03-17 07:00"),
        ("2026-03-17 06:59:59", "2026-03-17 07:00", "2026-03-16 17:00"),
        ("2026-03-17 17:00:59", "2026-03-17 17:00", "2026-03-17 17:00"),
        ("2026-03-17 17:01", "2026-03-18 07:00", "2026-03-17 17:00"),
        ("2026-03-17 05:00", "2026-03-17 07:00", "2026-03-16 17:00"),
        ("2026-03-20 17:01", "2026-03-23 07:00", "2026-03-20 17:00"),
        ("2026-03-27 20:00", "2026-04-07 07:00", "2026-03-27 17:00"),
        ("2026-07-10 12:00", "2026-07-27 07:00", "2026-07-03 17:00"),
        ("2026-12-24 00:00", "2027-01-04 07:00", "2026-12-23 17:00"),
        ("2026-10-25 02:30", "2026-10-26 07:00", "2026-10-23 17:00"),
    ],
)
def test_the_next_open_moment_and_the_last(at: str, following: str, last: str) -> None:
    assert wall(WorkingHours(OSLO).find_next_open(oslo(at))) == following
    assert wall(WorkingHours(OSLO).find_last_open(oslo(at))) == last


def test_what_comes_in_the_opening_minute_waits_for_nothing() -> None:
    """Nor is it moved back to the moment at which the hours began."""
    at = oslo("2026-03-17 07:00:30")
    assert WorkingHours(OSLO).is_open(at)
    assert WorkingHours(OSLO).find_next_open(at) == at
    assert WorkingHours(OSLO).find_last_open(at) == at
    assert WorkingHours(OSLO).clamp_at_or_after(at.date(), time(7)) == oslo("2026-03-17 07:00")
    assert WorkingHours(OSLO).clamp_at_or_before(at.date(), time(6, 59)) == oslo("2026-03-17 07:00")


def test_a_pause_moves_things_behind_it() -> None:
    paused = WorkingHours(OSLO, paused_until=oslo("2026-03-21 09:00"))
    assert not paused.is_open(oslo("2026-03-17 12:00"))
    assert wall(paused.find_next_open(oslo("2026-03-17 12:00"))) == "2026-03-23 07:00"
    assert wall(paused.clamp_at_or_after(date(2026, 3, 17), time(12))) == "2026-03-23 07:00"
    assert wall(paused.find_last_open(oslo("2026-03-17 18:00"))) == "2026-03-17 17:00"


def test_a_pause_without_end_is_no_error() -> None:
    paused = WorkingHours(OSLO, paused_until=datetime.max.replace(tzinfo=UTC))
    assert paused.find_next_open(oslo("2026-03-17 12:00")).year == 4000


@pytest.mark.parametrize(
    ("day", "clock", "before", "after"),
    [
        (date(2026, 3, 17), time(12), "2026-03-17 12:00", "2026-03-17 12:00"),
        (date(2026, 3, 17), time(17), "2026-03-17 17:00", "2026-03-17 17:00"),
        (date(2026, 3, 17), time(20), "2026-03-17 17:00", "2026-03-18 07:00"),
        (date(2026, 3, 17), time(5), "2026-03-17 07:00", "2026-03-17 07:00"),
        (date(2026, 3, 22), time(12), "2026-03-20 12:00", "2026-03-23 07:00"),
        (date(2026, 4, 5), time(20), "2026-03-27 17:00", "2026-04-07 07:00"),
    ],
)
def test_a_wall_time_is_moved_into_the_window(day: date, clock: time, before: str, after: str) -> None:
    assert wall(WorkingHours(OSLO).clamp_at_or_before(day, clock)) == before
    assert wall(WorkingHours(OSLO).clamp_at_or_after(day, clock)) == after


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-03-17 10:00", 8, "2026-03-18 10:00"),
        ("2026-03-17 10:00", 4, "2026-03-17 14:00"),
        ("2026-03-17 10:00", 7.5, "2026-03-18 09:30"),
        ("2026-03-17 10:00", 16, "2026-03-19 10:00"),
        ("2026-03-17 10:00", 40, "2026-03-24 10:00"),
        ("2026-03-17 06:00", 8, "2026-03-18 08:00"),
        ("2026-03-17 22:00", 8, "2026-03-19 08:00"),
        ("2026-03-20 15:00", 8, "2026-03-23 15:00"),
        ("2026-03-21 12:00", 8, "2026-03-24 08:00"),
        ("2026-03-27 14:00", 8, "2026-04-07 14:00"),
        ("2026-07-03 10:00", 16, "2026-07-28 10:00"),
        ("2026-12-23 10:00", 8, "2027-01-04 10:00"),
        ("2026-03-17 10:00", 0, "2026-03-17 10:00"),
        ("2026-03-17 16:00", 0, "2026-03-18 08:00"),
    ],
)
def test_eight_working_hours_are_one_day_later(asked: str, hours: float, due: str) -> None:
    assert wall(WorkingHours(OSLO).add_working_hours(oslo(asked), hours)) == due


def test_hours_do_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        WorkingHours(OSLO).add_working_hours(oslo("2026-03-17 10:00"), -1)


def test_over_the_change_of_the_clocks_it_is_the_same_time_of_day() -> None:
    """Friday before and Monday after, in spring and in autumn."""
    assert wall(WorkingHours(OSLO).add_working_hours(oslo("2027-10-29 10:00"), 8)) == "2027-11-01 10:00"
    assert wall(WorkingHours(OSLO).add_working_hours(oslo("2028-03-24 10:00"), 8)) == "2028-03-27 10:00"


def test_each_works_in_their_own_zone() -> None:
    """It is ten in Oslo, and five in New York."""
    at = oslo("2026-03-17 10:00")
    assert not WorkingHours(ZoneInfo("America/New_York")).is_open(at)
    assert wall(WorkingHours(ZoneInfo("America/New_York")).find_next_open(at)) == "2026-03-17 12:00"


def test_a_window_over_a_clock_that_jumps_at_midnight_still_opens() -> None:
    """In Cairo 24 April 2026, a Friday, begins at one o'clock."""
    cairo = WorkingHours(ZoneInfo("Africa/Cairo"), time(0), time(1))
    at = cairo.find_next_open(datetime(2026, 4, 23, 12, tzinfo=UTC))
    assert convert_to_local(at, cairo.zone) == datetime.fromisoformat("2026-04-24 01:00")
    assert cairo.is_open(at)


@settings(deadline=None)
@given(some_hours(), INSTANTS)
def test_the_next_open_moment_is_open_and_none_is_open_before_it(hours: WorkingHours, at: datetime) -> None:
    found = hours.find_next_open(at)
    assert found >= at
    assert hours.is_open(found)
    assert (found == at) == hours.is_open(at)
    between = [at + n * (found - at) / 50 for n in range(50)] if found > at else []
    assert not any(hours.is_open(other) for other in between)


@settings(deadline=None)
@given(some_hours(paused=False), INSTANTS)
def test_the_last_open_moment_is_open_and_none_is_open_after_it(hours: WorkingHours, at: datetime) -> None:
    found = hours.find_last_open(at)
    assert found <= at
    assert hours.is_open(found)
    after = found + MINUTE
    between = [after + n * (at - after) / 50 for n in range(51)] if at > after else []
    assert not any(hours.is_open(other) for other in between)


@settings(deadline=None)
@given(some_hours(paused=False), DAYS, CLOCKS)
def test_a_time_on_a_day_is_moved_to_an_open_one_on_the_right_side(hours: WorkingHours, day: date, at: time) -> None:
    before, after = hours.clamp_at_or_before(day, at), hours.clamp_at_or_after(day, at)
    assert hours.is_open(before)
    assert hours.is_open(after)
    assert convert_to_local(before, hours.zone).date() == find_last_workday(day)
    assert convert_to_local(after, hours.zone).date() >= day
    wanted = convert_to_instant(datetime.combine(day, at), hours.zone)
    if hours.is_open(wanted) and is_workday(day) and hours.start <= at <= hours.end:
        assert before == after == wanted


@settings(deadline=None)
@given(ZONES, INSTANTS, st.floats(0, 200), st.floats(0, 50), st.integers(0, 10_000))
def test_more_hours_are_later_and_so_is_a_later_start(
    zone: ZoneInfo, at: datetime, hours: float, more: float, minutes: int
) -> None:
    mine = WorkingHours(zone)
    assert mine.add_working_hours(at, hours) <= mine.add_working_hours(at, hours + more)
    assert mine.add_working_hours(at, hours) <= mine.add_working_hours(at + minutes * MINUTE, hours)
    assert mine.add_working_hours(at, hours) >= at
    due = convert_to_local(mine.add_working_hours(at, hours), zone)
    assert is_workday(due.date())
    assert time(8) <= due.time() < time(16)


@settings(deadline=None)
@given(ZONES, INSTANTS, st.integers(0, 30), st.integers(0, 30))
def test_hours_add_up(zone: ZoneInfo, at: datetime, first: int, then: int) -> None:
    mine = WorkingHours(zone)
    assert mine.add_working_hours(mine.add_working_hours(at, first), then) == mine.add_working_hours(at, first + then)


@settings(deadline=None)
@given(ZONES, DAYS, st.integers(0, 10))
def test_eight_hours_are_a_workday(zone: ZoneInfo, day: date, days: int) -> None:
    expected = find_next_workday(day)
    for _ in range(days):
        expected = find_next_workday(expected + timedelta(days=1))
    at = convert_to_instant(datetime.combine(find_next_workday(day), time(11)), zone)
    assert convert_to_local(WorkingHours(zone).add_working_hours(at, 8 * days), zone) == datetime.combine(
        expected, time(11)
    )


@pytest.mark.parametrize(
    ("start", "end"), [("17:00", "07:00"), ("22:00", "06:00"), ("07:00", "07:00"), ("07:00", "07:59")]
)
def test_a_window_over_midnight_or_of_less_than_an_hour_is_none(start: str, end: str) -> None:
    assert not is_valid_window(parse_clock(start), parse_clock(end))
    with pytest.raises(ValueError, match="on the same day"):
        WorkingHours(OSLO, parse_clock(start), parse_clock(end))


@pytest.mark.parametrize(
    "text", ["", "7:00", "07.00", "0700", "24:00", "07:60", "-1:00", "ab:cd", "07:00:00", "٠٧:٠٠ "]
)
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert parse_clock(text) is None


def test_a_time_of_day_as_it_is_kept() -> None:
    assert parse_clock("07:00") == time(7)
    assert parse_clock("23:59") == time(23, 59)


@dataclass
class Somebody:
    zone: str = ""
    push_from: str = ""
    push_to: str = ""
    paused_until: datetime | None = None


def test_who_chose_nothing_has_the_defaults() -> None:
    assert build_working_hours(Somebody(), Arena(zone=OSLO)) == WorkingHours(OSLO, START, END)


def test_what_somebody_chose_is_theirs() -> None:
    until = datetime(2026, 3, 17, tzinfo=UTC)
    mine = build_working_hours(Somebody("America/New_York", "09:00", "12:30", until), Arena(zone=OSLO))
    assert mine == WorkingHours(ZoneInfo("America/New_York"), time(9), time(12, 30), until)


@pytest.mark.parametrize(
    "somebody",
    [
        Somebody("Europe/Atlantis"),
        Somebody("", "25:00"),
        Somebody("", "x", "y"),
        Somebody("", "20:00", "06:00"),
        Somebody("", "18:00"),
    ],
)
def test_what_cannot_be_is_as_if_it_was_not_chosen(somebody: Somebody) -> None:
    assert build_working_hours(somebody, Arena(zone=OSLO)) == WorkingHours(OSLO)
