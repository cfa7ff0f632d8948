"""Two small classifiers in plain Python: naive Bayes over words, and similarity of letter sequences."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence


class Counts:
    """How much each class was seen with each feature, row by row, so that no row need be kept."""

    def __init__(self) -> None:
        self.rows = 0
        #: feature -> class -> sum of weights
        self.seen: dict[str, dict[int, float]] = {}
        #: feature -> rows that hold it
        self.held: dict[str, int] = {}

    def add(self, features: Mapping[str, float], place: int, weight: float) -> None:
        """A row of the class at this place, and what it counts."""
        self.rows += 1
        for feature, value in features.items():
            classes = self.seen.setdefault(feature, {})
            classes[place] = classes.get(place, 0.0) + weight * value
            self.held[feature] = self.held.get(feature, 0) + 1

    def rarity(self, feature: str) -> float:
        return math.log(1 + self.rows / self.held[feature])


class Bayes:
    """Naive Bayes whose evidence is centred over the classes, so that a word all classes hold says nothing."""

    #: what an unseen word counts in every class
    SMOOTH = 0.2
    #: rarities run from about one to eight
    RARITY = 0.2

    def __init__(self, counts: Counts, size: int) -> None:
        totals = [self.SMOOTH * (len(counts.seen) + 1)] * size
        for classes in counts.seen.values():
            for place, count in classes.items():
                totals[place] += count
        norms = [math.log(total) for total in totals]
        self._size = size
        self._evidence = {
            feature: self._centred(classes, norms, counts.rarity(feature)) for feature, classes in counts.seen.items()
        }

    def _centred(self, classes: Mapping[int, float], norms: Sequence[float], rarity: float) -> array[float]:
        logs = [math.log(classes.get(place, 0.0) + self.SMOOTH) - norm for place, norm in enumerate(norms)]
        mean = sum(logs) / self._size
        return array("f", (self.RARITY * rarity * (value - mean) for value in logs))

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Evidence for each class, zero on average."""
        total = [0.0] * self._size
        for feature, value in features.items():
            evidence = self._evidence.get(feature)
            if evidence is not None:
                total = [so_far + value * one for so_far, one in zip(total, evidence, strict=True)]
        return total


class Cosine:
    """Cosine between the features of a text and those of a class, rare features weighing more."""

    #: cosines are small beside the evidence of words
    SCALE = 20.0

    def __init__(self, counts: Counts, size: int) -> None:
        self._size = size
        #: feature -> its rarity, then class and weight by turns
        self._vectors: dict[str, array[float]] = {}
        norms = [0.0] * size
        for feature, classes in counts.seen.items():
            rarity = counts.rarity(feature)
            vector = array("f", (rarity,))
            for place, count in classes.items():
                vector.extend((place, count**0.5 * rarity))
                norms[place] += count * rarity * rarity
            self._vectors[feature] = vector
        self._norms = [math.sqrt(norm) or 1.0 for norm in norms]

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Cosine with each class, times `SCALE`; features that nobody has seen do not count."""
        total, length = [0.0] * self._size, 0.0
        for feature, value in features.items():
            vector = self._vectors.get(feature)
            if vector is not None:
                said = value * vector[0]
                length += said * said
                for at in range(1, len(vector), 2):
                    total[int(vector[at])] += said * vector[at + 1]
        scale = self.SCALE / (math.sqrt(length) or 1.0)
        return [scale * one / norm for one, norm in zip(total, self._norms, strict=True)]


def probabilities(scores: Iterable[float], sharpness: float) -> list[float]:
    """Scores made to add up to one; the sharper, the nearer the best comes to one."""
    listed = list(scores)
    top = max(listed)
    powers = [math.exp(sharpness * (score - top)) for score in listed]
    total = sum(powers)
    return [power / total for power in powers]
