"""Classify by two small models in plain Python: naive Bayes over words, and cosine of letter n-grams."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import mul
from typing import ClassVar
from zlib import crc32


class FeatureCounts:
    """Count how much each class was seen with each feature, row by row, so that no row need be stored.

    A feature is known by its checksum: of a hundred thousand two may share one, which no guess would show.
    """

    def __init__(self) -> None:
        self.rows = 0
        #: checksum of a feature -> its number, which is its position in the other arrays
        self.numbers: dict[int, int] = {}
        #: number of rows that contain each feature
        self.held = array("I")
        #: Sums of weights for each class. An array ends at the last feature that its class was seen with.
        self.seen: list[array[float]] = []

    def count_row(self, features: Mapping[str, float], place: int, weight: float) -> None:
        """Count a row for the class at this place, with its weight."""
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

    def compute_rarities(self) -> Iterator[float]:
        """Yield the rarity of each feature, from one to about eight."""
        return (math.log(1 + self.rows / held) for held in self.held)

    def list_class_counts(self, size: int) -> list[array[float]]:
        """Return for each of `size` classes how much it was seen with each feature."""
        classes = [*self.seen, *(array("f") for _ in range(size - len(self.seen)))]
        for seen in classes:
            seen.extend(repeat(0.0, len(self.numbers) - len(seen)))
        return classes


@dataclass(frozen=True)
class FeatureTable:
    """Store what features say for their classes. Arrays hold it: an object each would be far larger."""

    #: checksums of the features, sorted; and the number of each
    keys: array[int]
    numbers: array[int]
    rarities: array[float]
    #: start positions of the features in `places` and `worth`, by number, with the end of the last one
    starts: array[int]
    places: array[int]
    worth: array[float]

    def sum_evidence(self, features: Mapping[str, float], size: int) -> tuple[list[float], list[float]]:
        """Return the sum for each of `size` classes; and for each known feature its rarity times its weight."""
        total, rarities = [0.0] * size, []
        keys, starts, places, worth = self.keys, self.starts, self.places, self.worth
        for feature, value in features.items():
            key = crc32(feature.encode())
            at = bisect_left(keys, key)
            if at < len(keys) and keys[at] == key:
                number = self.numbers[at]
                rarities.append(value * self.rarities[number])
                for one in range(starts[number], starts[number + 1]):
                    total[places[one]] += value * worth[one]
        return total, rarities


def build_feature_table(counts: FeatureCounts, size: int, worth: Callable[[float, float], float]) -> FeatureTable:
    """Build the table; `worth` computes what a feature says for a class, from its count and its rarity."""
    keys = array("I", sorted(counts.numbers))
    rarities = array("f", counts.compute_rarities())
    starts, places, values = array("I", [0]), array("H"), array("f")
    for rarity, row in zip(rarities, zip(*counts.list_class_counts(size), strict=True), strict=True):
        for place, count in enumerate(row):
            if count:
                places.append(place)
                values.append(worth(count, rarity))
        starts.append(len(places))
    return FeatureTable(keys, array("I", map(counts.numbers.__getitem__, keys)), rarities, starts, places, values)


@dataclass(frozen=True)
class NaiveBayes:
    """Classify by naive Bayes with evidence centred over the classes, so that a word of all classes says
    nothing.
    """

    #: count of an unseen word in every class (additive smoothing)
    SMOOTH: ClassVar = 0.2
    #: factor of rarities, which range from one to about eight
    RARITY: ClassVar = 0.2

    #: evidence of each class for a word it was not seen with; known words add to it
    unseen: array[float]
    table: FeatureTable

    @classmethod
    def train_on_counts(cls, counts: FeatureCounts, size: int) -> NaiveBayes:
        """Return the model of `size` classes that these counts describe."""
        unseen = _centre_values([cls._compute_log_odds(seen) for seen in counts.list_class_counts(size)])
        table = build_feature_table(counts, size, lambda count, rarity: rarity * math.log(1 + count / cls.SMOOTH))
        return cls(array("d", unseen), table)

    @classmethod
    def _compute_log_odds(cls, seen: Sequence[float]) -> float:
        return math.log(cls.SMOOTH) - math.log(cls.SMOOTH * (len(seen) + 1) + sum(seen))

    def compute_evidence(self, features: Mapping[str, float]) -> list[float]:
        """Return the evidence for each class, zero on average."""
        total, rarities = self.table.sum_evidence(features, len(self.unseen))
        said = sum(rarities)
        return [
            self.RARITY * (said * unseen + more)
            for unseen, more in zip(self.unseen, _centre_values(total), strict=True)
        ]


@dataclass(frozen=True)
class FeatureCosine:
    """Classify by the cosine between the features of a text and of a class; rare features weigh more."""

    #: factor of cosines, which are small compared with the evidence of words
    SCALE: ClassVar = 20.0

    #: length of each class
    norms: array[float]
    table: FeatureTable

    @classmethod
    def train_on_counts(cls, counts: FeatureCounts, size: int) -> FeatureCosine:
        """Return the model of `size` classes that these counts describe."""
        squares = [rarity * rarity for rarity in counts.compute_rarities()]
        norms = [math.sqrt(sum(map(mul, seen, squares))) or 1.0 for seen in counts.list_class_counts(size)]
        table = build_feature_table(counts, size, lambda count, rarity: rarity * rarity * math.sqrt(count))
        return cls(array("d", norms), table)

    def compute_similarities(self, features: Mapping[str, float]) -> list[float]:
        """Return the cosine with each class, times `SCALE`; unseen features do not count."""
        total, rarities = self.table.sum_evidence(features, len(self.norms))
        scale = self.SCALE / (math.hypot(*rarities) or 1.0)
        return [scale * one / norm for one, norm in zip(total, self.norms, strict=True)]


def _centre_values(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def compute_probabilities(scores: Iterable[float], sharpness: float) -> list[float]:
    """Scale scores to add up to one; a higher sharpness brings the best nearer to one."""
    listed = list(scores)
    top = max(listed)
    powers = [math.exp(sharpness * (score - top)) for score in listed]
    total = sum(powers)
    return [power / total for power in powers]
