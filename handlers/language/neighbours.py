"""Which documents mean nearly what is asked: compared in this process, and found only as far as they may be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.language.meanings import Meanings, guard_meaning
from storage.kit.database import Database, Store
from storage.search.search_index import Candidate, Scope

if TYPE_CHECKING:
    from handlers.language.matrices import Changes, Comparison, Matrix

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


async def near(meanings: Meanings, store: Store, text: str, *, scope: Scope, documents: Sequence[int]) -> Near | None:
    """What is near the text, and how near those documents are that were found otherwise; None without a model.

    It waits for the database and for nothing else. Raises MeaningError, as where the text has not been read before.
    """
    read = meanings.known(text)
    if read is None or read.comparison is None or not scope.kinds or not scope.levels:
        return None
    with guard_meaning("comparing"):
        return await _near(read.comparison, store, scope, documents)


async def _near(comparison: Comparison, store: Store, scope: Scope, documents: Sequence[int]) -> Near:
    own, others = comparison.nearest(documents)
    cosines = {one.document_id: own[id] for id, one in await store.vectors.within(scope, list(own))}
    further: list[Candidate] = []
    ids, first, size = list(others), 0, FIRST
    while len(further) < MOST and first < len(ids):
        may = dict(await store.vectors.within(scope, ids[first : first + size]))
        further += [may[id] for id in ids[first : first + size] if id in may]
        cosines |= {one.document_id: others[id] for id, one in may.items()}
        first, size = first + size, FURTHER
    return Near(cosines, further[:MOST], comparison.matrix.size)


async def refresh(meanings: Meanings, database: Database) -> None:
    """Bring the vectors of this process up to those in the database; outside of every unit of work."""
    if not meanings.ready:
        return
    matrix = current_matrix(meanings)
    while True:
        async with database.read() as store:
            found = await changes(store, meanings.model, matrix)
        if found is None:
            break
        matrix = await meanings.in_thread(matrix.apply, found)
    meanings.hold(matrix)


def current_matrix(meanings: Meanings) -> Matrix:
    """Return the vectors as they were looked at last."""
    from handlers.language.matrices import Matrix

    return meanings.matrix or Matrix.empty(meanings.model, meanings.dimension)


async def changes(store: Store, model: str, matrix: Matrix) -> Changes | None:
    """Return some of what has come since and all that has gone; None where nothing has changed."""
    from handlers.language.matrices import Changes

    standing = await store.vectors.standing(model)
    if standing == (matrix.size, matrix.newest):
        return None
    rows = await store.vectors.since(model, matrix.newest, BATCH)
    if rows:
        return Changes(rows)
    # some have gone; and one that was put before another may have been committed after it
    ids = set(await store.vectors.ids(model))
    return Changes(await store.vectors.these(sorted(ids.difference(matrix.ids.tolist()))), ids)
