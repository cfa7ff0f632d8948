"""The lexicon knows how common words are, and which word a spelling without æ, ø and å stands for."""

from __future__ import annotations

import gzip
from collections import Counter

import pytest

from handlers.language.lexicon import (
    FOLDER,
    LINES,
    TRADE,
    compute_lexicon_line,
    find_norwegian_spelling,
    get_norwegian_frequency,
    get_word_frequencies,
    load_trade_words,
    load_wordlist,
)


def test_a_word_has_a_frequency_in_each_language_that_knows_it() -> None:
    norwegian, english = get_word_frequencies("for")
    assert norwegian > 6 < english
    assert get_word_frequencies("kjeldearkiv") == (0.0, 0.0)
    assert get_word_frequencies("ikke")[1] == get_word_frequencies("although")[0] == 0.0
    assert (
        get_norwegian_frequency("ikke")
        > get_norwegian_frequency("kraft")
        > get_norwegian_frequency("kraftverk")
        > get_norwegian_frequency("kraftverkkk")
        == 0.0
    )


def test_words_of_the_trade_are_known_though_no_list_has_them() -> None:
    assert "elektrolysør" in load_trade_words()
    assert get_norwegian_frequency("elektrolysør") == TRADE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("losning", "løsning"),
        ("loesning", "løsning"),
        ("kjaerlighet", "kjærlighet"),
        ("elektrolysor", "elektrolysør"),
        ("elektrolysoer", "elektrolysør"),
        ("løsning", ""),
        ("kraft", ""),
    ],
)
def test_a_spelling_without_norwegian_letters_stands_for_its_word(typed: str, meant: str) -> None:
    assert find_norwegian_spelling(typed) == meant


def test_every_entry_is_in_the_line_that_is_looked_in() -> None:
    lines = gzip.decompress((FOLDER / "lexicon.txt.gz").read_bytes()).split(b"\n")
    assert len(lines) == LINES
    for number, line in enumerate(lines):
        assert {compute_lexicon_line(entry.partition(b">")[0].partition(b":")[0]) for entry in line.split()} <= {number}


@pytest.mark.parametrize("name", ["irregular", "nynorsk_words", "nynorsk_parts"])
def test_a_form_leads_back_to_one_word(name: str) -> None:
    """Else it would depend on chance to which."""
    forms = Counter(pair.partition("=")[0] for pair in load_wordlist(name))
    assert [form for form, times in forms.items() if times > 1] == []
