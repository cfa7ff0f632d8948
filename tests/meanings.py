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

from handlers.language.document_search import Hit, search_documents
from handlers.language.embedders import Embedder, EmbedderNotInstalled, Kind, load_e5_embedder
from handlers.language.nearest_neighbours import find_vector_changes, get_current_matrix
from handlers.language.text_embeddings import TextEmbeddings
from storage.kit.database import Store

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers
    from handlers.language.vector_matrix import VectorMatrix

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

    def embed_texts(self, texts: Sequence[str], kind: Kind) -> Numbers:
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
        return load_e5_embedder()
    except EmbedderNotInstalled:
        return None


MODELS: dict[str, Callable[[], Embedder]] = {"subjects": Subjects}
if real() is not None:
    MODELS["e5"] = lambda: real() or Subjects()
#: every model there is
EVERY_MODEL = pytest.mark.parametrize("model", MODELS)


async def opened(model: str = "subjects") -> TextEmbeddings:
    meanings = TextEmbeddings(MODELS[model])
    assert await meanings.load_model()
    return meanings


async def refreshed(meanings: TextEmbeddings, store: Store) -> VectorMatrix:
    """The vectors as this unit of work sees them, which nobody else may see yet."""
    matrix = get_current_matrix(meanings)
    while found := await find_vector_changes(store, meanings.model, matrix):
        matrix = matrix.apply_changes(found)
    meanings.replace_matrix(matrix)
    return matrix


async def find_meant(store: Store, text: str, *, meanings: TextEmbeddings, **narrowed: Any) -> list[Hit]:
    """Search as an event does whose text was read before: here, with what the same unit of work has written."""
    if meanings.ready:
        await refreshed(meanings, store)
    await meanings.read_meaning(text)
    return await search_documents(store, text, meanings=meanings, **narrowed)
