"""Models for tests: one that knows the subject of a few words, and the real one where it is installed."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from handlers.language.embedders import Embedder, Kind, NotInstalled, e5
from handlers.language.finding import Hit, find
from handlers.language.meanings import Meanings
from handlers.language.neighbours import changes, current_matrix
from storage.kit.database import Store

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers
    from handlers.language.matrices import Matrix

#: words of one line mean the same
SUBJECTS = """
    støy støyskjerm bråk larm noise lydnivå
    knuseverk kverna steinknuser crusher
    natt nattestopp mørkt night
    varme damp kokhett heat
    kjølevann kjølevassinntak sjøvatn sjøvann
    naboer naboar nærmiljø
    katt mons pusekatt
    hund bikkje vovse
"""
_SUBJECT = {word: line.split()[0] for line in SUBJECTS.split("\n") for word in line.split()}


class Subjects:
    """Two texts are as near as they share words, or words of one subject."""

    id = "subjects 1"
    dimension = 96

    def __init__(self) -> None:
        #: every text there was, in order
        self.read: list[tuple[str, Kind]] = []

    def embed(self, texts: Sequence[str], kind: Kind) -> Numbers:
        self.read += [(text, kind) for text in texts]
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Numbers:
        words = [_SUBJECT.get(word, word) for word in re.findall(r"\w{4,}", text.lower())]
        vector = sum((_direction(word) for word in words), start=np.full(self.dimension, 1e-3, np.float32))
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@cache
def _direction(word: str) -> Numbers:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(Subjects.dimension).astype(np.float32)


@cache
def real() -> Embedder | None:
    """Loaded once for all tests, as the command line would; None where it cannot be installed."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        return e5()
    except NotInstalled:
        return None


MODELS: dict[str, Callable[[], Embedder]] = {"subjects": Subjects}
if real() is not None:
    MODELS["e5"] = lambda: real() or Subjects()
#: every model there is
EVERY_MODEL = pytest.mark.parametrize("model", MODELS)


async def opened(model: str = "subjects") -> Meanings:
    meanings = Meanings(MODELS[model])
    assert await meanings.open()
    return meanings


async def refreshed(meanings: Meanings, store: Store) -> Matrix:
    """The vectors as this unit of work sees them, which nobody else may see yet."""
    matrix = current_matrix(meanings)
    while found := await changes(store, meanings.model, matrix):
        matrix = matrix.apply(found)
    meanings.hold(matrix)
    return matrix


async def find_meant(store: Store, text: str, *, meanings: Meanings, **narrowed: Any) -> list[Hit]:
    """Search as an event does whose text was read before: here, with what the same unit of work has written."""
    if meanings.ready:
        await refreshed(meanings, store)
    await meanings.read(text)
    return await find(store, text, meanings=meanings, **narrowed)
