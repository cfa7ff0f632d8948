"""A kind of record after “new” or “make” begins one, in three languages; with more words it is a line as before."""

from __future__ import annotations

import pytest

from handlers.chat.verbs import parse_command


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ny sak", "issue"),
        ("lag en sak", "issue"),
        ("Opprett sak", "issue"),
        ("create an issue", "issue"),
        ("ny høring", "consultation"),
        ("lag ei ny høyring", "consultation"),
        ("Registrer en høring", "consultation"),
        ("ny løsning.", "solution"),
        ("lag innspillsrunde", "input"),
    ],
)
def test_an_order_to_make_a_record_begins_one(line: str, name: str) -> None:
    assert parse_command(line) == (name, "ny")


@pytest.mark.parametrize(
    "line", ["en sak", "sak", "ny sak om nett", "lag en sak av dette i dag", "ny høring?", "ny pumpe", "lag ei liste"]
)
def test_other_lines_are_read_as_before(line: str) -> None:
    assert parse_command(line) != ("issue", "ny")
    assert parse_command(line)[1] != "ny"


@pytest.mark.parametrize("opening", ["ny løsning", "Ny løysing", "new solution", "lag ei ny løysing"])
def test_a_solution_is_told_behind_a_colon_at_any_length(opening: str) -> None:
    told = "vi sette filter på ventilasjonen.\n\nDet " + "kosta mindre enn vi trudde, og " * 8 + "støvet forsvann"
    assert parse_command(f"{opening}: {told}") == ("solution", f"ny {told}")


def test_a_solution_without_a_colon_is_looked_up_as_before() -> None:
    assert parse_command("ny løysing på støv")[1] == "ny løysing på støv"
