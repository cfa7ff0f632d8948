"""Keep the vectors of a library in little memory and compare a question with all of them at once.

Only this module and its callers in `handlers.language` use numpy.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from handlers.language.lexicon import FOLDER
from storage.search.vectors import StoredVector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handlers.language.embedders import Numbers

#: Rows compared at a time. Unpacked, they fit into the processor's cache.
ROWS = 512
#: Weight of the measured mean in the mean of the library, in documents.
PRIOR = 5
#: largest absolute value in a row of signed bytes
TOP = 127


def pack_vectors(vectors: Numbers) -> list[bytes]:
    """Return each row as the bytes that are stored."""
    return [row.tobytes() for row in vectors.astype("<f2")]


@dataclass(frozen=True, slots=True)
class VectorMeans:
    """Hold the mean vectors of a model for Norwegian and English; they carry no meaning and are subtracted."""

    #: two rows each: Norwegian and English
    questions: Numbers
    documents: Numbers


@cache
def _load_measured_means() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((FOLDER / "means.json").read_text("utf-8"))
    return known


@cache
def load_vector_means(model: str, dimension: int) -> VectorMeans:
    """Return the means measured by `python -m tests.evaluation.means`; zeros for a model without measurement."""
    known = _load_measured_means()
    if not is_measured_model(model):
        return VectorMeans(np.zeros((2, dimension), np.float32), np.zeros((2, dimension), np.float32))
    rows = (np.array([known[kind][language] for language in ("norwegian", "english")]) for kind in ("query", "passage"))
    return VectorMeans(*((row / known["one"]).astype(np.float32) for row in rows))


def is_measured_model(model: str) -> bool:
    """Return True if the bundled vectors and means were made with this model."""
    return bool(_load_measured_means()["model"] == model)


def centre_vectors(vectors: Numbers, english: Sequence[bool], model: str) -> Numbers:
    """Return question vectors without the mean of their language, of length one."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-6))
    found: Numbers = unit - load_vector_means(model, vectors.shape[1]).questions[np.asarray(english, int)]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-6))
    return found


@dataclass(frozen=True, slots=True)
class VectorChanges:
    """Hold the changes to the stored vectors since a matrix was built."""

    rows: Sequence[StoredVector]
    #: all existing ids, if some were deleted
    ids: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class VectorComparison:
    """Hold how near each document of a matrix is to a question."""

    matrix: VectorMatrix
    #: by position in the matrix
    cosines: Numbers
    #: positions of the near documents, nearest first
    near: NDArray[np.int32]

    def list_nearest(self, documents: Collection[int]) -> tuple[dict[int, float], dict[int, float]]:
        """Return vector id -> cosine twice: of these documents, and of the other near ones, nearest first."""
        asked = np.isin(self.matrix.documents, np.fromiter(documents, np.int64))
        places = (np.flatnonzero(asked), self.near[~asked[self.near]])
        ids, cosines = self.matrix.ids, self.cosines
        own, near = (dict(zip(ids[at].tolist(), cosines[at].tolist(), strict=True)) for at in places)
        return own, near


