"""Pairs of questions to fit on and to measure by; `python -m tests.evaluation.duplicates` fits the weights of likeness.

Half of the pairs, drawn by lot within each kind, fit the weights and the threshold; the other half is measured.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from handlers.language.duplicates import compare_texts
from handlers.language.marks import extract_marks, has_differing_marks
from tests.evaluation.sets import rows

Pairs = Sequence[dict[str, Any]]
#: pairs of questions about different things that are learnt from beside the near misses, and what each counts
UNALIKE, COUNTS = 5, 0.5
#: how strongly small weights are preferred, steps of the descent and their length
SMALL, STEPS, STRIDE = 0.0005, 3000, 0.5
#: more in common never makes two questions less alike, nor a difference more
SIGNS = (1, 1, -1, -1)


def halves(pairs: Pairs, seed: int = 1) -> dict[str, list[dict[str, Any]]]:
    """Those that are "fitted" on and those "held_out" to measure by, each with as many of every kind."""
    drawn = list(pairs)
    random.Random(seed).shuffle(drawn)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for pair in drawn:
        kinds.setdefault(f"{pair['same']} {pair['kind']}", []).append(pair)
    of_kinds = [kinds[kind] for kind in sorted(kinds)]
    return {
        "fitted": [pair for kind in of_kinds for pair in kind[::2]],
        "held_out": [pair for kind in of_kinds for pair in kind[1::2]],
    }


def fitted(pairs: Pairs) -> list[float]:
    """Weights and bias of a logistic regression on these pairs, without those that figures or places tell apart."""
    near = [pair for pair in pairs if not has_differing_marks(extract_marks(pair["a"]), extract_marks(pair["b"]))]
    examples = [(astuple(compare_texts(pair["a"], pair["b"])), float(pair["same"]), 1.0) for pair in near]
    lot = random.Random(3)
    for pair in pairs:
        others = lot.sample([other for other in pairs if other is not pair], UNALIKE)
        examples += [(astuple(compare_texts(pair["a"], other["b"])), 0.0, COUNTS) for other in others]
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
    print("weights and bias", [round(weight, 2) for weight in fitted(halves(rows("duplicates"))["fitted"])])
