"""Two small classifiers in plain Python: naive Bayes over words, and similarity of letter sequences."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import mul
from zlib import crc32


class Counts:
    """How much each class was seen with each feature, row by row, so that no row need be kept.

    A feature is known by its checksum: of a hundred thousand two may share one, which no guess would show.
    """

    def __init__(self) -> None:
        self.rows = 0
        #: checksum of a feature -> its number, by which the rest is ordered
        self.numbers: dict[int, int] = {}
        #: rows that hold it
        self.held = array("I")
        #: class -> sum of weights; only as long as the last feature that the class was seen with
        self.seen: list[array[float]] = []

    def add(self, features: Mapping[str, float], place: int, weight: float) -> None:
        """A row of the class at this place, and what it counts."""
        self.rows += 1
        numbers = [self.numbers.setdefault(crc32(feature.encode()), len(self.numbers)) for feature in features]
        self.held.extend(repeat(0, len(self.numbers) - len(self.held)))
        while len(self.seen) <= place:
            self.seen.append(array("f"))
        seen = self.seen[place]
        seen.extend(repeat(0.0, len(self.numbers) - len(seen)))
        for number, value in zip(numbers, features.values(), strict=True):
            self.held[number] += 1
            seen[number] += weight * value

    def rarities(self) -> Iterator[float]:
        """Of each feature, from one to about eight."""
        return (math.log(1 + self.rows / held) for held in self.held)

    def by_class(self, size: int) -> list[array[float]]:
        """For each of so many classes how much it was seen with each feature."""
        classes = [*self.seen, *(array("f") for _ in range(size - len(self.seen)))]
        for seen in classes:
            seen.extend(repeat(0.0, len(self.numbers) - len(seen)))
        return classes


class Table:
    """What features say for the classes they were seen with. Kept in arrays: an object each would be far larger."""

    def __init__(self, counts: Counts, size: int, worth: Callable[[float, float], float]) -> None:
        """`worth` is what a feature says for a class, of how much it was seen with it and of its rarity."""
        self._size = size
        self._keys = array("I", sorted(counts.numbers))
        self._numbers = array("I", map(counts.numbers.__getitem__, self._keys))
        self._rarities = array("f", counts.rarities())
        #: by number, where the classes of the feature begin, and where those of the last one end
        self._starts = array("I", [0])
        self._places, self._worth = array("H"), array("f")
        for rarity, row in zip(self._rarities, zip(*counts.by_class(size), strict=True), strict=True):
            for place, count in enumerate(row):
                if count:
                    self._places.append(place)
                    self._worth.append(worth(count, rarity))
            self._starts.append(len(self._places))

    def read(self, features: Mapping[str, float]) -> tuple[list[float], list[float]]:
        """The sum of what is said for each class; and of each feature that is known, how rare it is by its weight."""
        total, rarities = [0.0] * self._size, []
        keys, starts, places, worth = self._keys, self._starts, self._places, self._worth
        for feature, value in features.items():
            key = crc32(feature.encode())
            at = bisect_left(keys, key)
            if at < len(keys) and keys[at] == key:
                number = self._numbers[at]
                rarities.append(value * self._rarities[number])
                for one in range(starts[number], starts[number + 1]):
                    total[places[one]] += value * worth[one]
        return total, rarities


class Bayes:
    """Naive Bayes whose evidence is centred over the classes, so that a word all classes hold says nothing."""

    #: what an unseen word counts in every class
    SMOOTH = 0.2
    #: rarities run from about one to eight
    RARITY = 0.2

    def __init__(self, counts: Counts, size: int) -> None:
        #: the evidence of a class is this for every word that it was not seen with, and more for the others
        self._unseen = _centred([self._log_odds(seen) for seen in counts.by_class(size)])
        self._table = Table(counts, size, lambda count, rarity: rarity * math.log(1 + count / self.SMOOTH))

    def _log_odds(self, seen: Sequence[float]) -> float:
        return math.log(self.SMOOTH) - math.log(self.SMOOTH * (len(seen) + 1) + sum(seen))

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Evidence for each class, zero on average."""
        total, rarities = self._table.read(features)
        said = sum(rarities)
        return [
            self.RARITY * (said * unseen + more) for unseen, more in zip(self._unseen, _centred(total), strict=True)
        ]


class Cosine:
    """Cosine between the features of a text and those of a class, rare features weighing more."""

    #: cosines are small beside the evidence of words
    SCALE = 20.0

    def __init__(self, counts: Counts, size: int) -> None:
        squares = [rarity * rarity for rarity in counts.rarities()]
        self._norms = [math.sqrt(sum(map(mul, seen, squares))) or 1.0 for seen in counts.by_class(size)]
        self._table = Table(counts, size, lambda count, rarity: rarity * rarity * math.sqrt(count))

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Cosine with each class, times `SCALE`; features that nobody has seen do not count."""
        total, rarities = self._table.read(features)
        scale = self.SCALE / (math.hypot(*rarities) or 1.0)
        return [scale * one / norm for one, norm in zip(total, self._norms, strict=True)]


def _centred(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def probabilities(scores: Iterable[float], sharpness: float) -> list[float]:
    """Scores made to add up to one; the sharper, the nearer the best comes to one."""
    listed = list(scores)
    top = max(listed)
    powers = [math.exp(sharpness * (score - top)) for score in listed]
    total = sum(powers)
    return [power / total for power in powers]
