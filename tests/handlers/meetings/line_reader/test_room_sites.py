"""Where a room is: the name of a site before it, and what somebody says to have booked."""

from __future__ import annotations

import pytest

from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        (
            "10/12 10:00 to 12:00 Board meeting, Demo Science Park, room 2",
            "Board meeting",
            "Demo Science Park, room 2",
        ),
        ("15.12.2026 10:00-12:00 Prøve Prosessverk, sal 1: Støymåling", "Støymåling", "Prøve Prosessverk, sal 1"),
        ("15.12.2026 10:00-12:00 Eksempel Industripark, sal 2", "", "Eksempel Industripark, sal 2"),
        ("Ny Park, rom 2, 15.12.2026 kl 10", "Ny Park", "rom 2"),
    ],
)
def test_a_site_before_a_room_is_part_of_the_place(text: str, title: str, place: str) -> None:
    line = read(text)
    assert (line.title, line.place) == (title, place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("verkstad om data 15. desember kl 9, og eg har reservert møterom Fossen", "møterom Fossen"),
        ("planning session on 15 December at nine, and we can use the big meeting room", "the big meeting room"),
    ],
)
def test_the_room_that_somebody_has_booked_is_the_place(text: str, place: str) -> None:
    assert read(text).place == place
