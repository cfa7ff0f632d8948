"""Train a linear model: a softmax regression over slots, by stochastic gradients with steps of AdaGrad."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handlers.language.linear_model import pack_linear_model

EPOCHS, STEP, SHRINKING = 12, 0.25, 1e-6
#: largest weight in the file
LARGEST = 127
#: kind and text of each example
Examples = Sequence[tuple[str, str]]
Weights = NDArray[np.float32]


def hash_examples(examples: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(examples).encode()).hexdigest()


def train_weights(
    examples: Examples,
    kinds: Sequence[str],
    extract: Callable[[str], list[int]],
    size: int,
    *,
    epochs: int = EPOCHS,
    left_out: float = 0,
) -> Weights:
    """Return a weight for each of `size` slots and each kind.

    Each time that an example is seen, this share of its slots is left out: no word may be relied on alone.
    """
    rows = [(np.array(extract(text)), kinds.index(kind)) for kind, text in examples]
    weights = np.zeros((size, len(kinds)), np.float32)
    steps = np.full_like(weights, 1e-2)
    chance = np.random.default_rng(0)
    for _ in range(epochs):
        for place in chance.permutation(len(rows)):
            slots, kind = rows[place]
            if left_out:
                kept = chance.random(len(slots)) >= left_out
                slots = slots[kept] if kept.any() else slots
            value = np.float32(1 / np.sqrt(len(slots)))
            scores = weights[slots].sum(0) * value
            wrong = np.exp(scores - scores.max())
            wrong /= wrong.sum()
            wrong[kind] -= 1
            gradient = value * wrong + SHRINKING * weights[slots]
            steps[slots] += gradient**2
            weights[slots] -= STEP * gradient / np.sqrt(steps[slots])
    return weights


def train_on_choices(
    choices: Sequence[tuple[Sequence[Sequence[int]], Sequence[bool]]],
    size: int,
    scale: float,
    *,
    left_out: float = 0,
    averaged: int = 1,
) -> Weights:
    """Return a weight for each of `size` slots, from choices between options of which some are the right ones.

    The weights of an option's slots, summed and times the scale, are the logarithm of its share. They are the mean of
    those after the last epochs, as many as are `averaged`.
    """
    rows = [_prepare_choice(slots, right) for slots, right in choices if any(right)]
    weights = np.zeros(size, np.float32)
    steps = np.full_like(weights, 1e-2)
    chance = np.random.default_rng(0)
    total = np.zeros_like(weights)
    for epoch in range(EPOCHS):
        for place in chance.permutation(len(rows)):
            slots, at, option, right = rows[place]
            scores = scale * np.bincount(option, weights[slots][at], len(right))
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            wanted = np.where(right, shares, 0)
            wrong = scale * (shares - wanted / wanted.sum())
            gradient = np.bincount(at, wrong[option], len(slots)) + 10 * SHRINKING * weights[slots]
            gradient[chance.random(len(slots)) < left_out] = 0
            steps[slots] += gradient**2
            weights[slots] -= STEP * gradient / np.sqrt(steps[slots])
        if epoch >= EPOCHS - averaged:
            total += weights
    return total / averaged


def _prepare_choice(
    options: Sequence[Sequence[int]], right: Sequence[bool]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return the slots of a choice, which of them each feature has, and of which option each feature is."""
    slots, at = np.unique(np.concatenate([np.array(one) for one in options]), return_inverse=True)
    option = np.repeat(np.arange(len(options)), [len(one) for one in options])
    return slots, at, option, np.array(right)


def write_model(file: Path, examples: Sequence[Any], kinds: Sequence[str], weights: Weights) -> None:
    """Write the weights as small whole numbers, with what they were trained on."""
    scale = float(np.abs(weights).max()) / LARGEST
    whole = np.round(weights / scale).astype(np.int8).tobytes()
    file.write_bytes(pack_linear_model(kinds, scale, whole, hash_examples(examples)))
