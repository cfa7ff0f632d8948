"""Lines typed in haste: lengths before the kind, abbreviations, no Norwegian letters, and who is invited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.meetings.line_reader import is_meeting_order
from tests.handlers.meetings.line_reader.test_spoken_lines import read


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("1 times møte", 60), ("en times møte", 60), ("2 times styremøte", 120), ("to timers møte", 120),
        ("eit to timars møte", 120), ("90 minutters møte", 90), ("halvtimes møte", 30), ("a two hour meeting", 120),
    ],
)  # fmt: skip
def test_a_length_before_the_kind_is_no_title(said: str, minutes: int) -> None:
    line = read(f"{said} om damp fredag kl 10")
    assert line.title in ("Møte om damp", "Styremøte om damp", "Meeting om damp")
    assert line.start is not None
    assert line.end is not None
    assert line.end - line.start == timedelta(minutes=minutes)


@pytest.mark.parametrize("way", ["videomøte", "telefonmøte", "videokonferanse", "video call", "phone call"])
def test_how_one_meets_at_the_end_is_no_title(way: str) -> None:
    assert read(f"Møte med NVE fredag kl 10-11, {way}").title == "Møte med NVE"
    assert read("Telefonmøte med NVE fredag kl 10").title == "Telefonmøte med NVE"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Inviter alle parklederne til samling om nett fredag kl 10", "Samling om nett"),
        ("inviter driftsgruppa til befaring fredag kl 10", "Befaring"),
        ("Inviter naboene til frokost om støy fredag kl 10", "Frokost om støy"),
        ("møte om lærlinger fredag fmd kl 10", "Møte om lærlinger"),
        ("Bestill mote om truck fredag kl 10", "Møte om truck"),
    ],
)
def test_what_leads_to_the_subject_is_no_title(text: str, title: str) -> None:
    line = read(text)
    assert (line.title, line.asks) == (title, ())
    assert line.start is not None
    assert f"{line.start:%d.%m %H:%M}" == "04.12 10:00"
    assert is_meeting_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "Beredskapsøvinga 4/12 blir kl 10, ikkje kl 9, berre så de veit det",
        "Styremøtet 9/12 starter kl 10, ikke 9",
        "The board meeting on Friday is at 10, not at 9",
    ],
)
def test_another_time_of_a_meeting_orders_none(text: str) -> None:
    assert not is_meeting_order(text)
