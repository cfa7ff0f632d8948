"""Train a recurrent network over the tokens of lines, by stochastic gradients (`requirements-train.txt`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import cos, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handlers.language.recurrent_model import SIDES

#: size of the vectors, of what either direction keeps, and number of layers
WIDTH, KEPT, LAYERS = 64, 64, 2
EPOCHS, STEP, SHRINKING, BATCH = 10, 4e-3, 1e-2, 64
#: share of features, and of what a layer hands on, that is left out each time: nothing may be relied on alone
FEATURES_LEFT_OUT, LEFT_OUT = 0.25, 0.4
#: lines of about the same length are read together
LENGTHS = (12, 18, 24, 32, 44, 64, 100)
#: most features of a token
FEATURES = 32
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """Hold the slots of each token, its kind, and whether it counts."""

    slots: Sequence[Sequence[int]]
    kinds: Sequence[int]
    counts: Sequence[bool]


def train_recurrent_arrays(lines: Sequence[TokenLine], kinds: int, slots: int) -> Arrays:
    """Return the arrays of a network that tells the kinds of the tokens."""
    import jax

    groups = [_pack_lines(lines, longest, shortest) for shortest, longest in zip((0, *LENGTHS), LENGTHS, strict=False)]
    groups = [one for one in groups if len(one["kinds"])]
    count = EPOCHS * sum(-(-len(one["kinds"]) // BATCH) for one in groups)
    start, learn = _prepare_learning()
    weights = _draw_weights(kinds, slots)
    state, key, chance = start(weights), jax.random.PRNGKey(1), np.random.default_rng(0)
    batches = (batch for _ in range(EPOCHS) for batch in _list_batches(groups, chance))
    for done, batch in enumerate(batches):
        key, drawn = jax.random.split(key)
        weights, state = learn(weights, state, batch, drawn, STEP * (1 + cos(pi * done / count)) / 2)
    seen = np.unique(np.concatenate([np.concatenate(line.slots) for line in lines]).astype(int))
    arrays = {name: np.array(array) for name, array in weights.items()}
    arrays["table"][np.setdiff1d(np.arange(slots), seen)] = 0
    return arrays


@cache
def _prepare_learning() -> tuple[Any, Any]:
    """Return what begins the state of learning, and what learns a batch. It is compiled once for each length."""
    import jax
    import optax

    steps = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(1.0, weight_decay=SHRINKING))

    def learn(weights: Any, state: Any, batch: Any, key: Any, step: float) -> Any:
        gradient = jax.grad(_compute_loss)(weights, batch, key)
        changes, state = steps.update(gradient, state, weights)
        return optax.apply_updates(weights, jax.tree.map(lambda change: step * change, changes)), state

    return steps.init, jax.jit(learn)


def _pack_lines(lines: Sequence[TokenLine], longest: int, shortest: int) -> Arrays:
    """Return lines of such lengths as arrays, filled up with tokens that do not count."""
    chosen = [line for line in lines if shortest < len(line.slots) <= longest]
    slots = np.full((len(chosen), longest, FEATURES), -1, np.int32)
    kinds = np.zeros((len(chosen), longest), np.int32)
    counts, there = (np.zeros((len(chosen), longest), np.float32) for _ in range(2))
    for n, line in enumerate(chosen):
        size = len(line.slots)
        there[n, :size], counts[n, :size], kinds[n, :size] = 1, line.counts, line.kinds
        for at, features in enumerate(line.slots):
            slots[n, at, : len(features)] = features
    return {"slots": slots, "kinds": kinds, "counts": counts, "there": there}


def _list_batches(groups: Sequence[Arrays], chance: np.random.Generator) -> Iterator[Arrays]:
    """Yield the lines in another order each time, as many at once; some come twice, so that every batch is full."""
    chosen = []
    for group in groups:
        order = chance.permutation(len(group["kinds"]))
        order = np.resize(order, -(-len(order) // BATCH) * BATCH)
        chosen += [(group, order[first : first + BATCH]) for first in range(0, len(order), BATCH)]
    for n in chance.permutation(len(chosen)):
        group, rows = chosen[n]
        yield {name: array[rows] for name, array in group.items()}


def _draw_weights(kinds: int, slots: int) -> Any:
    import jax

    keys = iter(jax.random.split(jax.random.PRNGKey(0), 4 * LAYERS + 2))

    def draw(scale: float, *shape: int) -> Any:
        return jax.random.normal(next(keys), shape) * scale

    weights = {"table": draw(0.08, slots, WIDTH), "bias": np.zeros(WIDTH, np.float32)}
    size = WIDTH
    for layer in range(LAYERS):
        for side in SIDES:
            weights[f"{layer}.{side}.read"] = draw(size**-0.5, size, 3 * KEPT)
            weights[f"{layer}.{side}.kept"] = draw(KEPT**-0.5, KEPT, 3 * KEPT)
            weights[f"{layer}.{side}.bias"] = np.zeros(3 * KEPT, np.float32)
        size = 2 * KEPT
    return weights | {"last": draw(0.1, size + WIDTH, kinds), "last_bias": np.zeros(kinds, np.float32)}


def _compute_loss(weights: Any, batch: Any, key: Any) -> Any:
    import jax
    import jax.numpy as jnp

    keys = iter(jax.random.split(key, LAYERS + 2))

    def leave_out(values: Any) -> Any:
        return values * jax.random.bernoulli(next(keys), 1 - LEFT_OUT, values.shape) / (1 - LEFT_OUT)

    held = jax.random.bernoulli(next(keys), 1 - FEATURES_LEFT_OUT, batch["slots"].shape) & (batch["slots"] >= 0)
    sums = (weights["table"][batch["slots"]] * held[..., None]).sum(-2) / (1 - FEATURES_LEFT_OUT)
    vectors = leave_out(jax.nn.relu(sums + weights["bias"]))
    read = vectors
    for layer in range(LAYERS):
        sides = [_read_tokens(weights, f"{layer}.{side}", read, batch["there"]) for side in SIDES]
        read = leave_out(jnp.concatenate(sides, -1))
    scores = jnp.concatenate([read, vectors], -1) @ weights["last"] + weights["last_bias"]
    logs = jnp.take_along_axis(jax.nn.log_softmax(scores), batch["kinds"][..., None], -1)[..., 0]
    return -(logs * batch["counts"]).sum() / batch["counts"].sum()


def _read_tokens(weights: Any, name: str, vectors: Any, there: Any) -> Any:
    """Return what a cell keeps after each token; what fills a line up changes nothing."""
    import jax
    import jax.numpy as jnp

    def read(state: Any, token: Any, *, size: int = KEPT) -> Any:
        fed, is_there = token
        held = state @ weights[f"{name}.kept"]
        stay, reset = jnp.split(jax.nn.sigmoid(fed[:, : 2 * size] + held[:, : 2 * size]), 2, -1)
        new = stay * state + (1 - stay) * jnp.tanh(fed[:, 2 * size :] + reset * held[:, 2 * size :])
        state = jnp.where(is_there[:, None] > 0, new, state)
        return state, state

    fed = vectors @ weights[f"{name}.read"] + weights[f"{name}.bias"]
    start = jnp.zeros((len(vectors), KEPT))
    scan = partial(jax.lax.scan, reverse=name.endswith("right"))
    _, states = scan(read, start, (jnp.swapaxes(fed, 0, 1), jnp.swapaxes(there, 0, 1)))
    return jnp.swapaxes(states, 0, 1)
