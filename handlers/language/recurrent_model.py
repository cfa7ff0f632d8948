"""Weigh what each token of a line is, by a recurrent network. Its weights stand in a file that a `make` target trains.

A token is the sum of the vectors of its features. Layers of gated recurrent units read the tokens from the left and
from the right; from what they keep, and from the token itself, comes the probability of each kind.

A file is compressed. Its first line is JSON: the kinds, the hash of the examples, and the name, shape, type and scale
of each array. The arrays follow, as small whole numbers. To import this loads numpy, so it is done where a model is.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: directions in which a layer reads
SIDES = ("left", "right")
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class RecurrentCell:
    """Hold the weights of one direction: of what is read, and of what is kept of the tokens before."""

    read: Array
    kept: Array
    bias: Array

    def read_tokens(self, vectors: Array) -> Array:
        """Return what is kept after each token, for vectors in the order in which they are read."""
        size = len(self.kept)
        state = np.zeros(size, np.float32)
        states, kept = [], np.ascontiguousarray(self.kept.T)
        for fed in _multiply(vectors, self.read) + self.bias:
            held = np.einsum("ij,j->i", kept, state)
            gates = 1 / (1 + np.exp(-(fed[: 2 * size] + held[: 2 * size])))
            stay, reset = gates[:size], gates[size:]
            state = stay * state + (1 - stay) * np.tanh(fed[2 * size :] + reset * held[2 * size :])
            states.append(state)
        return np.stack(states)


@dataclass(frozen=True, slots=True)
class RecurrentModel:
    """Hold the network, and the hash of the examples that it was trained on."""

    kinds: tuple[str, ...]
    trained_on: str
    #: vector of each feature, as small whole numbers, and what they are multiplied by
    table: Array
    scale: float
    bias: Array
    #: from the left and from the right
    layers: tuple[tuple[RecurrentCell, RecurrentCell], ...]
    last: Array
    last_bias: Array

    def compute_logs(self, tokens: Sequence[Sequence[int]]) -> list[tuple[float, ...]]:
        """Return the logarithms of the probabilities of the kinds, for the slots of each token of a line."""
        sums = np.stack([self.table[list(slots)].sum(axis=0, dtype=np.float32) for slots in tokens])
        vectors = np.maximum(sums * np.float32(self.scale) + self.bias, 0)
        read = vectors
        for left, right in self.layers:
            read = np.hstack([left.read_tokens(read), right.read_tokens(read[::-1])[::-1]])
        scores = _multiply(np.hstack([read, vectors]), self.last) + self.last_bias
        top = scores.max(axis=1, keepdims=True)
        logs = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
        return [tuple(one) for one in logs.tolist()]


def _multiply(rows: Array, weights: Array) -> Array:
    """Compute a product in this thread: `@` would start others, which wait for each other on a busy machine."""
    product: Array = np.einsum("ni,ij->nj", rows, weights)
    return product


def build_recurrent_model(kinds: Sequence[str], arrays: Mapping[str, Array], trained_on: str = "") -> RecurrentModel:
    """Return the model of these arrays, whose names are those of its file."""
    layers = sum(name.endswith(".left.read") for name in arrays)
    scale = arrays["scale"].item()
    cells = [
        [RecurrentCell(*(arrays[f"{n}.{side}.{what}"] for what in ("read", "kept", "bias"))) for side in SIDES]
        for n in range(layers)
    ]
    pairs = tuple((left, right) for left, right in cells)
    return RecurrentModel(
        tuple(kinds), trained_on, arrays["table"], scale, arrays["bias"], pairs, arrays["last"], arrays["last_bias"]
    )


def load_recurrent_model(file: Path) -> RecurrentModel:
    head, _, content = zlib.decompress(file.read_bytes()).partition(b"\n")
    told = json.loads(head)
    arrays: dict[str, Any] = {}
    at = 0
    for one in told["arrays"]:
        held = np.frombuffer(content, one["type"], int(np.prod(one["shape"])), at).reshape(one["shape"])
        at += held.nbytes
        if one["name"] == "table":
            arrays |= {"table": held, "scale": np.float32(one["scale"])}
        else:
            arrays[one["name"]] = held.astype(np.float32) * np.float32(one["scale"])
    return build_recurrent_model(told["kinds"], arrays, told["trained_on"])


def pack_recurrent_model(kinds: Sequence[str], arrays: Mapping[str, Array], trained_on: str) -> bytes:
    """Return the content of the file, for arrays of floats."""
    heads: list[dict[str, Any]] = []
    content = b""
    for name, array in arrays.items():
        kind = np.int8 if name == "table" else np.int16
        scale = float(np.abs(array).max()) / np.iinfo(kind).max or 1.0
        heads.append({"name": name, "shape": [*array.shape], "type": np.dtype(kind).str, "scale": scale})
        content += np.round(array / scale).astype(kind).tobytes()
    head = {"trained_on": trained_on, "kinds": [*kinds], "arrays": heads}
    return zlib.compress(json.dumps(head).encode() + b"\n" + content, 9)
