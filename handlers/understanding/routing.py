"""Which topic a question belongs to, and how sure that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.understanding.languages import language_of
from handlers.understanding.terms import counted
from handlers.understanding.words import read

#: the asker chooses below this probability
SURE = 0.6
#: a second topic is clear from this probability on
SECOND = 0.25


@dataclass(frozen=True)
class TopicWords:
    """What is known about one topic."""

    slug: str
    names: Sequence[str]
    description: str
    #: words of the topic, and whether they are its head words
    keywords: Sequence[tuple[str, bool]]
    #: questions and the topics they belong to, best first
    examples: Sequence[tuple[str, Sequence[str]]] = ()
    #: questions whose topic a person chose or confirmed
    confirmed: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Guess:
    """Where a question probably belongs."""

    #: slug and probability, best first; the probabilities add up to one
    topics: tuple[tuple[str, float], ...]
    #: the guess is not sure enough: let the asker choose
    ask: bool
    #: a clear second topic, or ""
    second: str


class Mind:
    """The model of the topics, one per process; empty until it has learnt."""

    def __init__(self) -> None:
        #: what it was learnt from, for the one who teaches it
        self.learnt: tuple[str, int] = ("", 0)
        self._topics: list[str] = []
        self._weights: dict[str, list[float]] = {}

    @property
    def known(self) -> bool:
        return bool(self._topics)

    def learn(self, topics: Sequence[TopicWords]) -> None:
        """Forget what was, and learn these topics."""
        slugs = [topic.slug for topic in topics]
        counts: dict[str, list[float]] = {}
        for place, topic in enumerate(topics):
            for text, weight in _rows(topic):
                for term, count in counted(read(text, language_of(text))).items():
                    counts.setdefault(term, [0.0] * len(slugs))[place] += min(count, 1.0) * weight
        self._topics, self._weights = slugs, _logs(counts, len(slugs))

    def guess(self, text: str) -> Guess:
        """Never raises; without a telling word every topic is as likely as any."""
        if not self._topics:
            return Guess((), True, "")
        scores = [0.0] * len(self._topics)
        for term, count in counted(read(text, language_of(text))).items():
            row = self._weights.get(term)
            if row:
                for place, weight in enumerate(row):
                    scores[place] += weight * min(count, 1.0)
        ranked = sorted(zip(self._topics, _softmax(scores), strict=True), key=lambda one: -one[1])
        best = ranked[0][1]
        second = ranked[1] if len(ranked) > 1 else ("", 0.0)
        return Guess(tuple(ranked), best < SURE, second[0] if second[1] >= SECOND else "")


def _rows(topic: TopicWords) -> list[tuple[str, float]]:
    rows = [(term, 2.0 if head else 1.5) for term, head in topic.keywords]
    rows += [(name, 1.0) for name in topic.names] + [(topic.description, 1.0)]
    rows += [(text, 1.0) for text, _ in topic.examples] + [(text, 1.0) for text, _ in topic.confirmed]
    return rows


def _logs(counts: dict[str, list[float]], size: int) -> dict[str, list[float]]:
    totals: Counter[int] = Counter()
    for row in counts.values():
        for place, count in enumerate(row):
            totals[place] += count
    smooth, words = 0.1, len(counts)
    logs = {
        term: [math.log((count + smooth) / (totals[place] + smooth * words)) for place, count in enumerate(row)]
        for term, row in counts.items()
    }
    return {term: [value - sum(row) / size for value in row] for term, row in logs.items()}


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(0.7 * (score - top)) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
