"""What is to be beaten: keywords counted in a question, BM25 over the stems of a search, stems that pairs share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import Stemmer

from handlers.language.lexicon import load_default_topics
from tests.evaluation.measures import Guessed, Paired, Searched
from tests.evaluation.sets import FIELDS, Row

#: letters from which on a keyword counts inside a word too, as Norwegian joins and inflects words; the kindest way
INSIDE = 5
#: BM25 as it is mostly set: how soon repetition stops counting, and how much length counts
K1, B = 1.2, 0.75


class KeywordCount:
    """Where two topics count alike, the one that comes first in the list wins."""

    def __init__(self) -> None:
        self._words = {
            topic["slug"]: [_pattern(one["term"]) for one in topic["keywords"]] for topic in load_default_topics()
        }

    def guess(self, row: Row) -> Guessed:
        text = row["text"].lower()
        counts = {slug: sum(bool(word.search(text)) for word in words) for slug, words in self._words.items()}
        return Guessed(row, sorted(counts, key=lambda slug: -counts[slug]))


def _pattern(keyword: str) -> re.Pattern[str]:
    plain = re.escape(keyword.lower())
    return re.compile(plain if len(keyword) >= INSIDE else rf"\b{plain}\b")


class Stems:
    """Snowball, Norwegian for all: no compound is split, no word of one language stands for that of another."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("norwegian")

    def of(self, text: str) -> list[str]:
        stems: list[str] = self._stemmer.stemWords(re.findall(r"\w+", text.lower()))
        return stems

    def in_common(self, row: Row) -> Paired:
        """The share of both questions' stems that both have."""
        one, other = (set(self.of(row[side])) for side in ("a", "b"))
        return Paired(row["same"], len(one & other) / len(one | other))


class StemIndex:
    """A library by its stems."""

    def __init__(self, library: Sequence[Row]) -> None:
        self._stems = Stems()
        self._held = {one["id"]: Counter(self._stems.of(" ".join(one[name] for name in FIELDS))) for one in library}
        self._in = Counter(stem for held in self._held.values() for stem in held)
        self._usual = sum(map(Counter.total, self._held.values())) / len(self._held)

    def search(self, row: Row) -> Searched:
        asked = sorted(set(self._stems.of(row["text"])))
        scores = {name: self._score(asked, held) for name, held in self._held.items()}
        return Searched(row, sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])[:10])

    def _score(self, asked: Sequence[str], held: Counter[str]) -> float:
        norm = K1 * (1 - B + B * held.total() / self._usual)
        return sum(self._rarity(stem) * held[stem] * (K1 + 1) / (held[stem] + norm) for stem in asked if stem in held)

    def _rarity(self, stem: str) -> float:
        return math.log(1 + (len(self._held) - self._in[stem] + 0.5) / (self._in[stem] + 0.5))
