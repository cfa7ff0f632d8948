"""Weigh kinds of texts by a linear model, whose small weights stand in a file that a `make` target trains.

A file is compressed. Its first line is JSON (kinds, scale, and the hash of the examples), and the weights follow.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

#: letters of a piece of a word
PIECE = 4


@dataclass(frozen=True)
class LinearModel:
    """Hold the weights of each kind for each slot."""

    kinds: tuple[str, ...]
    #: what a weight is multiplied by: they are kept as small whole numbers
    scale: float
    weights: array[int]
    #: hash of the examples that it was trained on
    trained_on: str

    def compute_probabilities(self, slots: Sequence[int]) -> list[float]:
        """Return the probability of each kind for the slots of a text, which has one at least."""
        size = len(self.kinds)
        total = [
            sum(column)
            for column in zip(*(self.weights[slot * size : (slot + 1) * size] for slot in slots), strict=True)
        ]
        factor, top = self.scale / math.sqrt(len(slots)), max(total)
        powers = [math.exp(factor * (one - top)) for one in total]
        return [power / sum(powers) for power in powers]


def hash_features(features: Iterable[str], size: int) -> list[int]:
    """Return the slots of the features, of `size`, in their order. Two may share one, which costs nothing."""
    return sorted({crc32(feature.encode()) % size for feature in features})


def join_neighbours(words: Sequence[str]) -> list[str]:
    """Return two words, three words, and two with one between them."""
    bound = ["^", *words, "$"]
    return [
        *(f"{one} {two}" for one, two in pairwise(bound)),
        *(f"{one} {two} {three}" for one, two, three in zip(bound, bound[1:], bound[2:], strict=False)),
        *(f"{one}..{two}" for one, two in zip(words, words[2:], strict=False)),
    ]


def list_pieces(words: Iterable[str]) -> list[str]:
    """Return the pieces of four letters of each word, whose ends count as one."""
    padded = (f"_{word}_" for word in words)
    return [f"#{word[start : start + PIECE]}" for word in padded for start in range(max(1, len(word) - PIECE + 1))]


def load_linear_model(file: Path) -> LinearModel:
    head, _, weights = zlib.decompress(file.read_bytes()).partition(b"\n")
    told = json.loads(head)
    return LinearModel(tuple(told["kinds"]), told["scale"], array("b", weights), told["trained_on"])


def pack_linear_model(kinds: Sequence[str], scale: float, weights: bytes, trained_on: str) -> bytes:
    """Return the content of the file."""
    head = {"trained_on": trained_on, "kinds": [*kinds], "scale": scale}
    return zlib.compress(json.dumps(head).encode() + b"\n" + weights, 9)
