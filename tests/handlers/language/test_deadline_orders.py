"""Lines that would move the deadline of a record are told from those that only name it."""

from __future__ import annotations

import pytest

from handlers.chat import verbs
from handlers.language.deadline_orders import DAYS, MONTHS, MOST_CHARACTERS, WEEKS, read_deadline_order


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("endre fristen på H-2 til 15. januar", "H-2", "15. januar"),
        ("Utsett H-2 til fredag!", "H-2", "fredag"),
        ("utsett H-2 til neste uke", "H-2", "neste uke"),
        ("postpone H-2 to Friday", "H-2", "Friday"),
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
        ("utsett H2 til fredag", "H2", "fredag"),
        ("endre fristen på h2 til 3. mars", "h2", "3. mars"),
        ("move the deadline of H2 to 15 January", "H2", "15 January"),
        ("the deadline for H-2 has been moved to 15 January", "H-2", "15 January"),
    ],
)
def test_a_line_that_moves_a_deadline_says_of_what_and_to_when(text: str, code: str, day: str) -> None:
    order = read_deadline_order(text)
    assert order is not None
    assert (order.code, order.day) == (code, day)
    assert verbs.parse_command(text) == ("asked", text)


@pytest.mark.parametrize(
    ("text", "code", "shift"),
    [
        ("utsett H-2 med to uker", "H-2", ("to", WEEKS, False)),
        ("utsett H-2 med en uke", "H-2", ("en", WEEKS, False)),
        ("utsett H-2 to uker", "H-2", ("to", WEEKS, False)),
        ("Utset fristen på H-2 to veker fram", "H-2", ("to", WEEKS, False)),
        ("extend H-2 two weeks", "H-2", ("two", WEEKS, False)),
        ("framskund H-2 ti dagar", "H-2", ("ti", DAYS, True)),
        ("utset H-2 med ein månad", "H-2", ("ein", MONTHS, False)),
        ("forleng svarfristen på r-4 med 10 dager", "r-4", ("10", DAYS, False)),
        ("extend R-4 by two weeks", "R-4", ("two", WEEKS, False)),
        ("framskund H-2 med ei veke", "H-2", ("ei", WEEKS, True)),
        ("gi H-2 to uker til", "H-2", ("to", WEEKS, False)),
        ("gi dem en uke ekstra på H2", "H2", ("en", WEEKS, False)),
        ("to veker til på H-2", "H-2", ("to", WEEKS, False)),
        ("to uker lenger frist på H-2", "H-2", ("to", WEEKS, False)),
        ("two more weeks for H-2", "H-2", ("two", WEEKS, False)),
        ("Can you give us another month on R-1?", "R-1", ("1", MONTHS, False)),
    ],
)
def test_a_line_says_how_far_a_deadline_is_moved(text: str, code: str, shift: tuple[str, str, bool]) -> None:
    assert read_deadline_order(text) == (code, "", shift)
    assert verbs.parse_command(text) == ("asked", text)


@pytest.mark.parametrize(
    "text",
    [
        "two weeks for H-2",
        "gi dem to uker til",
        "hvor mange dager til H-2?",
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
