"""Compare the search index with the records: what each record should be indexed as, and where they differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.kit.record_declarations import IndexedRecords, collect_declarations
from storage.kit.sqlite_session import mark_long_statement
from storage.search.search_rows import SearchNgrams, SearchPosting
from storage.search.search_statements import DOCUMENTS


@cache
def map_indexed_records() -> Mapping[str, IndexedRecords]:
    """Return what each kind that is found declares of its records."""
    return {one.kind: one for one in collect_declarations(IndexedRecords)}


@cache
def _get_records(kind: str) -> sa.Subquery:
    return map_indexed_records()[kind].select.subquery("records")


class SearchConsistency(Repository):
    """List ids of records, in order; `after` and `most` take them in small portions."""

    async def count_document_differences(self, version: int) -> dict[str, int]:
        """Return the numbers of documents, and of missing, stale and orphaned entries."""
        counts = dict.fromkeys(("documents", "gone", "missing", "stale"), 0)
        for kind in map_indexed_records():
            for counting in (_select_document_counts(kind), _select_record_counts(kind)):
                row = (await self.session.execute(counting, {"version": version})).mappings().one()
                for name, count in row.items():
                    counts[name] += count or 0
        return counts

    async def list_record_ids_to_reindex(self, kind: str, version: int, after: int, most: int) -> Sequence[int]:
        """List records that are missing from the index, or outdated in it, or indexed by older rules."""
        given = {"version": version, "after": after, "most": most}
        return (await self.session.scalars(_select_stale(kind), given)).all()

    async def list_orphaned_record_ids(self, kind: str, after: int, most: int) -> Sequence[int]:
        """List records that are in the index and should not be."""
        return (await self.session.scalars(_select_orphaned(kind), {"after": after, "most": most})).all()

    async def filter_orphaned_record_ids(self, kind: str, ids: Collection[int]) -> Sequence[int]:
        """Return those of these ids that are still in the index and should not be."""
        id = DOCUMENTS.c.record_id
        gone = sa.select(id).where(DOCUMENTS.c.kind == kind, match_any_of(id, ids), ~_match_findable(kind)).order_by(id)
        return (await self.session.scalars(gone)).all()

    async def lock_free_record_ids(self, kind: str, ids: Collection[int]) -> set[int]:
        """Return those ids whose record does not exist, or is locked by this unit of work from now on."""
        held, column = await self.lock_indexed_records(kind, ids), map_indexed_records()[kind].table.id
        there = (await self.session.scalars(sa.select(column).where(match_any_of(column, ids)))).all()
        return set(ids).difference(there).union(one.id for one in held)

    async def list_indexable_record_ids(self, kind: str, after: int, most: int) -> Sequence[int]:
        """List records that should be in the index."""
        id = _get_records(kind).c.record_id
        rows = await self.session.scalars(sa.select(id).where(id > after).order_by(id).limit(most))
        return rows.all()

    async def count_indexable_records(self, kind: str) -> int:
        """Return how many records should be in the index."""
        return (await self.session.execute(sa.select(sa.func.count(_get_records(kind).c.record_id)))).scalar_one()

    async def find_nth_indexable_id(self, kind: str, n: int) -> int:
        """Return the id of the n-th record that should be in the index, from 0 on; 0 where there are fewer."""
        id = _get_records(kind).c.record_id
        return await self.session.scalar(sa.select(id).order_by(id).offset(n).limit(1)) or 0

    async def map_complete_seals(self, kind: str, ids: Collection[int]) -> Mapping[int, str]:
        """Return record id -> seal, for documents of which the index holds all that it says it holds."""
        postings = sa.select(sa.func.count()).where(SearchPosting.document_id == DOCUMENTS.c.id).scalar_subquery()
        letters = sa.exists().where(SearchNgrams.document_id == DOCUMENTS.c.id)
        rows = await self.session.execute(
            sa.select(DOCUMENTS.c.record_id, DOCUMENTS.c.seal).where(
                DOCUMENTS.c.kind == kind,
                match_any_of(DOCUMENTS.c.record_id, ids),
                DOCUMENTS.c.terms == postings,
                letters,
            )
        )
        return dict(rows.all())

    async def lock_indexed_records(self, kind: str, ids: Collection[int]) -> Sequence[Any]:
        """Lock the records until this unit of work ends. Records locked by another one are left to it."""
        table: Any = map_indexed_records()[kind].table
        rows = await self.session.scalars(
            sa.select(table)
            .where(match_any_of(table.id, ids))
            .order_by(table.id)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return rows.all()


def _join_documents(kind: str) -> tuple[sa.Subquery, sa.Join, sa.ColumnElement[bool]]:
    """Return the records, the join with their documents, and the condition that the two differ."""
    records = _get_records(kind)
    same = sa.and_(DOCUMENTS.c.kind == kind, DOCUMENTS.c.record_id == records.c.record_id)
    differ = sa.or_(
        DOCUMENTS.c.version != sa.bindparam("version"),
        *(DOCUMENTS.c[name].is_distinct_from(column) for name, column in records.c.items() if name != "record_id"),
    )
    return records, records.outerjoin(DOCUMENTS, same), differ


def _match_findable(kind: str) -> sa.Exists:
    """Match documents whose record should be found."""
    id = _get_records(kind).c.record_id
    return sa.select(id).where(id == DOCUMENTS.c.record_id).correlate(DOCUMENTS).exists()


@cache
def _select_stale(kind: str) -> sa.Select[Any]:
    records, beside, differ = _join_documents(kind)
    id = records.c.record_id
    return mark_long_statement(
        sa.select(id)
        .select_from(beside)
        .where(sa.or_(DOCUMENTS.c.id.is_(None), differ), id > sa.bindparam("after"))
        .order_by(id)
        .limit(sa.bindparam("most"))
    )


@cache
def _select_orphaned(kind: str) -> sa.Select[Any]:
    return mark_long_statement(
        sa.select(DOCUMENTS.c.record_id)
        .where(DOCUMENTS.c.kind == kind, DOCUMENTS.c.record_id > sa.bindparam("after"), ~_match_findable(kind))
        .order_by(DOCUMENTS.c.record_id)
        .limit(sa.bindparam("most"))
    )


@cache
def _select_document_counts(kind: str) -> sa.Select[*tuple[Any, ...]]:
    gone = sa.func.sum(sa.case((_match_findable(kind), 0), else_=1)).label("gone")
    documents = sa.func.count().label("documents")
    return mark_long_statement(sa.select(documents, gone).where(DOCUMENTS.c.kind == kind))


@cache
def _select_record_counts(kind: str) -> sa.Select[*tuple[Any, ...]]:
    _, beside, differ = _join_documents(kind)
    missing = DOCUMENTS.c.id.is_(None)
    counted = sa.select(
        sa.func.sum(sa.case((missing, 1), else_=0)).label("missing"),
        sa.func.sum(sa.case((missing, 0), (differ, 1), else_=0)).label("stale"),
    )
    return mark_long_statement(counted.select_from(beside))
