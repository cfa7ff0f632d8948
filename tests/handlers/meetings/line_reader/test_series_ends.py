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
        (
            "team meeting every Friday at 2 pm, first one 8 January, last one 31 December 2027",
            "2027-01-08T14:00",
            "2027-12-31",
        ),
        (
            "lagmøte hver fredag kl 14, første gang 8. januar, siste gang 31. desember 2027",
            "2027-01-08T14:00",
            "2027-12-31",
        ),
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
    ("text", "start", "until"),
    [
        ("webinar om varmepumper, siste tirsdag i måneden kl 11, mars til juni", "2027-03-30T11:00", "2027-06-30"),
        (
            "kontaktmøte første onsdag i måneden kl 13 fra og med januar, til og med juni",
            "2027-01-06T13:00",
            "2027-06-30",
        ),
        ("gate pass clinic every Friday at 9 from February to May", "2027-02-05T09:00", "2027-05-31"),
        ("kaimøte fyrste måndagen i månaden klokka 12, me tek til i februar", "2027-02-01T12:00", None),
        ("lagmøte kvar tysdag kl 15 frå 9. mars ut månaden", "2027-03-09T15:00", "2027-03-31"),
        ("lagmøte hver torsdag kl 9 resten av måneden", "2026-12-03T09:00", "2026-12-31"),
    ],
)
def test_a_series_is_held_in_its_months(text: str, start: str, until: str | None) -> None:
    line = read(text)
    assert (line.start, line.asks) == (datetime.fromisoformat(start), ())
    assert line.series is not None
    assert (f"{line.series.until:%Y-%m-%d}" if line.series.until else None) == until


def test_months_of_the_subject_are_asked_about() -> None:
    line = read("driftsmøte hver mandag kl 9 om budsjett for mars til juni")
    assert line.series is not None
    assert line.series.until is None
    assert line.asks


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


def test_so_many_meetings_of_a_series_are_counted_before_their_subject() -> None:
    line = read("set opp ein serie på 6 møte om støv: kvar tysdag kl 10, start 27. april")
    assert (line.title, line.count) == ("Støv", 6)


def test_alternate_weekdays_are_every_second_one() -> None:
    line = read("Energy group, alternate Wednesdays 09:00-10:30, Room 4, 12 sessions")
    assert (line.title, line.place, line.count) == ("Energy group", "Room 4", 12)
    assert line.series is not None
    assert (line.series.interval, line.series.weekdays) == (2, (2,))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("closing meeting on the last Wednesday of each month, 3pm, starting this month", "2026-12-30T15:00"),
        ("lagmøte siste onsdag i måneden kl 15, fra og med denne måneden", "2026-12-30T15:00"),
        ("Kaiforum arrangeres siste onsdag i hver måned kl 15", "2026-12-30T15:00"),
    ],
)
def test_a_series_that_starts_now_begins_the_next_time(text: str, start: str) -> None:
    line = read(text)
    assert (line.start, line.asks) == (datetime.fromisoformat(start), ())
    assert line.title in ("Closing meeting", "Lagmøte", "Kaiforum")
