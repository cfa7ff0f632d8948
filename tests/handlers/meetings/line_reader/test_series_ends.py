"""How long a series goes on: until a year is over, through all of it, so many times."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "start", "until"),
    [
        ("lagmøte annenhver onsdag kl 9 ut 2027", "2026-12-02T09:00", "2027-12-31"),
        ("lagmøte andre måndagen i månaden kl 14 ut året 2027", "2026-12-14T14:00", "2027-12-31"),
        ("lagmøte annenhver onsdag kl 9 ut året", "2026-12-02T09:00", "2026-12-31"),
        ("team meeting second Monday of the month at 14:00 through 2027", "2026-12-14T14:00", "2027-12-31"),
        ("lagmøte hver fredag kl 14 hele 2027", "2027-01-01T14:00", "2027-12-31"),
        ("lagmøte hver fredag kl 14 gjennom heile 2027", "2027-01-01T14:00", "2027-12-31"),
        ("team meeting Fridays 2 pm all of 2027", "2027-01-01T14:00", "2027-12-31"),
    ],
)
def test_a_series_goes_on_until_its_year_is_over(text: str, start: str, until: str) -> None:
    line = read(text)
    assert (line.start, line.asks) == (datetime.fromisoformat(start), ())
    assert line.title in ("Lagmøte", "Team meeting")
    assert line.series is not None
    assert line.series.until is not None
    assert f"{line.series.until:%Y-%m-%d}" == until


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Gjennomgang av planen for hele 2027 hver mandag kl 9", "Gjennomgang av planen for hele 2027"),
        ("Møte om budsjett 2027 hver mandag kl 9", "Møte om budsjett 2027"),
    ],
)
def test_the_year_of_a_subject_ends_no_series(text: str, title: str) -> None:
    line = read(text)
    assert line.title == title
    assert line.series is not None
    assert line.series.until is None


def test_so_many_meetings_are_counted_in_nynorsk_too() -> None:
    line = read("tredje tysdagen i månaden kl 13, energinettverket, Kraftsalen, 6 møte")
    assert (line.title, line.place, line.count) == ("Energinettverket", "Kraftsalen", 6)


def test_alternate_weekdays_are_every_second_one() -> None:
    line = read("Energy group, alternate Wednesdays 09:00-10:30, Room 4, 12 sessions")
    assert (line.title, line.place, line.count) == ("Energy group", "Room 4", 12)
    assert line.series is not None
    assert (line.series.interval, line.series.weekdays) == (2, (2,))
