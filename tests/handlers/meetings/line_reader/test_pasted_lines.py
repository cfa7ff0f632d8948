"""Lines in parts, as calendars and mail give them, and what of other things stands beside the time."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("emne: Damp og kjøling / start 2026-12-04 10:00 / slutt 2026-12-04 11:30 / sted Kirkenes",
         "Damp og kjøling", "Kirkenes"),
        ("From their calendar: Steam group, starts 4/12/2026 10:00, ends 4/12/2026 11:30, Location: Kirkenes",
         "Steam group", "Kirkenes"),
        ("Tittel: Damp og kjøling; dag: 4.12.2026; tid: 10:00; varer: 90 min; stad: Teams", "Damp og kjøling", "Teams"),
    ],
)  # fmt: skip
def test_parts_between_signs_are_labelled_or_told_apart(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())
    assert line.start == datetime.fromisoformat("2026-12-04T10:00")
    assert line.end == datetime.fromisoformat("2026-12-04T11:30")


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("fredag kl. 10 på sandbana: turnering mellom bedriftene", "Turnering mellom bedriftene", "sandbana"),
        ("Fredag kl. 10 ved lenseboden, øvelse med naboene", "Øvelse med naboene", "lenseboden"),
        ("boat shed, Friday 10:00, spill drill pls schedule", "Spill drill", "boat shed"),
        ("Kindly call the members to a seminar on steam, Friday 10 am, Grand Hall", "Seminar on steam", "Grand Hall"),
        ("Pencil in the year-end review for Friday, 10 am, Room 2", "Year-end review", "Room 2"),
        ("Befaringsmøte nytt gjerde fredag 10.00 nordsida", "Befaringsmøte nytt gjerde", "nordsida"),
        ("møte om damp fredag kl 10, 20 min tlf", "Møte om damp", "tlf"),
    ],
)  # fmt: skip
def test_a_place_before_the_title_and_an_order_behind_it_are_seen(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place, line.asks) == (title, place, ())
    assert line.start == datetime.fromisoformat("2026-12-04T10:00")
    assert is_meeting_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "Trenger en gjennomgang av pumpa (havari 1/12), 4/12 kl 10",
        "Hei! Trenger en gjennomgang av pumpa 4. desember kl 10",
        "trenger et møte om pumpa asap, 4/12 kl 10",
        "møte om pumpa in two days' time kl 10",
    ],
)
def test_what_stands_beside_an_exact_time_makes_it_no_vaguer(text: str) -> None:
    line = read(text)
    assert line.start == datetime.fromisoformat("2026-12-04T10:00")
    assert "date" not in line.asked
    assert "time" not in line.asked


@pytest.mark.parametrize(
    ("text", "start", "rule", "count"),
    [
        ("Sett opp 6 stk driftsmøter, annenhver fredag fra 4/12 kl 10", "2026-12-04T10:00",
         "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", 6),
        ("driftsmøte annehver fredag kl 10 fra 4. desember", "2026-12-04T10:00",
         "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
        ("driftsmøte hver fredag fra 4. desembr kl 10", "2026-12-04T10:00", "FREQ=WEEKLY;BYDAY=FR", None),
        ("driftsmøte daily 7-11 December at 10", "2026-12-07T10:00", "FREQ=DAILY;UNTIL=20261211T235959", None),
        ("driftsmøte hver dag kl 10, sett det opp fra mandag", "2026-12-07T10:00", "FREQ=DAILY", None),
    ],
)  # fmt: skip
def test_a_series_is_counted_begun_and_ended_in_other_words(
    text: str, start: str, rule: str, count: int | None
) -> None:
    line = read(text)
    assert (line.start, str(line.rule), line.count) == (datetime.fromisoformat(start), rule, count)


def test_an_hour_in_words_may_end_a_sentence() -> None:
    assert read("øvelse fredag kl 10, varer til tolv. Oppmøte i porten").end == datetime.fromisoformat(
        "2026-12-04T12:00"
    )