@dataclass(frozen=True)
class VectorMatrix:
    """Hold the vectors of a library: replaced, never changed, so that threads can read while it grows."""

    means: VectorMeans
    #: ids of the vectors, ascending
    ids: NDArray[np.int64]
    documents: NDArray[np.int64]
    english: NDArray[np.bool_]
    #: vectors as one byte a number; `scales` has the value of a one in each row
    codes: NDArray[np.int8]
    scales: Numbers

    @classmethod
    def build_empty(cls, model: str, dimension: int) -> VectorMatrix:
        none = np.zeros(0, np.int64)
        codes = np.zeros((0, dimension), np.int8)
        return cls(
            load_vector_means(model, dimension), none, none, none.astype(np.bool_), codes, none.astype(np.float32)
        )

    @property
    def size(self) -> int:
        return len(self.ids)

    @property
    def newest(self) -> int:
        return int(self.ids[-1]) if self.size else 0

    def apply_changes(self, changes: VectorChanges) -> VectorMatrix:
        """Return a matrix with the changes applied, as the store has its vectors now."""
        kept = self if changes.ids is None else self.select_vectors(changes.ids)
        return kept.add_vectors(changes.rows)

    def add_vectors(self, rows: Sequence[StoredVector]) -> VectorMatrix:
        """Return a matrix with these vectors as well."""
        if not rows:
            return self
        flat = np.frombuffer(b"".join(row.vector for row in rows), "<f2").astype(np.float32)
        numbers = flat.reshape(len(rows), -1)
        scales = np.maximum(np.abs(numbers).max(axis=1), np.float32(1e-6)) / TOP
        ids = np.concatenate([self.ids, [row.id for row in rows]])
        order = np.argsort(ids, kind="stable")
        return VectorMatrix(
            self.means,
            ids[order],
            np.concatenate([self.documents, [row.document_id for row in rows]])[order],
            np.concatenate([self.english, [row.language == "en" for row in rows]])[order],
            np.concatenate([self.codes, np.rint(numbers / scales[:, None]).astype(np.int8)])[order],
            np.concatenate([self.scales, scales])[order],
        ).compute_lengths()

    def select_vectors(self, ids: Collection[int]) -> VectorMatrix:
        """Return a matrix without the vectors that are not among these ids."""
        kept = np.isin(self.ids, np.fromiter(ids, np.int64))
        documents, english = self.documents[kept], self.english[kept]
        return VectorMatrix(
            self.means, self.ids[kept], documents, english, self.codes[kept], self.scales[kept]
        ).compute_lengths()

    def compute_lengths(self) -> VectorMatrix:
        """Compute what is equal for every question now, in the thread that built the matrix; return the matrix."""
        _ = self.lengths
        return self

    def compute_cosines(self, question: Numbers, *, english: bool) -> Numbers:
        """Return how near each document is to the question, -1..1, after subtracting the mean of each language."""
        asked = question - self.means.questions[int(english)]
        asked /= max(float(np.linalg.norm(asked)), 1e-6)
        found: Numbers = (
            self._project_vectors(asked) - (self.centres @ asked)[self.english.astype(int)]
        ) / self.lengths
        return found

    def compare_question(self, question: Numbers, *, english: bool, floor: float) -> VectorComparison:
        """Compare the question with every document; those from `floor` on are put in order, the nearest first."""
        cosines = self.compute_cosines(question, english=english)
        near = np.flatnonzero(cosines >= floor)
        return VectorComparison(self, cosines, near[np.argsort(-cosines[near], kind="stable")].astype(np.int32))

    @cached_property
    def centres(self) -> Numbers:
        """Return the means of the Norwegian and the English documents; few documents share little but their
        subject.
        """
        sums, counts = np.zeros((2, self.codes.shape[1]), np.float32), np.zeros((2, 1), np.float32)
        for rows, numbers in self._unpack_vectors():
            of_tongue = np.stack([~self.english[rows], self.english[rows]]).astype(np.float32)
            sums += of_tongue @ numbers
            counts += of_tongue.sum(axis=1, keepdims=True)
        centres: Numbers = (sums + PRIOR * self.means.documents) / (counts + PRIOR)
        return centres

    @cached_property
    def lengths(self) -> Numbers:
        """Return the length of each vector without the mean of its language."""
        lengths = np.empty(self.size, np.float32)
        for rows, numbers in self._unpack_vectors():
            lengths[rows] = np.linalg.norm(numbers - self.centres[self.english[rows].astype(int)], axis=1)
        return np.maximum(lengths, np.float32(1e-6))

    def _project_vectors(self, direction: Numbers) -> Numbers:
        found = np.empty(self.size, np.float32)
        for rows, numbers in self._unpack_vectors(scaled=False):
            np.dot(numbers, direction, out=found[rows])
        found *= self.scales
        return found

    def _unpack_vectors(self, *, scaled: bool = True) -> Iterator[tuple[slice, Numbers]]:
        """Yield some rows at a time, in one buffer that is used again for the next rows."""
        buffer = np.empty((ROWS, self.codes.shape[1]), np.float32)
        for first in range(0, self.size, ROWS):
            rows = slice(first, first + ROWS)
            numbers = buffer[: len(self.codes[rows])]
            np.copyto(numbers, self.codes[rows])
            if scaled:
                numbers *= self.scales[rows, None]
            yield rows, numbers
