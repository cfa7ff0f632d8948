"""Which documents mean nearly what is asked: compared in this process, and found only as far as they may be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.understanding.meanings import Meanings, guard_meaning
from storage.database import Store
from storage.search import Candidate, Scope

if TYPE_CHECKING:
    from handlers.understanding.matrices import Matrix

#: below this cosine two texts have nothing to do with each other (of answers that are right, 5 in 100 are below)
UNRELATED = 0.1
#: documents that meaning alone may bring
MOST = 50
#: the nearest documents that are asked whether they may be found; when too few of them may, many more are
FIRST, FURTHER = 200, 5000
#: vectors that are read at once
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Near:
    """What is near a question, within reach."""

    #: document id -> cosine, of what was asked about and of all that is near
    cosines: Mapping[int, float]
    #: what is near and was not asked about, the nearest first
    further: Sequence[Candidate]
    #: how many documents it was compared with
    among: int


async def near(
    meanings: Meanings, store: Store, text: str, *, english: bool, scope: Scope, documents: Sequence[int]
) -> Near | None:
    """What is near the text, and how near those documents are that were found otherwise; None without a model.

    Raises MeaningError.
    """
    with guard_meaning("comparing"):
        return await _near(meanings, store, text, english=english, scope=scope, documents=documents)


async def _near(
    meanings: Meanings, store: Store, text: str, *, english: bool, scope: Scope, documents: Sequence[int]
) -> Near | None:
    question = await meanings.asked(text)
    if question is None or not scope.kinds or not scope.levels:
        return None
    matrix = await refreshed(meanings, store)
    own, others = await meanings.in_thread(
        lambda: matrix.nearest(question, english=english, floor=UNRELATED, documents=documents)
    )
    cosines = {one.document_id: own[id] for id, one in await store.vectors.within(scope, list(own))}
    further: list[Candidate] = []
    ids, first, size = list(others), 0, FIRST
    while len(further) < MOST and first < len(ids):
        may = dict(await store.vectors.within(scope, ids[first : first + size]))
        further += [may[id] for id in ids[first : first + size] if id in may]
        cosines |= {one.document_id: others[id] for id, one in may.items()}
        first, size = first + size, FURTHER
    return Near(cosines, further[:MOST], matrix.size)


async def refreshed(meanings: Meanings, store: Store) -> Matrix:
    """The vectors as they are in the store now: what has come is read, what has gone is left out."""
    from handlers.understanding.matrices import Matrix

    matrix = meanings.matrix or Matrix.empty(meanings.model, meanings.dimension)
    standing = await store.vectors.standing(meanings.model)
    if standing != (matrix.size, matrix.newest):
        while rows := await store.vectors.since(meanings.model, matrix.newest, BATCH):
            matrix = await meanings.in_thread(matrix.joined, rows)
        if matrix.size != standing[0]:
            matrix = await _reconciled(meanings, store, matrix)
    meanings.matrix = matrix
    return matrix


async def _reconciled(meanings: Meanings, store: Store, matrix: Matrix) -> Matrix:
    """Some have gone; and one that was put before another may have been committed after it."""
    ids = set(await store.vectors.ids(meanings.model))
    late = await store.vectors.these(sorted(ids.difference(matrix.ids.tolist())))
    return await meanings.in_thread(lambda: matrix.only(ids).joined(late))
