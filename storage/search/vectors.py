"""What documents mean: a vector for each, beside the index of their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.search.search_index import Candidate, Scope
from storage.search.search_statements import DOCUMENTS, VECTORS, within

#: what one statement may be asked about: engines bound the number of parameters
_AT_ONCE = 5000


def _many(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True)


_OF_MODEL = VECTORS.c.model == sa.bindparam("model")
_KEPT = sa.select(VECTORS.c.id, VECTORS.c.document_id, DOCUMENTS.c.language, VECTORS.c.vector).join(
    DOCUMENTS, DOCUMENTS.c.id == VECTORS.c.document_id
)
_FORGETTING = sa.delete(VECTORS).where(VECTORS.c.document_id.in_(_many("ids")))
_COUNT = sa.select(sa.func.count()).select_from(VECTORS).where(_OF_MODEL)
_LACKING = sa.select(sa.select(sa.func.count()).select_from(DOCUMENTS).scalar_subquery() - _COUNT.scalar_subquery())
_WAITING = sa.select(DOCUMENTS.c.id, DOCUMENTS.c.kind, DOCUMENTS.c.record_id)
_MISSING = (
    _WAITING.where(~sa.exists().where(VECTORS.c.document_id == DOCUMENTS.c.id, _OF_MODEL))
    .order_by(DOCUMENTS.c.id.desc())
    .limit(sa.bindparam("most"))
)
_LOCKING = _WAITING.where(DOCUMENTS.c.id.in_(_many("ids"))).order_by(DOCUMENTS.c.id).with_for_update()
_STANDING = sa.select(sa.func.count(), sa.func.max(VECTORS.c.id)).where(_OF_MODEL)
_IDS = sa.select(VECTORS.c.id).where(_OF_MODEL)
_SINCE = _KEPT.where(_OF_MODEL, VECTORS.c.id > sa.bindparam("after")).order_by(VECTORS.c.id).limit(sa.bindparam("most"))
_THESE = _KEPT.where(VECTORS.c.id.in_(_many("ids"))).order_by(VECTORS.c.id)


@cache
def _within(kinds: tuple[str, ...], levels: tuple[str, ...], narrowed: tuple[str, ...]) -> sa.Select[Any]:
    shown = [DOCUMENTS.c[name] for name in ("id", "kind", "record_id", "language", "unanswered")]
    # both sides are named: from a condition that looks into other tables too, no one could tell what is joined to what
    both = VECTORS.join(DOCUMENTS, DOCUMENTS.c.id == VECTORS.c.document_id)
    found = sa.select(VECTORS.c.id, *shown).select_from(both)
    return found.where(VECTORS.c.id.in_(_many("ids")), within(kinds, levels, narrowed))


class Kept(NamedTuple):
    """A vector as it is kept, with the language of its document."""

    id: int
    document_id: int
    language: str
    vector: bytes


class Waiting(NamedTuple):
    """A document that has no vector yet, or had none."""

    document_id: int
    kind: str
    record_id: int


class Vectors(Repository):
    """Vectors in, vectors out. What they mean is known elsewhere."""

    async def put(self, model: str, vectors: Mapping[int, bytes]) -> None:
        """Document id -> its vector, in place of the one it had."""
        await self.forget(vectors)
        if vectors:
            rows = [{"document_id": id, "model": model, "vector": vector} for id, vector in vectors.items()]
            await self.session.execute(sa.insert(VECTORS), rows)

    async def forget(self, document_ids: Iterable[int]) -> None:
        """They wait for a new vector, or have nothing more to do with any."""
        await self.session.execute(_FORGETTING, {"ids": list(document_ids)})

    async def lacking(self, model: str) -> int:
        """How many documents have no vector of this model."""
        lacking: int = (await self.session.execute(_LACKING, {"model": model})).scalar_one()
        return lacking

    async def missing(self, model: str, limit: int) -> list[Waiting]:
        """Documents without a vector of this model, the newest first."""
        if not await self.lacking(model):  # counted at once; to look for them means to look at every document
            return []
        rows = await self.session.execute(_MISSING, {"model": model, "most": limit})
        return [Waiting(*row) for row in rows]

    async def lock(self, document_ids: Iterable[int]) -> set[Waiting]:
        """Those of the documents that are there; nobody changes them until this unit of work is over."""
        rows = await self.session.execute(_LOCKING, {"ids": sorted(document_ids)})
        return {Waiting(*row) for row in rows}

    async def standing(self, model: str) -> tuple[int, int]:
        """How many vectors of this model there are, and the id of the newest: equal where nothing has changed."""
        row = (await self.session.execute(_STANDING, {"model": model})).one()
        return row[0], row[1] or 0

    async def ids(self, model: str) -> Sequence[int]:
        return (await self.session.scalars(_IDS, {"model": model})).all()

    async def since(self, model: str, after: int, limit: int) -> list[Kept]:
        """Vectors of this model with a higher id, the lowest first."""
        rows = await self.session.execute(_SINCE, {"model": model, "after": after, "most": limit})
        return [Kept(*row) for row in rows]

    async def these(self, ids: Sequence[int]) -> list[Kept]:
        return [
            Kept(*row)
            for first in range(0, len(ids), _AT_ONCE)
            for row in await self.session.execute(_THESE, {"ids": list(ids[first : first + _AT_ONCE])})
        ]

    async def within(self, scope: Scope, ids: Sequence[int]) -> list[tuple[int, Candidate]]:
        """Those of these vectors that are there and whose document may be found, by their ids."""
        if not ids:
            return []
        found = _within(scope.kinds, scope.levels, scope.narrowed())
        rows = await self.session.execute(found, {"ids": list(ids), **scope.given()})
        return [(id, Candidate(one, kind, record, tongue, waits, {})) for id, one, kind, record, tongue, waits in rows]
