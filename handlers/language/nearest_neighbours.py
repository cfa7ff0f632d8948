"""Find the documents nearest in meaning: compare in this process, then check who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.language.text_embeddings import TextEmbeddings, guard_meaning
from storage.kit.database import Database, Store
from storage.search.search_index import SearchCandidate, SearchScope

if TYPE_CHECKING:
    from handlers.language.vector_matrix import VectorChanges, VectorComparison, VectorMatrix

#: maximum number of documents found by meaning alone
MOST_DOCUMENTS = 50
#: The nearest documents are checked for visibility in a first batch. Further batches are larger.
FIRST, FURTHER = 200, 5000
#: number of vectors read at once
BATCH = 2000


@dataclass(frozen=True, slots=True)
class NearDocuments:
    """Hold the documents near a question that its reader may see."""

    #: document id -> cosine, for the given documents and for all near ones
    cosines: Mapping[int, float]
    #: near documents other than the given ones, nearest first
    further: Sequence[SearchCandidate]
    #: number of documents compared
    among: int


async def find_near_documents(
    meanings: TextEmbeddings, store: Store, text: str, *, scope: SearchScope, documents: Sequence[int]
) -> NearDocuments | None:
    """Return what is near the text, and how near the given documents are; None without a model.

    Waits for the database only. Raises MeaningError, also if the text was not read before.
    """
    read = meanings.get_meaning(text)
    if read is None or read.comparison is None or not scope.kinds or not scope.levels:
        return None
    with guard_meaning("comparing"):
        return await _load_near_documents(read.comparison, store, scope, documents)


async def _load_near_documents(
    comparison: VectorComparison, store: Store, scope: SearchScope, documents: Sequence[int]
) -> NearDocuments:
    own, others = comparison.list_nearest(documents)
    cosines = {one.document_id: own[id] for id, one in await store.vectors.list_candidates_in_scope(scope, list(own))}
    further: list[SearchCandidate] = []
    ids, first, size = list(others), 0, FIRST
    while len(further) < MOST_DOCUMENTS and first < len(ids):
        may = dict(await store.vectors.list_candidates_in_scope(scope, ids[first : first + size]))
        further += [may[id] for id in ids[first : first + size] if id in may]
        cosines |= {one.document_id: others[id] for id, one in may.items()}
        first, size = first + size, FURTHER
    return NearDocuments(cosines, further[:MOST_DOCUMENTS], comparison.matrix.size)


async def refresh_matrix(meanings: TextEmbeddings, database: Database) -> None:
    """Update the vectors of this process from the database; call outside of every unit of work."""
    if not meanings.ready:
        return
    matrix = get_current_matrix(meanings)
    while True:
        async with database.read() as store:
            found = await find_vector_changes(store, meanings.model, matrix)
        if found is None:
            break
        matrix = await meanings.run_in_thread(matrix.apply_changes, found)
    meanings.replace_matrix(matrix)


def get_current_matrix(meanings: TextEmbeddings) -> VectorMatrix:
    """Return the matrix that was built last, or an empty one."""
    from handlers.language.vector_matrix import VectorMatrix

    return meanings.matrix or VectorMatrix.build_empty(meanings.model, meanings.dimension)


async def find_vector_changes(store: Store, model: str, matrix: VectorMatrix) -> VectorChanges | None:
    """Return a batch of new vectors, or the removals together with late commits; None if nothing has changed."""
    from handlers.language.vector_matrix import VectorChanges

    version = await store.vectors.compute_vector_version(model)
    if version == (matrix.size, matrix.newest):
        return None
    rows = await store.vectors.list_vectors_after(model, matrix.newest, BATCH)
    if rows:
        return VectorChanges(rows)
    # Some were deleted. Also, a vector with a lower id may have been committed after one with a higher id.
    ids = set(await store.vectors.list_vector_ids(model))
    return VectorChanges(await store.vectors.list_vectors_by_id(sorted(ids.difference(matrix.ids.tolist()))), ids)
