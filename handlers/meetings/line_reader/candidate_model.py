"""Weigh whole readings of title and place against each other, by a linear model that has learnt which are meant.

Its weights stand in a file: `make span-model`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

from handlers.language.linear_model import LinearModel, load_linear_model
from handlers.meetings.line_reader.candidate_features import list_candidate_features
from handlers.meetings.line_reader.span_candidates import SpanReading
from handlers.meetings.line_reader.span_features import DescribedLine
from handlers.meetings.line_reader.span_model import TokenChances

FILE = Path(__file__).parent / "candidate_model.zlib"
#: number of slots of the model
SLOTS = 1 << 18
#: the only kind: a reading that is meant
KINDS = ("meant",)
#: what the sum of the weights of a reading is multiplied by
SCALE = 0.25


def compute_shares(
    line: DescribedLine, chances: TokenChances, candidates: Sequence[SpanReading], rules: SpanReading
) -> list[float]:
    """Return the probability of each reading; what they lack to one is the chance that none of them is meant."""
    model = load_candidate_model()
    features = list_candidate_features(line, chances, candidates, rules)
    scores = [SCALE * model.scale * sum(model.weights[slot] for slot in hash_each(one)) for one in features]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers[:-1]]


def hash_each(features: Iterable[str]) -> list[int]:
    return [crc32(feature.encode()) % SLOTS for feature in features]


@cache
def load_candidate_model() -> LinearModel:
    return load_linear_model(FILE)
