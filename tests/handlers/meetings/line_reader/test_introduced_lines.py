"""Lines that begin with who speaks, who wishes or what they follow, and hours and figures that may mean two things."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader import is_meeting_order, may_order_meeting
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "start"),
    [
        ("Jf. avtale i går: møte om damp fredag kl. 10.15", "Møte om damp", "2026-12-04T10:15"),
        ("viser til telefon, som avtalt: møte om damp fredag kl 10", "Møte om damp", "2026-12-04T10:00"),
        ("Styret ønsker et kort møte om damp fredag kl 10", "Kort møte om damp", "2026-12-04T10:00"),
        ("The board wants a meeting about steam on Friday at 10am", "Meeting about steam", "2026-12-04T10:00"),
        ("hei det er Liv fra Norva, jeg skulle hatt et møte om damp fredag kl 10", "Møte om damp", "2026-12-04T10:00"),
        ("kan du reservere fredag 4.12. kl 10 til seminar om damp", "Seminar om damp", "2026-12-04T10:00"),
        ("hugs planmøte fredag klokka ti", "Planmøte", "2026-12-04T10:00"),
        ("Årsmøtet vårt er fastsett til fredag 4. desember kl 10", "Årsmøtet vårt", "2026-12-04T10:00"),
    ],
)
def test_what_only_leads_to_the_meeting_is_not_its_title(text: str, title: str, start: str) -> None:
    line = read(text)
    assert is_meeting_order(text)
    assert (line.title, line.start, line.asks) == (title, datetime.fromisoformat(start), ())


@pytest.mark.parametrize("place", ["lager øst", "kontrollbygget 2. høgda"])
def test_the_last_part_between_dashes_is_the_place(place: str) -> None:
    line = read(f"løftemøte kran 2 - fre 11/12 - 0915 - {place}")
    assert (line.title, line.place, line.asks) == ("Løftemøte kran 2", place, ())


@pytest.mark.parametrize(
    "text",
    [
        "Dinner with the minister, Fri 11 Dec, 7.30, Grand Hotel",
        "Middag med styret fredag 8.30",
        "Reception Fri 11 Dec, 7 for 7.30, Grand Hotel",
    ],
)
def test_an_evening_at_an_hour_of_the_morning_is_asked_about(text: str) -> None:
    line = read(text)
    assert (line.start, "time" in line.asked) == (None, True)


def test_an_evening_whose_half_of_the_day_is_said_is_not_asked_about() -> None:
    assert read("Dinner with the minister Fri 11 Dec 7.30pm").start == datetime.fromisoformat("2026-12-11T19:30")
    assert read("Middag med styret fredag kl 19.30").start == datetime.fromisoformat("2026-12-04T19:30")


def test_a_figure_behind_the_day_may_be_the_hour() -> None:
    line = read("møte 13.1 13 opplæring i kran")
    assert (line.title, line.start, line.asked) == ("Opplæring i kran", None, ("time",))


@pytest.mark.parametrize("text", ["the meeting of pipes, change of hour to 16", "støymøtet får ny tid, 16"])
def test_another_time_of_a_meeting_there_is_goes_to_nobody_unasked(text: str) -> None:
    assert not is_meeting_order(text)
    assert may_order_meeting(text)
