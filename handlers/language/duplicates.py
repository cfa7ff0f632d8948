"""Estimate whether two questions ask the same, from common words and from what tells them apart.

Cosines of words and letter n-grams, the share of common words and text lengths were tried too. They added
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass

from handlers.language.glossary import list_concepts
from handlers.language.language_detection import detect_language
from handlers.language.lexicon import load_wordlist
from handlers.language.marks import extract_marks, has_differing_marks
from handlers.language.nynorsk import fold_nynorsk
from handlers.language.related_words import list_related_words
from handlers.language.spelling import is_probable_misspelling
from handlers.language.text_analysis import Word, analyse_text, is_known_word

#: similarity of other terms to a word: a part, a concept, a related word of everyday speech, a part of one
PART, CONCEPT, RELATED, PART_OF_RELATED = 0.5, 0.7, 0.8, 0.4
#: Maximum number of meaningful words compared. A question says what it asks for before it says why.
MOST_WORDS = 60
#: number of common whole words that count as many
MANY = 3.0
#: minimum share of common letters of two words that may be forms of one
KINDRED = 0.5
#: Weights of the fields of `TextComparison`, and the bias. They were fitted on half of the evaluation set.
WEIGHTS, BIAS = (3.3, 4.3, -1.9, -2.5), -4.4
#: minimum probability to offer one question in place of the other, and to let a reader judge
SURE, LIKELY = 0.9, 0.4
#: question type -> its words
ASKS = {name: load_wordlist(f"asks_{name}") for name in ("who", "how", "amount", "when", "why", "where", "whether")}


@dataclass(frozen=True)
class TextComparison:
    """Hold the figures of a comparison of two texts, each 0..1."""

    #: share of the shorter text that the longer one contains
    held: float
    #: amount of it in words, because few words may match by chance
    much: float
    #: 1 if the question types differ, as with who and when
    otherwise: float
    #: 1 if a word in one has its opposite in the other
    opposite: float


def compute_duplicate_probability(one: str, other: str) -> float:
    """Return 0..1; 0 if figures or places differ. It is a hint to a reader, and never acted upon."""
    if has_differing_marks(extract_marks(one), extract_marks(other)):
        return 0.0
    return compute_logistic_score(compare_texts(one, other), (*WEIGHTS, BIAS))


def compute_logistic_score(found: TextComparison, weights: Sequence[float]) -> float:
    """Return the logistic function of the weighed figures; the last weight is the bias."""
    return 1 / (1 + math.exp(-weights[-1] - sum(w * x for w, x in zip(weights, astuple(found), strict=False))))


def compare_texts(one: str, other: str) -> TextComparison:
    here, there = _read_compared_text(one), _read_compared_text(other)
    few, many = sorted((here, there), key=lambda text: len(text.words))
    said = sum(word.weight for word, _ in few.words)
    held = sum(word.weight * _compute_word_coverage(word, terms, many) for word, terms in few.words)
    return TextComparison(
        held=held / said if said else 0.0,
        much=min(1.0, held / MANY),
        otherwise=float(_has_other_question_word(here.plain, there.plain)),
        opposite=float(_has_opposite_words(here.plain, there.plain)),
    )


@dataclass(frozen=True)
class _ComparedText:
    #: meaningful words, each with its terms and their similarity
    words: Sequence[tuple[Word, Mapping[str, float]]]
    #: stems, parts and concepts
    terms: AbstractSet[str]
    #: all words, in bokmål spelling
    plain: AbstractSet[str]


def _read_compared_text(text: str) -> _ComparedText:
    words = analyse_text(text, detect_language(text))
    terms_by_word: list[dict[str, float]] = [{word.stem: 1.0} | dict.fromkeys(word.parts, PART) for word in words]
    for concept in list_concepts(words):
        for place in concept.places:
            terms_by_word[place].setdefault("=" + concept.name, CONCEPT * concept.weight)
    telling = [place for place, word in enumerate(words) if not word.stop][:MOST_WORDS]
    terms = {term for place in telling for term in terms_by_word[place]}
    for places, other, partly in list_related_words(words):
        for place in places:
            terms_by_word[place].setdefault(other, PART_OF_RELATED if partly else RELATED)
    return _ComparedText(
        [(words[p], terms_by_word[p]) for p in telling], terms, {fold_nynorsk(word.typed) for word in words}
    )


def _compute_word_coverage(word: Word, terms: Mapping[str, float], text: _ComparedText) -> float:
    """Return how far the text holds the word: by any of its terms, or by a similarly spelt word."""
    by_terms = (value for term, value in terms.items() if term in text.terms)
    pairs = _list_letter_pairs(word.stem)
    by_letters = (_compute_word_similarity(word, pairs, other) for other, _ in text.words)
    return max((*by_terms, *(value for value in by_letters if value >= KINDRED)), default=0.0)


def _compute_word_similarity(word: Word, pairs: AbstractSet[str], other: Word) -> float:
    """Return the similarity of two words; a misspelling (one slip apart, neither known) counts as equal."""
    if is_probable_misspelling(word.stem, other.stem) and not (
        is_known_word(word.typed) and is_known_word(other.typed)
    ):
        return 1.0
    return _compute_dice_coefficient(pairs, _list_letter_pairs(other.stem))


def _list_letter_pairs(stem: str) -> set[str]:
    padded = f"_{stem}_"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _compute_dice_coefficient(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _has_other_question_word(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    here, there = ({name for name, words in ASKS.items() if words & text} for text in (one, other))
    return bool(here and there and not here & there)


def _load_opposites() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pair in load_wordlist("opposites"):
        one, other = pair.split("=")
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


OPPOSITES = _load_opposites()


def _has_opposite_words(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    here, there = one - other, other - one
    return any(not there.isdisjoint(OPPOSITES.get(word, ())) for word in here)
