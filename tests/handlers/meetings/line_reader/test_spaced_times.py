"""Days and times as they are typed on a phone: without signs, and as people say them."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.meetings.line_reader.spaced_times import spell_spaced_times
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("dampmøte 8 12 kl 10 i kantina", "2026-12-08T10:00", None),
        ("dampmøte 18 12 1130 i kantina", "2026-12-18T11:30", None),
        ("dampmøte tirsdag 15 12 klokka to i kantina", "2026-12-15T14:00", None),
        ("dampmøte 14 12 0800 til 1100 i kantina", "2026-12-14T08:00", "2026-12-14T11:00"),
        ("dampmøte 17 12 18 00 i kantina", "2026-12-17T18:00", None),
        ("dampmøte 8 desember 12 00 i kantina", "2026-12-08T12:00", None),
        ("dampmøte torsd kl 13 10 i kantina", "2026-12-03T13:10", None),
        ("dampmøte 10 12 kl 10 te 12 i kantina", "2026-12-10T10:00", "2026-12-10T12:00"),
        ("dampmøte 18 12 1130 te 1300 i kantina", "2026-12-18T11:30", "2026-12-18T13:00"),
        ("dampmøte 9des 9te11 i kantina", "2026-12-09T09:00", "2026-12-09T11:00"),
        ("innkall te dampmøte 9des kl 9 i kantina", "2026-12-09T09:00", None),
        ("dampmøte i måra kl 8 i kantina", "2026-12-03T08:00", None),
        ("steam meeting 2moro 8am in the canteen", "2026-12-03T08:00", None),
        ("steam meeting 1130 weds in the canteen", "2026-12-09T11:30", None),
        ("dampmøte i morgen 2145 i kantina", "2026-12-03T21:45", None),
        ("dampmøte torsdag ti desember klokka ni til seksten i kantina", "2026-12-10T09:00", "2026-12-10T16:00"),
        ("dampmøte mandag syv desember klokka ni i kantina", "2026-12-07T09:00", None),
        ("dampmøte fredag ellevte klokka ti i kantina", "2026-12-11T10:00", None),
        ("steam meeting december fifteenth eight am to noon in the canteen", "2026-12-15T08:00", "2026-12-15T12:00"),
        ("steam meeting Saturday December five at ten in the canteen", "2026-12-05T10:00", None),
    ],
)
def test_a_time_without_signs_is_read(text: str, start: str, end: str | None) -> None:
    line = read(text)
    assert (line.start, line.end) == (datetime.fromisoformat(start), end and datetime.fromisoformat(end))
    assert (line.place in ("kantina", "the canteen", "canteen"), line.asks) == (True, ())


@pytest.mark.parametrize(
    "text",
    [
        "sal 8 12 stoler kl 9",
        "rom 3 10 personer",
        "møte 2027 kl 10",
        "kl 13 10 personer",
        "2 4 6 8",
        "tank 7 9 kl 10",
        "fire til fem",
    ],
)
def test_figures_that_count_are_left_as_they_are(text: str) -> None:
    assert spell_spaced_times(text) == text
