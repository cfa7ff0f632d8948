"""A network over tokens: what it makes of a line depends on the words before and behind, and its file says the same."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np
import pytest

from handlers.language.recurrent_model import SIDES, RecurrentModel, build_recurrent_model, load_recurrent_model
from handlers.language.recurrent_model import pack_recurrent_model as pack

KINDS, SLOTS, WIDTH, KEPT = ("no", "yes"), 50, 8, 6


def make_arrays(layers: int) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(7)

    def draw(*shape: int) -> np.ndarray:
        return chance.normal(scale=0.3, size=shape).astype(np.float32)

    arrays = {"table": draw(SLOTS, WIDTH), "bias": draw(WIDTH)}
    size = WIDTH
    for layer in range(layers):
        for side in SIDES:
            arrays[f"{layer}.{side}.read"] = draw(size, 3 * KEPT)
            arrays[f"{layer}.{side}.kept"] = draw(KEPT, 3 * KEPT)
            arrays[f"{layer}.{side}.bias"] = draw(3 * KEPT)
        size = 2 * KEPT
    return arrays | {"last": draw(size + WIDTH, len(KINDS)), "last_bias": draw(len(KINDS))}


def build(layers: int) -> RecurrentModel:
    return build_recurrent_model(KINDS, make_arrays(layers) | {"scale": np.float32(1)})


def test_without_recurrent_layers_it_is_a_softmax_over_the_token() -> None:
    arrays = make_arrays(0)
    model = build_recurrent_model(KINDS, arrays | {"scale": np.float32(1)})
    vector = np.maximum(arrays["table"][3] + arrays["table"][4] + arrays["bias"], 0)
    scores = np.hstack([vector, vector]) @ arrays["last"] + arrays["last_bias"]
    assert model.compute_logs([[3, 4]])[0] == pytest.approx(np.log(np.exp(scores) / np.exp(scores).sum()), abs=1e-5)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_token_is_read_with_those_before_and_behind_it(layers: int) -> None:
    model = build(layers)
    line = [[1, 2], [3], [4, 5]]
    logs = model.compute_logs(line)
    assert [sum(np.exp(one)) for one in logs] == pytest.approx([1, 1, 1])
    for changed in (0, 2):
        other = [*line]
        other[changed] = [9, 10]
        assert model.compute_logs(other)[1] != pytest.approx(logs[1], abs=1e-4)
    assert model.compute_logs(line[::-1])[::-1] != [pytest.approx(one, abs=1e-4) for one in logs]


def test_its_file_says_nearly_the_same_in_small_numbers(tmp_path: Path) -> None:
    file = tmp_path / "model.zlib"
    file.write_bytes(pack(KINDS, make_arrays(2), "abc"))
    model, line = load_recurrent_model(file), [[1, 2, 3], [4], [5, 6]]
    assert (model.kinds, model.trained_on, len(model.layers)) == (KINDS, "abc", 2)
    for read, exact in zip(model.compute_logs(line), build(2).compute_logs(line), strict=True):
        assert read == pytest.approx(exact, abs=0.05)
    head = json.loads(zlib.decompress(file.read_bytes()).split(b"\n")[0])
    assert {one["name"]: one["type"] for one in head["arrays"]}["table"] == "|i1"
