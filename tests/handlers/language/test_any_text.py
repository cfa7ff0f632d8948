"""Whatever somebody writes is read quickly and without error; what is folded is so for good, and no word is lost."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.chat import mistyped_verbs, verbs
from handlers.language import TopicClassifier, classify_smalltalk, detect_language, is_thanks
from handlers.language.bot_question_patterns import classify_bot_question
from handlers.language.compounds import split_compound
from handlers.language.features import extract_features
from handlers.language.glossary import list_concepts
from handlers.language.index_terms import compute_char_ngrams, compute_impacts
from handlers.language.lexicon import _load_lexicon_lines
from handlers.language.marks import extract_marks
from handlers.language.nynorsk import WORDS, fold_nynorsk
from handlers.language.search_queries import build_search_query
from handlers.language.spelling import is_probable_misspelling
from handlers.language.text_analysis import (
    analyse_text,
    analyse_token,
    recall_token,
    restore_norwegian_letters,
    split_tokens,
    stem_word,
)
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
def classifier() -> TopicClassifier:
    known = TopicClassifier()
    known.train_model(TOPICS)
    return known


def looked_up(text: str) -> None:
    """What a search does before it asks the database."""
    words = analyse_text(text, detect_language(text))
    query = build_search_query(words)
    query.set_index_counts(10, dict.fromkeys(query.terms, 1))
    query.compute_term_weights()
    query.compute_share(query.terms.keys())
    query.list_unknown_words()


def kept(text: str) -> None:
    """What is done to whatever is put into the index."""
    words = analyse_text(text, detect_language(text))
    compute_impacts([(words, 1.0)])
    compute_char_ngrams(words)
    extract_marks(text)
    list_concepts(words)


LOOKS: tuple[Callable[[str], object], ...] = (
    classify_smalltalk, is_thanks, classify_bot_question, verbs.parse_command,
    detect_language, analyse_text, extract_features, looked_up, kept,
    lambda text: mistyped_verbs.find_similar_verb(text, "nb"), lambda text: classifier().guess_topics(text),
)  # fmt: skip


def seconds(look: Callable[[str], object], text: str) -> float:
    """Without what is remembered of words; the better of two, since memory is cleared now and then."""
    spent = []
    for _ in range(2):
        recall_token.cache_clear()
        detect_language.cache_clear()
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
    assert split_tokens(composed) == split_tokens(decomposed)
    assert classify_smalltalk(composed) == classify_smalltalk(decomposed)


@given(WORDS_TYPED)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_word_is_never_lost_and_its_parts_are_words(word: str) -> None:
    for token in split_tokens(word):
        known = analyse_token(token)
        assert known.stem
        assert 0.15 <= known.weight <= 1.0
        assert all(known.parts)
        assert len(split_compound(token)) != 1
        assert fold_nynorsk(restore_norwegian_letters(token))
        assert is_probable_misspelling(token, token) is (len(token) >= 5)


def test_what_is_folded_or_stemmed_once_is_so_for_good() -> None:
    lexicon = [
        entry.partition(":") for line in _load_lexicon_lines() for entry in line.decode().split() if ":" in entry
    ]
    norwegian = [*(word for word, _, steps in lexicon if steps[0] != "A"), *WORDS]
    assert len(norwegian) > 40_000
    assert [
        word for word in norwegian if fold_nynorsk(fold_nynorsk(word)) != fold_nynorsk(word) or not fold_nynorsk(word)
    ] == []
    assert [
        word
        for word in norwegian
        if restore_norwegian_letters(restore_norwegian_letters(word)) != restore_norwegian_letters(word)
    ] == []
    assert [word for word in norwegian if stem_word(stem_word(word)) != stem_word(word) or not stem_word(word)] == []
    assert [word for word, _, _ in lexicon if not stem_word(word, english=True)] == []
