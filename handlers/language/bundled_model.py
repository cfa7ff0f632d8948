"""Load what is learnt of the bundled topics from a file, instead of learning it anew at each start.

The file is compressed. Its first line is JSON: the hash of the training rows, and length and type of each
array. The arrays follow one after the other, little-endian. `make topic-model` writes it.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from array import array
from collections.abc import Iterator
from typing import Any

from handlers.language.classifiers import FeatureCosine, FeatureTable, NaiveBayes
from handlers.language.feature_model import FeatureModel, TrainingRows
from handlers.language.lexicon import FOLDER

FILE = FOLDER / "topic_model.zlib"
#: fastest level that costs no more than a twentieth of the size of the best one
LEVEL = 6


def load_bundled_model(rows: TrainingRows) -> FeatureModel | None:
    """Return the model of the file if it was trained on exactly these rows, else None."""
    head, _, body = zlib.decompress(FILE.read_bytes()).partition(b"\n")
    told = json.loads(head)
    if told["trained_on"] != _hash_training_rows(rows):
        return None
    unseen, norms, *tables = _split_arrays(body, told["arrays"])
    half = len(tables) // 2
    return FeatureModel(
        NaiveBayes(unseen, FeatureTable(*tables[:half])), FeatureCosine(norms, FeatureTable(*tables[half:]))
    )


def pack_model(model: FeatureModel, rows: TrainingRows) -> bytes:
    """Return the content of the file for a model that was trained on these rows."""
    arrays = list(_list_arrays(model))
    told = {"trained_on": _hash_training_rows(rows), "arrays": [(one.typecode, len(one)) for one in arrays]}
    body = b"".join(_swap_on_big_endian(one).tobytes() for one in arrays)
    return zlib.compress(json.dumps(told).encode() + b"\n" + body, LEVEL)


def _list_arrays(model: FeatureModel) -> Iterator[array[float]]:
    yield model.words.unseen
    yield model.letters.norms
    for table in (model.words.table, model.letters.table):
        yield from vars(table).values()


def _split_arrays(body: bytes, lengths: list[tuple[str, int]]) -> Iterator[array[Any]]:
    at = 0
    for typecode, length in lengths:
        one: array[float] = array(typecode)
        end = at + length * one.itemsize
        one.frombytes(body[at:end])
        yield _swap_on_big_endian(one)
        at = end


def _swap_on_big_endian(one: array[float]) -> array[float]:
    if sys.byteorder == "little":
        return one
    swapped = one[:]
    swapped.byteswap()
    return swapped


def _hash_training_rows(rows: TrainingRows) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
