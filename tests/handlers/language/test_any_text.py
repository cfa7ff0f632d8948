"""Whatever somebody writes is read quickly and without error; what is folded is so for good, and no word is lost."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.chat import verbs
from handlers.language import Mind, is_smalltalk, is_thanks, language_of
from handlers.language.answerable import answerable
from handlers.language.compounds import split
from handlers.language.features import features
from handlers.language.glossary import concepts
from handlers.language.lexicon import _lines
from handlers.language.marks import marks
from handlers.language.nynorsk import WORDS, fold
from handlers.language.queries import understood
from handlers.language.spelling import alike
from handlers.language.terms import grams, impacts
from handlers.language.words import analyse, read, restored, stem, tokens
from tests.handlers.language.test_routing import TOPICS

#: seconds of the processor that any of them may take, whatever the text
QUICK = 0.05
PIECES = (
    "nett", "Nettkapasitet", "hva", "er", "møtet", "takk", "Hei", "hei Kari", "æøå", "loesning", "stoeyskjerm", "-",
    "--", "'; DROP TABLE questions; --", 'NEAR(a b) AND "x*', "title:nett OR", "%_\\", "a\u0301", "\u0301", "\u200b",
    "\u00ad", "\u202e", "\ufe0f", "🎉", "👩‍👩‍👧", "مرحبا", "当前情况", "Здравствуйте", "Dzień dobry", "kolejność",
    "ąčęėįšųūž", "ﬁ", "İ", "ß", "ǅ", "١٢٣", "²", "18 MW", "1 200", "https://example.test/a?b=c", "a@b.no", "\n", "\t",
    "\x00", "?", "!", ".", "aaaa", "sdfsdf",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)
WORDS_TYPED = st.text(st.characters(categories=("Ll", "Lu", "Nd")), min_size=1, max_size=60)


@cache
def mind() -> Mind:
    known = Mind()
    known.learn(TOPICS)
    return known


def looked_up(text: str) -> None:
    """What a search does before it asks the database."""
    words = read(text, language_of(text))
    query = understood(words)
    query.know(10, dict.fromkeys(query.terms, 1))
    query.weights()
    query.share(query.terms.keys())
    query.unknown()


def kept(text: str) -> None:
    """What is done to whatever is put into the index."""
    words = read(text, language_of(text))
    impacts([(words, 1.0)])
    grams(words)
    marks(text)
    concepts(words)


LOOKS: tuple[Callable[[str], object], ...] = (
    is_smalltalk, is_thanks, answerable, verbs.parse, verbs.near, language_of, read, features, looked_up, kept,
    lambda text: mind().guess(text),
)  # fmt: skip


def seconds(look: Callable[[str], object], text: str) -> float:
    """Without what is remembered of words; the better of two, since memory is cleared now and then."""
    spent = []
    for _ in range(2):
        analyse.cache_clear()
        language_of.cache_clear()
        began = time.thread_time()
        look(text)
        spent.append(time.thread_time() - began)
    return min(spent)


@given(TEXTS)
@example("")
@example("x")
@example("\ud83d")
@settings(max_examples=150, deadline=None, derandomize=True)
def test_every_text_is_looked_at_without_error_and_quickly(text: str) -> None:
    for look in LOOKS:
        assert seconds(look, text) < QUICK, look


@pytest.mark.parametrize(
    "unit",
    [
        *PIECES,
        "hva koster det ",
        "nettkapasitetsutbyggingsplan ",
        "a-",
        "a ",
        "1,",
        "a@",
        "e\u0301",
        "\u0301",
        "Hei Aa i ",
    ],
)
def test_long_texts_take_no_longer_than_their_length(unit: str) -> None:
    long, longer = ((unit * n)[:n] for n in (10_000, 40_000))
    for look in LOOKS:
        assert seconds(look, long) < QUICK, look
        assert seconds(look, longer) < QUICK, look


@given(TEXTS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_one_form_of_unicode_is_as_good_as_another(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert tokens(composed) == tokens(decomposed)
    assert is_smalltalk(composed) == is_smalltalk(decomposed)


@given(WORDS_TYPED)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_word_is_never_lost_and_its_parts_are_words(word: str) -> None:
    for token in tokens(word):
        known = analyse(token)
        assert known.stem
        assert 0.15 <= known.weight <= 1.0
        assert all(known.parts)
        assert len(split(token)) != 1
        assert fold(restored(token))
        assert alike(token, token) is (len(token) >= 5)


def test_what_is_folded_or_stemmed_once_is_so_for_good() -> None:
    lexicon = [entry.partition(":") for line in _lines() for entry in line.decode().split() if ":" in entry]
    norwegian = [*(word for word, _, steps in lexicon if steps[0] != "A"), *WORDS]
    assert len(norwegian) > 40_000
    assert [word for word in norwegian if fold(fold(word)) != fold(word) or not fold(word)] == []
    assert [word for word in norwegian if restored(restored(word)) != restored(word)] == []
    assert [word for word in norwegian if stem(stem(word)) != stem(word) or not stem(word)] == []
    assert [word for word, _, _ in lexicon if not stem(word, english=True)] == []
