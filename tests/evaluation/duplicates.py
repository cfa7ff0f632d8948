"""How well questions that ask the same are told from those that look alike: `python -m tests.evaluation.duplicates`.

Half of the pairs, drawn by lot within each kind, fit the weights and the threshold; the other half is measured. Half of
all pairs are near misses, far more than there are among the questions of a network: the figures are the hard end.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from handlers.understanding.duplicates import SURE, compared, likeness
from handlers.understanding.marks import differ, marks
from tests.evaluation.measures import rows

Pairs = Sequence[dict[str, Any]]
#: pairs of questions about different things that are learnt from beside the near misses, and what each counts
UNALIKE, COUNTS = 5, 0.5
#: how strongly small weights are preferred, steps of the descent and their length
SMALL, STEPS, STRIDE = 0.0005, 3000, 0.5
#: more in common never makes two questions less alike, nor a difference more
SIGNS = (1, 1, -1, -1)


@dataclass(frozen=True)
class Telling:
    """Of pairs that ask the same and pairs that do not."""

    pairs: int
    average_precision: float
    #: the share of the same that is found where 95 of 100 that are taken for the same are so
    recall_at_95: float
    #: at the threshold in use
    precision: float
    recall: float


def halves(pairs: Pairs, seed: int = 1) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """To fit on and to measure, each with as many of every kind."""
    drawn = list(pairs)
    random.Random(seed).shuffle(drawn)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for pair in drawn:
        kinds.setdefault(f"{pair['same']} {pair['kind']}", []).append(pair)
    of_kinds = [kinds[kind] for kind in sorted(kinds)]
    return [p for kind in of_kinds for p in kind[::2]], [p for kind in of_kinds for p in kind[1::2]]


def telling(pairs: Pairs) -> Telling:
    scored = sorted(((likeness(pair["a"], pair["b"]), pair["same"]) for pair in pairs), key=lambda one: -one[0])
    same = sum(is_same for _, is_same in scored)
    found = [sum(is_same for _, is_same in scored[:n]) for n in range(1, len(scored) + 1)]
    precisions = [hits / n for n, hits in enumerate(found, 1)]
    taken = [is_same for score, is_same in scored if score >= SURE]
    return Telling(
        pairs=len(scored),
        average_precision=sum(p for p, (_, is_same) in zip(precisions, scored, strict=True) if is_same) / same,
        recall_at_95=max((hits for hits, p in zip(found, precisions, strict=True) if p >= 0.95), default=0) / same,
        precision=sum(taken) / len(taken) if taken else 1.0,
        recall=sum(taken) / same,
    )


def fitted(pairs: Pairs) -> list[float]:
    """Weights and bias of a logistic regression on these pairs, without those that figures or places tell apart."""
    near = [pair for pair in pairs if not differ(marks(pair["a"]), marks(pair["b"]))]
    examples = [(astuple(compared(pair["a"], pair["b"])), float(pair["same"]), 1.0) for pair in near]
    lot = random.Random(3)
    for pair in pairs:
        others = lot.sample([other for other in pairs if other is not pair], UNALIKE)
        examples += [(astuple(compared(pair["a"], other["b"])), 0.0, COUNTS) for other in others]
    whole = sum(count for _, _, count in examples)
    weights = [0.0] * (len(SIGNS) + 1)
    for _ in range(STEPS):
        slope = [0.0] * len(weights)
        for found, same, count in examples:
            given = (*found, 1.0)
            error = 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, given, strict=True)))) - same
            slope = [s + count * error * x for s, x in zip(slope, given, strict=True)]
        pull = [*(SMALL * weight for weight in weights[:-1]), 0.0]
        weights = [w - STRIDE * (s / whole + p) for w, s, p in zip(weights, slope, pull, strict=True)]
        weights = [*(w if w * sign > 0 else 0.0 for w, sign in zip(weights, SIGNS, strict=False)), weights[-1]]
    return weights


if __name__ == "__main__":
    to_fit, to_measure = halves(rows("duplicates"))
    print("weights and bias", [round(weight, 2) for weight in fitted(to_fit)])
    print("fitted on", telling(to_fit))
    print("measured on", telling(to_measure))
