"""Whether two questions ask the same: what they have in common, what tells them apart, and what that comes to.

Cosines of words and of letter sequences, the share of words in common and the texts' lengths were weighed beside these
four, and added nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass

from handlers.language.glossary import concepts
from handlers.language.languages import language_of
from handlers.language.lexicon import wordlist
from handlers.language.marks import differ, marks
from handlers.language.nynorsk import fold
from handlers.language.relatives import relatives
from handlers.language.spelling import alike
from handlers.language.words import Word, exists, read

#: how far other terms stand for a word: a part of it, a concept, a word of everyday speech, a part of such a word
PART, CONCEPT, RELATED, PART_OF_RELATED = 0.5, 0.7, 0.8, 0.4
#: telling words that are compared: a question says what it asks for before it tells why
LONGEST = 60
#: how many whole words in common are many
MANY = 3.0
#: how much of their letters two words have in common that may be forms of one
KINDRED = 0.5
#: what each of `Compared` weighs, in its order, and what they must exceed: fitted on one half of the evaluation set
WEIGHTS, BIAS = (3.3, 4.3, -1.9, -2.5), -4.4
#: how alike two questions are of which one is offered in place of the other, and of which a reader may judge
SURE, LIKELY = 0.9, 0.4
#: what is asked for -> the words that say so
ASKS = {name: wordlist(f"asks_{name}") for name in ("who", "how", "amount", "when", "why", "where", "whether")}


@dataclass(frozen=True)
class Compared:
    """Two texts, each figure 0..1."""

    #: how much of what the shorter one says the longer one says too
    held: float
    #: how much that is in words: few words may be alike by chance
    much: float
    #: one asks who and the other when
    otherwise: float
    #: a word in one has its opposite in the other
    opposite: float


def likeness(one: str, other: str) -> float:
    """0..1; nothing where other figures or places are named. It is a hint to a reader, and never acted upon."""
    if differ(marks(one), marks(other)):
        return 0.0
    return weighed(compared(one, other), (*WEIGHTS, BIAS))


def weighed(found: Compared, weights: Sequence[float]) -> float:
    """The logistic function of the weighed figures; the last weight is the bias."""
    return 1 / (1 + math.exp(-weights[-1] - sum(w * x for w, x in zip(weights, astuple(found), strict=False))))


def compared(one: str, other: str) -> Compared:
    here, there = _read(one), _read(other)
    few, many = sorted((here, there), key=lambda text: len(text.words))
    said = sum(word.weight for word, _ in few.words)
    held = sum(word.weight * _held(word, standing, many) for word, standing in few.words)
    return Compared(
        held=held / said if said else 0.0,
        much=min(1.0, held / MANY),
        otherwise=float(_asks_otherwise(here.plain, there.plain)),
        opposite=float(_opposite(here.plain, there.plain)),
    )


@dataclass(frozen=True)
class _Text:
    #: those that say something, each with the terms that stand for it and how far they do
    words: Sequence[tuple[Word, Mapping[str, float]]]
    #: stems, parts and concepts
    terms: AbstractSet[str]
    #: every word, in bokmål's spelling
    plain: AbstractSet[str]


def _read(text: str) -> _Text:
    words = read(text, language_of(text))
    standing: list[dict[str, float]] = [{word.stem: 1.0} | dict.fromkeys(word.parts, PART) for word in words]
    for concept in concepts(words):
        for place in concept.places:
            standing[place].setdefault("=" + concept.name, CONCEPT * concept.weight)
    telling = [place for place, word in enumerate(words) if not word.stop][:LONGEST]
    terms = {term for place in telling for term in standing[place]}
    for places, other, partly in relatives(words):
        for place in places:
            standing[place].setdefault(other, PART_OF_RELATED if partly else RELATED)
    return _Text([(words[p], standing[p]) for p in telling], terms, {fold(word.typed) for word in words})


def _held(word: Word, standing: Mapping[str, float], text: _Text) -> float:
    """How much of the word the text says: by any of its terms, or by a word with much the same letters."""
    by_terms = (value for term, value in standing.items() if term in text.terms)
    pairs = _pairs(word.stem)
    by_letters = (_likeness_of(word, pairs, other) for other, _ in text.words)
    return max((*by_terms, *(value for value in by_letters if value >= KINDRED)), default=0.0)


def _likeness_of(word: Word, pairs: AbstractSet[str], other: Word) -> float:
    """One of two that are a slip apart, and that nobody knows, is a misspelling."""
    if alike(word.stem, other.stem) and not (exists(word.typed) and exists(other.typed)):
        return 1.0
    return _dice(pairs, _pairs(other.stem))


def _pairs(stem: str) -> set[str]:
    padded = f"_{stem}_"
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def _dice(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _asks_otherwise(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    here, there = ({name for name, words in ASKS.items() if words & text} for text in (one, other))
    return bool(here and there and not here & there)


def _opposites() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pair in wordlist("opposites"):
        one, other = pair.split("=")
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


OPPOSITES = _opposites()


def _opposite(one: AbstractSet[str], other: AbstractSet[str]) -> bool:
    here, there = one - other, other - one
    return any(not there.isdisjoint(OPPOSITES.get(word, ())) for word in here)
