"""What is learnt of requests to the bot, as a file (`make bot-request-model`): whenever its examples change.

A softmax regression over the slots of `extract_request_slots`, by stochastic gradients with AdaGrad's steps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from handlers.language.bot_request_examples import NETWORK, list_request_examples
from handlers.language.bot_request_model import FILE, SLOTS, extract_request_slots, pack_request_model

EPOCHS, STEP, SHRINKING = 12, 0.25, 1e-6
#: largest weight in the file
LARGEST = 127
Weights = NDArray[np.float32]


def hash_examples(examples: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(examples).encode()).hexdigest()


def train_request_weights(examples: Sequence[tuple[str, str]], kinds: Sequence[str]) -> Weights:
    """Return a weight for each slot and kind."""
    texts = [(np.array(extract_request_slots(text)), kinds.index(kind)) for kind, text in examples]
    weights = np.zeros((SLOTS, len(kinds)), np.float32)
    steps = np.full_like(weights, 1e-2)
    chance = np.random.default_rng(0)
    for _ in range(EPOCHS):
        for place in chance.permutation(len(texts)):
            slots, kind = texts[place]
            value = np.float32(1 / np.sqrt(len(slots)))
            scores = weights[slots].sum(0) * value
            wrong = np.exp(scores - scores.max())
            wrong /= wrong.sum()
            wrong[kind] -= 1
            gradient = value * wrong + SHRINKING * weights[slots]
            steps[slots] += gradient**2
            weights[slots] -= STEP * gradient / np.sqrt(steps[slots])
    return weights


def main() -> None:
    examples = list_request_examples()
    kinds = [*sorted({kind for kind, _ in examples} - {NETWORK}), NETWORK]
    weights = train_request_weights(examples, kinds)
    scale = float(np.abs(weights).max()) / LARGEST
    whole = np.round(weights / scale).astype(np.int8).tobytes()
    FILE.write_bytes(pack_request_model(kinds, scale, whole, hash_examples(examples)))


if __name__ == "__main__":
    main()
