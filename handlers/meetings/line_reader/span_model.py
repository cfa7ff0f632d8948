"""Find which words of a line are its title and which its place, by a linear model over the tokens.

Rules read a line first (`leftovers`); what they took each word for is a feature among the words around it. So the
model learns where to believe them. The weights stand in a file: `make span-model`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from handlers.language.linear_model import LinearModel, hash_features, load_linear_model
from handlers.meetings.line_reader.span_features import OTHER, PLACE, TITLE, DescribedLine, list_token_features

FILE = Path(__file__).parent / "span_model.zlib"
#: number of slots of the model
SLOTS = 1 << 16
KINDS = (OTHER, TITLE, PLACE)
#: letters of tokens that are read already, and those that no span begins or ends with
TAKEN, NO_EDGE = "cdL", "cdL,_"
#: probabilities below it count as much as this one
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Spans:
    """Hold the tokens of title and place; an empty range is none."""

    title: range = range(0)
    place: range = range(0)


@dataclass(frozen=True, slots=True)
class TokenChances:
    """Hold the logarithms of the probabilities of each kind, for each token that is not taken already."""

    logs: list[tuple[float, ...]]
    kinds: Sequence[str]

    def find_best_spans(self) -> Spans:
        """Return the spans that are most probable together; they share no token."""
        titles, places = self._list_gains(1), self._list_gains(2)
        best, found = -math.inf, Spans()
        for gain, title in titles:
            if gain + places[0][0] <= best:
                break
            other, place = next(one for one in places if not _overlap(title, one[1]))
            if gain + other > best:
                best, found = gain + other, Spans(title, place)
        return found

    def compute_gain(self, title: Sequence[int], place: Sequence[int]) -> float:
        """Return how much more probable the tokens are as title and place than as neither, as a logarithm."""
        pairs = [(n, 1) for n in title] + [(n, 2) for n in place]
        return sum(self.logs[n][kind] - self.logs[n][0] for n, kind in pairs if self.kinds[n] not in TAKEN)

    def compute_certainty(self, spans: Spans) -> float:
        """Return the logarithm of the probability of the spans."""
        kinds = (1 if n in spans.title else 2 if n in spans.place else 0 for n in range(len(self.logs)))
        return sum(
            logs[kind] for logs, kind, mark in zip(self.logs, kinds, self.kinds, strict=True) if mark not in NO_EDGE
        )

    def _list_gains(self, kind: int) -> list[tuple[float, range]]:
        """Return the gain of each span as that kind, the highest first; an empty one gains nothing."""
        gains = [
            0.0 if mark in TAKEN else logs[kind] - logs[0] for logs, mark in zip(self.logs, self.kinds, strict=True)
        ]
        sums = [0.0, *accumulate(gains)]
        edges = [n for n, mark in enumerate(self.kinds) if mark not in NO_EDGE]
        spans = [
            (sums[last + 1] - sums[first], range(first, last + 1)) for first in edges for last in edges if first <= last
        ]
        return sorted([*spans, (0.0, range(0))], key=lambda one: -one[0])


def extract_token_slots(line: DescribedLine) -> list[list[int]]:
    return [hash_features(features, SLOTS) for features in list_token_features(line)]


def compute_chances(line: DescribedLine, kinds: Sequence[str]) -> TokenChances:
    """Compute the chances of the tokens, whose `kinds` are those before the words of the order were taken."""
    model = load_span_model()
    logs = [
        tuple(math.log(max(one, _LEAST)) for one in model.compute_probabilities(slots))
        for slots in extract_token_slots(line)
    ]
    return TokenChances(logs, kinds)


@cache
def load_span_model() -> LinearModel:
    return load_linear_model(FILE)


def _overlap(one: range, other: range) -> bool:
    return bool(one) and bool(other) and one.start < other.stop and other.start < one.stop
