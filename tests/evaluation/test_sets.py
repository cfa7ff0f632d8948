"""What the bot is measured by is not what it was taught: no set holds an example, or one with a word or two changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from handlers.understanding.learning import examples
from handlers.understanding.lexicon import terms, topics
from handlers.understanding.words import read
from tests.evaluation.duplicates import halves
from tests.evaluation.measures import rows, topic_examples

SETS = ("questions", "plain_questions", "fresh_questions", "held_questions", "later_questions", "exam_questions")
#: the share of telling words in common from which two texts are the same question
SAME = 0.7
#: questions with fewer telling words are the same only when all of these are
FEW = 4


def taught() -> Iterator[str]:
    yield from (text for text, _ in examples())
    yield from (str(row["text"]) for row in topic_examples())


def said(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in read(text) if not word.stop)


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("name", SETS)
def test_no_question_of_a_set_is_taught_in_the_same_or_nearly_the_same_words(name: str) -> None:
    known = {plain(text): said(text) for text in taught()}
    for row in rows(name):
        asked = said(row["text"])
        assert plain(row["text"]) not in known
        for text, words in known.items():
            common = len(asked & words) / max(1, len(asked | words))
            assert common < (SAME if min(len(asked), len(words)) >= FEW else 1.0), (row["text"], text)


def test_the_sets_and_the_examples_hold_no_question_twice() -> None:
    every = [plain(text) for text in taught()] + [plain(row["text"]) for name in SETS for row in rows(name)]
    assert [text for text, count in Counter(every).items() if count > 1] == []


def test_every_topic_has_examples_of_its_own_in_every_language_and_some_about_two_topics() -> None:
    slugs = {topic["slug"] for topic in topics()}
    counts = Counter(of[0] for _, of in examples())
    assert set(counts) == slugs
    assert min(counts.values()) >= 160
    assert {slug for _, of in examples() for slug in of} == slugs
    assert {of[0] for _, of in examples() if len(of) > 1} == slugs


@pytest.mark.parametrize("name", ["held_questions", "later_questions", "exam_questions"])
def test_a_set_asks_of_every_topic_in_every_language(name: str) -> None:
    asked = {(row["topics"][0], row["lang"]) for row in rows(name)}
    assert asked == {(topic["slug"], language) for topic in topics() for language in ("nb", "nn", "en")}


def test_every_entry_of_the_glossary_names_its_concept_in_bokmal_and_english() -> None:
    entries = terms()
    assert len(entries) >= 300
    assert all(entry["nb"] and entry["en"] for entry in entries)
    assert all(word == word.strip() and word for entry in entries for words in entry.values() for word in words)


@pytest.mark.parametrize(
    ("library", "name"), [("library", "searches"), ("park_library", "park_searches"), ("exam_library", "exam_searches")]
)
def test_every_record_is_looked_for_and_every_search_looks_for_records_there_are(library: str, name: str) -> None:
    there = {row["id"] for row in rows(library)}
    assert {found for row in rows(name) for found in row["relevant"]} == there
    assert any(not row["relevant"] for row in rows(name))


def test_half_of_the_pairs_ask_the_same_and_the_other_half_only_look_alike() -> None:
    pairs = rows("duplicates")
    assert Counter(pair["same"] for pair in pairs) == {True: 60, False: 60}
    assert min(Counter((pair["same"], pair["kind"]) for pair in pairs).values()) >= 6
    texts = [plain(pair[side]) for pair in pairs for side in ("a", "b")]
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert set(texts).isdisjoint(plain(text) for text in taught())
    to_fit, to_measure = halves(pairs)
    assert len(to_fit) == len(to_measure) == 60
    assert not {pair["id"] for pair in to_fit} & {pair["id"] for pair in to_measure}
