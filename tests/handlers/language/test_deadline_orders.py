"""Lines that would move the deadline of a record are told from those that only name it."""

from __future__ import annotations

import pytest

from handlers.chat import verbs
from handlers.language.deadline_orders import MOST_CHARACTERS, read_deadline_order


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("endre fristen på H-2 til 15. januar", "H-2", "15. januar"),
        ("Utsett H-2 til fredag!", "H-2", "fredag"),
        ("Kan du flytte fristen for S-3 til 1. februar?", "S-3", "1. februar"),
        ("vi må utsette fristen på R-1 til 3. mars", "R-1", "3. mars"),
        ("forleng svarfristen på r-4 med to uker", "r-4", ""),
        ("sett ny frist for S-3: 15. januar", "S-3", "15. januar"),
        ("gi H-2 ny frist 15. januar", "H-2", "15. januar"),
        ("H-2: ny frist 15. januar", "H-2", "15. januar"),
        ("ny frist på H-2 er 15. januar", "H-2", "15. januar"),
        ("fristen for H-2 er utsatt til 15. januar", "H-2", "15. januar"),
        ("endre fristen på H-2", "H-2", ""),
        ("utset fristen for høyringa H-2 til måndag", "H-2", "måndag"),
        ("me lyt utsetja H-2 til måndag", "H-2", "måndag"),
        ("endra fristen på H - 2 til 31. februar", "H - 2", "31. februar"),
        ("move the deadline of H-2 to 15 January", "H-2", "15 January"),
        ("please change H-2's deadline to 15 January", "H-2", "15 January"),
        ("please extend the deadline for R-1 until 3 March", "R-1", "3 March"),
        ("extend R-4 by two weeks", "R-4", ""),
        ("the deadline for H-2 has been moved to 15 January", "H-2", "15 January"),
    ],
)
def test_a_line_that_moves_a_deadline_says_of_what_and_to_when(text: str, code: str, day: str) -> None:
    assert read_deadline_order(text) == (code, day)
    assert verbs.parse_command(text) == ("asked", text)


@pytest.mark.parametrize(
    "text",
    [
        "hva er fristen på H-2?",
        "hvorfor er fristen på H-2 utsatt til mars?",
        "Kan noen utsette fristen på H-2?",
        "er fristen på H-2 flyttet til 15. januar?",
        "endre H-2 til 15. januar",
        "lukk H-2",
        "utsett H-2",
        "endre fristen til fredag",
        "flytt møtet til fredag",
        "endre fristen på H-2 og H-3 til fredag",
        f"endre fristen på H-2 til {'fredag ' * MOST_CHARACTERS}",
    ],
)
def test_every_other_line_moves_nothing(text: str) -> None:
    assert read_deadline_order(text) is None
