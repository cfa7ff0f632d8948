"""`python -m tests.evaluation.means` measures what all vectors of the model have in common, and writes `means.json`.

The mean of the bot's example questions, Norwegian and English apart, once read as questions and once as what may answer
them. Vectors without it differ by what texts are about, and not by being texts in a language.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from handlers.understanding import language_of
from handlers.understanding.embedders import Embedder
from handlers.understanding.learning import examples
from handlers.understanding.lexicon import FOLDER
from tests.meanings import real

#: what stands for one: whole numbers keep the file small
ONE = 10_000


def measured(embedder: Embedder) -> dict[str, Any]:
    texts = [text for text, _ in examples()]
    english = np.array([language_of(text) == "en" for text in texts])
    found: dict[str, Any] = {"model": embedder.id, "one": ONE}
    for kind in ("query", "passage"):
        vectors = embedder.embed(texts, kind)
        means = {"norwegian": vectors[~english].mean(axis=0), "english": vectors[english].mean(axis=0)}
        found[kind] = {tongue: np.rint(mean * ONE).astype(int).tolist() for tongue, mean in means.items()}
    return found


if __name__ == "__main__":
    model = real()
    assert model, "the model is not installed: see requirements-semantic.txt"
    (FOLDER / "means.json").write_text(json.dumps(measured(model)) + "\n", "utf-8")
