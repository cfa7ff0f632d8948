"""Store what documents mean: a vector for each, beside the index of their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.search.search_index import SearchCandidate, SearchScope
from storage.search.search_statements import DOCUMENTS, VECTORS, match_scope

#: Maximum number of ids in one statement, because engines limit the number of parameters.
_AT_ONCE = 5000


def _build_expanding_parameter(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True)


_OF_MODEL = VECTORS.c.model == sa.bindparam("model")
_KEPT = sa.select(VECTORS.c.id, VECTORS.c.document_id, DOCUMENTS.c.language, VECTORS.c.vector).join(
    DOCUMENTS, DOCUMENTS.c.id == VECTORS.c.document_id
)
_FORGETTING = sa.delete(VECTORS).where(VECTORS.c.document_id.in_(_build_expanding_parameter("ids")))
_COUNT = sa.select(sa.func.count()).select_from(VECTORS).where(_OF_MODEL)
_LACKING = sa.select(sa.select(sa.func.count()).select_from(DOCUMENTS).scalar_subquery() - _COUNT.scalar_subquery())
_WAITING = sa.select(DOCUMENTS.c.id, DOCUMENTS.c.kind, DOCUMENTS.c.record_id)
_MISSING = (
    _WAITING.where(~sa.exists().where(VECTORS.c.document_id == DOCUMENTS.c.id, _OF_MODEL))
    .order_by(DOCUMENTS.c.id.desc())
    .limit(sa.bindparam("most"))
)
_LOCKING = (
    _WAITING.where(DOCUMENTS.c.id.in_(_build_expanding_parameter("ids"))).order_by(DOCUMENTS.c.id).with_for_update()
)
_STANDING = sa.select(sa.func.count(), sa.func.max(VECTORS.c.id)).where(_OF_MODEL)
_IDS = sa.select(VECTORS.c.id).where(_OF_MODEL)
_SINCE = _KEPT.where(_OF_MODEL, VECTORS.c.id > sa.bindparam("after")).order_by(VECTORS.c.id).limit(sa.bindparam("most"))
_THESE = _KEPT.where(VECTORS.c.id.in_(_build_expanding_parameter("ids"))).order_by(VECTORS.c.id)


@cache
def _select_vectors_in_scope(
    kinds: tuple[str, ...], levels: tuple[str, ...], narrowed: tuple[str, ...]
) -> sa.Select[Any]:
    shown = [DOCUMENTS.c[name] for name in ("id", "kind", "record_id", "language", "unanswered")]
    # Name both sides. Conditions that refer to other tables would leave the join ambiguous.
    both = VECTORS.join(DOCUMENTS, DOCUMENTS.c.id == VECTORS.c.document_id)
    found = sa.select(VECTORS.c.id, *shown).select_from(both)
    return found.where(VECTORS.c.id.in_(_build_expanding_parameter("ids")), match_scope(kinds, levels, narrowed))


class StoredVector(NamedTuple):
    """Hold a stored vector with the language of its document."""

    id: int
    document_id: int
    language: str
    vector: bytes


class UnembeddedDocument(NamedTuple):
    """Identify a document that has no vector yet, or had none."""

    document_id: int
    kind: str
    record_id: int


class SearchVectors(Repository):
    """Store vectors. What they mean is known elsewhere."""

    async def put_vectors(self, model: str, vectors: Mapping[int, bytes]) -> None:
        """Store document id -> its vector, in place of the earlier one."""
        await self.delete_vectors(vectors)
        if vectors:
            rows = [{"document_id": id, "model": model, "vector": vector} for id, vector in vectors.items()]
            await self.session.execute(sa.insert(VECTORS), rows)

    async def delete_vectors(self, document_ids: Iterable[int]) -> None:
        """Delete the vectors of documents that wait for a new one, or need none any more."""
        await self.session.execute(_FORGETTING, {"ids": list(document_ids)})

    async def count_unembedded_documents(self, model: str) -> int:
        """Return how many documents have no vector of this model."""
        lacking: int = (await self.session.execute(_LACKING, {"model": model})).scalar_one()
        return lacking

    async def list_unembedded_documents(self, model: str, limit: int) -> list[UnembeddedDocument]:
        """List documents without a vector of this model, newest first."""
        if not await self.count_unembedded_documents(model):  # counting is fast; finding them reads every document
            return []
        rows = await self.session.execute(_MISSING, {"model": model, "most": limit})
        return [UnembeddedDocument(*row) for row in rows]

    async def lock_documents(self, document_ids: Iterable[int]) -> set[UnembeddedDocument]:
        """Return those of the documents that exist, with row locks until this unit of work ends."""
        rows = await self.session.execute(_LOCKING, {"ids": sorted(document_ids)})
        return {UnembeddedDocument(*row) for row in rows}

    async def compute_vector_version(self, model: str) -> tuple[int, int]:
        """Return the number of vectors of this model and the newest id: both are equal where nothing has
        changed.
        """
        row = (await self.session.execute(_STANDING, {"model": model})).one()
        return row[0], row[1] or 0

    async def list_vector_ids(self, model: str) -> Sequence[int]:
        return (await self.session.scalars(_IDS, {"model": model})).all()

    async def list_vectors_after(self, model: str, after: int, limit: int) -> list[StoredVector]:
        """List vectors of this model with a higher id, the lowest first."""
        rows = await self.session.execute(_SINCE, {"model": model, "after": after, "most": limit})
        return [StoredVector(*row) for row in rows]

    async def list_vectors_by_id(self, ids: Sequence[int]) -> list[StoredVector]:
        return [
            StoredVector(*row)
            for first in range(0, len(ids), _AT_ONCE)
            for row in await self.session.execute(_THESE, {"ids": list(ids[first : first + _AT_ONCE])})
        ]

    async def list_candidates_in_scope(
        self, scope: SearchScope, ids: Sequence[int]
    ) -> list[tuple[int, SearchCandidate]]:
        """Return those of these vectors that exist and whose document may be found, by id."""
        if not ids:
            return []
        found = _select_vectors_in_scope(scope.kinds, scope.levels, scope.list_narrowing_names())
        rows = await self.session.execute(found, {"ids": list(ids), **scope.map_narrowing_parameters()})
        return [
            (id, SearchCandidate(one, kind, record, language, waits, {}))
            for id, one, kind, record, language, waits in rows
        ]
