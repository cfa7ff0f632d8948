"""What the bot is measured by is not what it was taught: no set holds an example, or one with a word or two changed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pytest

from handlers.language.bot_request_examples import list_request_examples
from handlers.language.lexicon import load_default_topics, load_glossary_terms
from handlers.language.text_analysis import analyse_text
from handlers.language.training_data import load_examples
from tests.evaluation.duplicates import halves
from tests.evaluation.sets import (
    BOT_REQUESTS,
    FIELDS,
    LANGUAGES,
    QUESTIONS,
    SEARCHES,
    SMALLTALK,
    SUGGESTIONS,
    rows,
    topic_examples,
)

#: the share of telling words in common from which two texts are the same question
SAME = 0.7
#: questions with fewer telling words are the same only when all of these are
FEW = 4


class Known:
    """Texts that are known, by their telling words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = {plain(text): said(text) for text in texts}
        self._holding: dict[str, list[str]] = defaultdict(list)
        for text, words in self._texts.items():
            for word in words:
                self._holding[word].append(text)

    def __contains__(self, text: str) -> bool:
        return plain(text) in self._texts

    def near(self, text: str) -> list[str]:
        """Those that say the same or nearly the same, in whatever order."""
        asked = said(text)
        shared = Counter(other for word in asked for other in self._holding[word])
        return [other for other, common in shared.items() if self._alike(asked, self._texts[other], common)]

    def _alike(self, asked: frozenset[str], other: frozenset[str], common: int) -> bool:
        return common / len(asked | other) >= (SAME if min(len(asked), len(other)) >= FEW else 1.0)


def said(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in analyse_text(text) if not word.stop)


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower())) or text


def taught() -> Iterator[str]:
    yield from (text for text, _ in load_examples())
    yield from (str(row["text"]) for row in topic_examples())


def records() -> Iterator[str]:
    return (
        record[field] for library in (SEARCHES | SUGGESTIONS).values() for record in rows(library) for field in FIELDS
    )


@pytest.fixture(scope="module")
def known() -> Known:
    return Known([*taught(), *records()])


@pytest.mark.parametrize("name", [*QUESTIONS, *SEARCHES, *SUGGESTIONS])
def test_no_text_of_a_set_is_an_example_or_a_record_in_the_same_or_nearly_the_same_words(
    name: str, known: Known
) -> None:
    assert {row["text"]: known.near(row["text"]) for row in rows(name) if known.near(row["text"])} == {}
    assert [row["text"] for row in rows(name) if row["text"] in known] == []


@pytest.mark.parametrize("name", SMALLTALK)
def test_no_small_talk_is_an_example(name: str, known: Known) -> None:
    """Of its words nearly all say nothing, so that only whole texts can be compared."""
    assert [row["text"] for row in rows(name) if row["text"] in known] == []


def test_an_example_is_known_with_a_word_changed_and_in_another_order(known: Known) -> None:
    (example, _), *_ = load_examples()
    assert example.upper() in known
    assert "Noe ganske annet om frosne rør i dusjen" not in known
    assert known.near("Er det noen som har klaget på avslag på 25 MW og vunnet til slutt?")
    assert not known.near("Er det noen som har klaget på støy fra vifta og vunnet?")


@pytest.mark.parametrize("name", BOT_REQUESTS[1:])
def test_no_request_is_an_example(name: str) -> None:
    """The first set had been read when the examples were written."""
    examples = {plain(text) for _, text in list_request_examples()}
    assert [row["id"] for row in rows(name) if plain(row["text"]) in examples] == []


def test_the_sets_and_the_examples_hold_no_text_twice() -> None:
    sets = [row["text"] for name in (*QUESTIONS, *SEARCHES, *SUGGESTIONS) for row in rows(name)]
    every = Counter(plain(text) for text in (*taught(), *sets))
    assert [text for text, count in every.items() if count > 1] == []


def test_every_topic_has_examples_of_its_own_in_every_language_and_some_about_two_topics() -> None:
    slugs = {topic["slug"] for topic in load_default_topics()}
    counts = Counter(of[0] for _, of in load_examples())
    assert set(counts) == slugs
    assert min(counts.values()) >= 160
    assert {slug for _, of in load_examples() for slug in of} == slugs
    assert {of[0] for _, of in load_examples() if len(of) > 1} == slugs


@pytest.mark.parametrize("name", ["held_questions", "later_questions", "exam_questions"])
def test_a_set_asks_of_every_topic_in_every_language(name: str) -> None:
    asked = {(row["topics"][0], row["lang"]) for row in rows(name)}
    assert asked == {(topic["slug"], language) for topic in load_default_topics() for language in LANGUAGES}


def test_every_entry_of_the_glossary_names_its_concept_in_bokmal_and_english() -> None:
    entries = load_glossary_terms()
    assert len(entries) >= 300
    assert all(entry["nb"] and entry["en"] for entry in entries)
    assert all(word == word.strip() and word for entry in entries for words in entry.values() for word in words)


@pytest.mark.parametrize(("name", "library"), SEARCHES.items())
def test_every_record_is_looked_for_and_every_search_looks_for_records_there_are(name: str, library: str) -> None:
    there = {row["id"] for row in rows(library)}
    assert {found for row in rows(name) for found in row["relevant"]} == there
    assert any(not row["relevant"] for row in rows(name))


@pytest.mark.parametrize(("name", "library"), SUGGESTIONS.items())
def test_half_of_the_questions_have_a_record_that_is_apt(name: str, library: str) -> None:
    there = {row["id"] for row in rows(library)}
    asked = [bool(row["relevant"]) for row in rows(name)]
    assert sum(asked) * 2 == len(asked) == 100
    assert {found for row in rows(name) for found in (*row["relevant"], *row.get("doubtful", ()))} <= there


def test_half_of_the_pairs_ask_the_same_and_the_other_half_only_look_alike(known: Known) -> None:
    pairs = rows("duplicates")
    assert Counter(pair["same"] for pair in pairs) == {True: 60, False: 60}
    assert min(Counter((pair["same"], pair["kind"]) for pair in pairs).values()) >= 6
    texts = [pair[side] for pair in pairs for side in ("a", "b")]
    assert [text for text, count in Counter(map(plain, texts)).items() if count > 1] == []
    assert {text: known.near(text) for text in texts if known.near(text)} == {}
    to_fit, to_measure = halves(pairs).values()
    assert len(to_fit) == len(to_measure) == 60
    assert not {pair["id"] for pair in to_fit} & {pair["id"] for pair in to_measure}
