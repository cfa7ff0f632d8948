"""The title that is proposed: what was done, as a whole phrase; nothing where no sentence says it."""

from __future__ import annotations

import pytest

from handlers.library.solutions.forms import TITLE
from handlers.library.solutions.title_proposal import propose_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Ja! Vi byttet til frekvensstyrte vifter i 2024. Det sparte 6 %.",
            "Vi byttet til frekvensstyrte vifter i 2024",
        ),
        ("Hei. Har dere prøvd filter?\nVi satte inn et grovfilter.", "Vi satte inn et grovfilter"),
        ("- **Felles** innkjøp av [brannvann](https://example.org)\n- Avtale", "Felles innkjøp av brannvann"),
        ("so we moved the meter to the neighbour", "We moved the meter to the neighbour"),
    ],
)
def test_it_is_the_first_sentence_that_tells_what_was_done(text: str, title: str) -> None:
    assert propose_title(text) == title


def test_a_long_sentence_is_cut_where_a_phrase_ends_and_never_inside_a_word() -> None:
    text = "Me sette inn eit grovfilter framfor pumpa, og begroinga vart borte etter to månader med drift på låg last."
    assert propose_title(text) == "Me sette inn eit grovfilter framfor pumpa"
    assert len(propose_title(text)) <= TITLE
    assert propose_title("ord " * 40) == ""


@pytest.mark.parametrize("text", ["", "Vet ikke", "Hva med nabo?", "x" * 500, "\n\n", "..."])
def test_where_no_sentence_says_it_nothing_is_proposed(text: str) -> None:
    assert propose_title(text) == ""
