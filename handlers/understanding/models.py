"""Two small classifiers in plain Python: naive Bayes over words, and similarity of letter sequences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

#: features of one example, the place of its class, and what the example counts
Row = tuple[Mapping[str, float], int, float]


class Bayes:
    """Naive Bayes whose evidence is centred over the classes, so that a word all classes hold says nothing."""

    #: what an unseen word counts in every class
    SMOOTH = 0.1

    def __init__(self, rows: Sequence[Row], size: int) -> None:
        counts: dict[str, list[float]] = {}
        held: dict[str, int] = {}
        for features, place, weight in rows:
            for feature, value in features.items():
                counts.setdefault(feature, [0.0] * size)[place] += weight * value
                held[feature] = held.get(feature, 0) + 1
        totals = [sum(row[place] for row in counts.values()) + self.SMOOTH * (len(counts) + 1) for place in range(size)]
        norms = [math.log(total) for total in totals]
        self._size = size
        self._evidence = {
            feature: self._centred(row, norms, math.log(1 + len(rows) / held[feature]) / 5)
            for feature, row in counts.items()
        }

    def _centred(self, row: Sequence[float], norms: Sequence[float], rarity: float) -> list[float]:
        logs = [math.log(count + self.SMOOTH) - norm for count, norm in zip(row, norms, strict=True)]
        mean = sum(logs) / self._size
        return [rarity * (value - mean) for value in logs]

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Evidence for each class, zero on average."""
        total = [0.0] * self._size
        for feature, value in features.items():
            evidence = self._evidence.get(feature)
            if evidence:
                total = [sum_ + value * one for sum_, one in zip(total, evidence, strict=True)]
        return total


class Cosine:
    """Cosine between the features of a text and those of a class, rare features weighing more."""

    #: cosines are small beside the evidence of words
    SCALE = 20.0

    def __init__(self, rows: Sequence[Row], size: int) -> None:
        counts: dict[str, dict[int, float]] = {}
        held: dict[str, int] = {}
        for features, place, weight in rows:
            for feature, value in features.items():
                classes = counts.setdefault(feature, {})
                classes[place] = classes.get(place, 0.0) + weight * value
                held[feature] = held.get(feature, 0) + 1
        self._size = size
        self._rarity = {feature: math.log(1 + len(rows) / count) for feature, count in held.items()}
        self._vectors: dict[str, tuple[tuple[int, float], ...]] = {}
        norms = [0.0] * size
        for feature, classes in counts.items():
            rarity = self._rarity[feature]
            self._vectors[feature] = tuple((place, count**0.5 * rarity) for place, count in classes.items())
            for place, value in self._vectors[feature]:
                norms[place] += value * value
        self._norms = [math.sqrt(norm) or 1.0 for norm in norms]

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Cosine with each class, times `SCALE`; features that nobody has seen do not count."""
        known = [
            (value * self._rarity[feature], feature) for feature, value in features.items() if feature in self._rarity
        ]
        length = math.sqrt(sum(value * value for value, _ in known)) or 1.0
        total = [0.0] * self._size
        for value, feature in known:
            for place, weight in self._vectors[feature]:
                total[place] += value * weight
        return [self.SCALE * one / (norm * length) for one, norm in zip(total, self._norms, strict=True)]


def probabilities(scores: Iterable[float], sharpness: float) -> list[float]:
    """Scores made to add up to one; the sharper, the nearer the best comes to one."""
    listed = list(scores)
    top = max(listed)
    powers = [math.exp(sharpness * (score - top)) for score in listed]
    total = sum(powers)
    return [power / total for power in powers]
