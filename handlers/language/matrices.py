"""Vectors of a whole library in little memory, compared with a question all at once; here is all the numpy there is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from handlers.language.lexicon import FOLDER
from storage.search.vectors import Kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handlers.language.embedders import Numbers

#: rows that are compared at a time: what they are unpacked to stays in the processor's cache
ROWS = 512
#: documents that what was measured before counts for, beside the library's own, when their mean is taken
PRIOR = 5
#: what a row of signed bytes is scaled to
TOP = 127


def packed(vectors: Numbers) -> list[bytes]:
    """Rows as they are kept."""
    return [row.tobytes() for row in vectors.astype("<f2")]


@dataclass(frozen=True, slots=True)
class Means:
    """What all vectors of a model have in common, Norwegian and English ones: it says nothing, and is subtracted."""

    #: two rows each: Norwegian, English
    questions: Numbers
    documents: Numbers


@cache
def _known() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((FOLDER / "means.json").read_text("utf-8"))
    return known


@cache
def means(model: str, dimension: int) -> Means:
    """As `python -m tests.evaluation.means` has measured them; none for a model that was not measured."""
    known = _known()
    if not is_measured(model):
        return Means(np.zeros((2, dimension), np.float32), np.zeros((2, dimension), np.float32))
    rows = (np.array([known[kind][tongue] for tongue in ("norwegian", "english")]) for kind in ("query", "passage"))
    return Means(*((row / known["one"]).astype(np.float32) for row in rows))


def is_measured(model: str) -> bool:
    """Whether what comes with the bot was made with this model."""
    return bool(_known()["model"] == model)


def centred(vectors: Numbers, english: Sequence[bool], model: str) -> Numbers:
    """Questions without what all questions of their tongue have in common, of length one."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-6))
    found: Numbers = unit - means(model, vectors.shape[1]).questions[np.asarray(english, int)]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-6))
    return found


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened to the vectors in the store since a matrix was made of them."""

    rows: Sequence[Kept]
    #: all there are, where some have gone
    ids: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How near each document of a matrix is to a question."""

    matrix: Matrix
    #: by the places of the matrix
    cosines: Numbers
    #: the places of those that are near, the nearest first
    near: NDArray[np.int32]

    def nearest(self, documents: Collection[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Return vector id -> cosine: of these documents, however far; and of the others that are near, in order."""
        asked = np.isin(self.matrix.documents, np.fromiter(documents, np.int64))
        places = (np.flatnonzero(asked), self.near[~asked[self.near]])
        ids, cosines = self.matrix.ids, self.cosines
        own, near = (dict(zip(ids[at].tolist(), cosines[at].tolist(), strict=True)) for at in places)
        return own, near


@dataclass(frozen=True)
class Matrix:
    """The vectors of a library: never changed, only replaced, so that threads may look while it grows."""

    means: Means
    #: of the vectors, ascending
    ids: NDArray[np.int64]
    documents: NDArray[np.int64]
    english: NDArray[np.bool_]
    #: the vectors in one byte a number, and what a one is worth in each row
    codes: NDArray[np.int8]
    scales: Numbers

    @classmethod
    def empty(cls, model: str, dimension: int) -> Matrix:
        none = np.zeros(0, np.int64)
        codes = np.zeros((0, dimension), np.int8)
        return cls(means(model, dimension), none, none, none.astype(np.bool_), codes, none.astype(np.float32))

    @property
    def size(self) -> int:
        return len(self.ids)

    @property
    def newest(self) -> int:
        return int(self.ids[-1]) if self.size else 0

    def apply(self, changes: Changes) -> Matrix:
        """Return the matrix as the store has its vectors."""
        kept = self if changes.ids is None else self.only(changes.ids)
        return kept.joined(changes.rows)

    def joined(self, rows: Sequence[Kept]) -> Matrix:
        """With these vectors as well."""
        if not rows:
            return self
        flat = np.frombuffer(b"".join(row.vector for row in rows), "<f2").astype(np.float32)
        numbers = flat.reshape(len(rows), -1)
        scales = np.maximum(np.abs(numbers).max(axis=1), np.float32(1e-6)) / TOP
        ids = np.concatenate([self.ids, [row.id for row in rows]])
        order = np.argsort(ids, kind="stable")
        return Matrix(
            self.means,
            ids[order],
            np.concatenate([self.documents, [row.document_id for row in rows]])[order],
            np.concatenate([self.english, [row.language == "en" for row in rows]])[order],
            np.concatenate([self.codes, np.rint(numbers / scales[:, None]).astype(np.int8)])[order],
            np.concatenate([self.scales, scales])[order],
        ).measured()

    def only(self, ids: Collection[int]) -> Matrix:
        """Without the vectors that are not among these."""
        kept = np.isin(self.ids, np.fromiter(ids, np.int64))
        documents, english = self.documents[kept], self.english[kept]
        return Matrix(self.means, self.ids[kept], documents, english, self.codes[kept], self.scales[kept]).measured()

    def measured(self) -> Matrix:
        """With all that is the same for every question, found out in the thread that made it."""
        _ = self.lengths
        return self

    def cosines(self, question: Numbers, *, english: bool) -> Numbers:
        """How near each document is to the question, -1..1, when what each tongue has in common is taken away."""
        asked = question - self.means.questions[int(english)]
        asked /= max(float(np.linalg.norm(asked)), 1e-6)
        found: Numbers = (self._along(asked) - (self.centres @ asked)[self.english.astype(int)]) / self.lengths
        return found

    def compare(self, question: Numbers, *, english: bool, floor: float) -> Comparison:
        """Compare the question with every document; those from `floor` on are put in order, the nearest first."""
        cosines = self.cosines(question, english=english)
        near = np.flatnonzero(cosines >= floor)
        return Comparison(self, cosines, near[np.argsort(-cosines[near], kind="stable")].astype(np.int32))

    @cached_property
    def centres(self) -> Numbers:
        """The means of the Norwegian and of the English documents; what few have in common is their subject."""
        sums, counts = np.zeros((2, self.codes.shape[1]), np.float32), np.zeros((2, 1), np.float32)
        for rows, numbers in self._unpacked():
            of_tongue = np.stack([~self.english[rows], self.english[rows]]).astype(np.float32)
            sums += of_tongue @ numbers
            counts += of_tongue.sum(axis=1, keepdims=True)
        centres: Numbers = (sums + PRIOR * self.means.documents) / (counts + PRIOR)
        return centres

    @cached_property
    def lengths(self) -> Numbers:
        """Of each vector without the mean of its tongue."""
        lengths = np.empty(self.size, np.float32)
        for rows, numbers in self._unpacked():
            lengths[rows] = np.linalg.norm(numbers - self.centres[self.english[rows].astype(int)], axis=1)
        return np.maximum(lengths, np.float32(1e-6))

    def _along(self, direction: Numbers) -> Numbers:
        found = np.empty(self.size, np.float32)
        for rows, numbers in self._unpacked(scaled=False):
            np.dot(numbers, direction, out=found[rows])
        found *= self.scales
        return found

    def _unpacked(self, *, scaled: bool = True) -> Iterator[tuple[slice, Numbers]]:
        """Some rows at a time, in one place of memory that is used again for the next."""
        buffer = np.empty((ROWS, self.codes.shape[1]), np.float32)
        for first in range(0, self.size, ROWS):
            rows = slice(first, first + ROWS)
            numbers = buffer[: len(self.codes[rows])]
            np.copyto(numbers, self.codes[rows])
            if scaled:
                numbers *= self.scales[rows, None]
            yield rows, numbers
