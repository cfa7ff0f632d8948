"""Repair the search index in small batches while searches go on.

Differences are looked for without locks. A repair locks the records, checks them again and writes in one unit
of work. Texts are embedded later still, and are read for that as they are then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from handlers.chat.record_kinds import list_record_kinds, list_searched_kinds
from handlers.language.document_search import Document, index_documents, unindex_document
from handlers.language.index_terms import compute_index_version
from storage.kit.database import Store


async def count_index_drift(store: Store) -> dict[str, int]:
    """Return the number of documents, and of records that are missing, outdated or orphaned in the index."""
    return await store.search_consistency.count_document_differences(compute_index_version())


async def list_reindex_ids(store: Store, kind: str, after: int, most: int) -> Sequence[int]:
    """Return the next ids whose document is missing, outdated or made by other index rules."""
    return await store.search_consistency.list_record_ids_to_reindex(kind, compute_index_version(), after, most)


async def list_indexable_ids(store: Store, kind: str, after: int, most: int) -> Sequence[int]:
    """Return the next ids of records that belong in the index."""
    return await store.search_consistency.list_indexable_record_ids(kind, after, most)


async def list_orphan_ids(store: Store, kind: str, after: int, most: int) -> Sequence[int]:
    """Return the next ids that are in the index and do not belong there."""
    return await store.search_consistency.list_orphaned_record_ids(kind, after, most)


async def list_changed_record_ids(store: Store, kind: str, ids: Collection[int]) -> list[int]:
    """Return the ids whose text differs from the indexed text, or is not fully indexed."""
    seals = await store.search_consistency.map_complete_seals(kind, ids)
    return [one.id for one in await _lock_documents(store, kind, ids) if seals.get(one.id) != one.seal]


async def reindex_records(store: Store, kind: str, ids: Collection[int]) -> int:
    """Index these records anew and return how many; records that are no longer searchable are skipped."""
    documents = await _lock_documents(store, kind, ids)
    await index_documents(store, *documents)
    return len(documents)


async def refresh_documents(store: Store, kind: str, ids: Collection[int]) -> None:
    """Index records that this unit of work has changed, and remove those that are no longer searchable."""
    documents = await _build_present_documents(store, kind, ids)
    await index_documents(store, *documents)
    for id in set(ids).difference(document.id for document in documents):
        await unindex_document(store, kind, id)


async def remove_orphaned_documents(store: Store, kind: str, ids: Collection[int]) -> int:
    """Remove these documents unless their record is searchable after all; return how many were removed."""
    gone = await store.search_consistency.filter_orphaned_record_ids(
        kind, await store.search_consistency.lock_free_record_ids(kind, ids)
    )
    for id in gone:
        await unindex_document(store, kind, id)
    return len(gone)


async def _lock_documents(store: Store, kind: str, ids: Collection[int]) -> list[Document]:
    """Lock the records and build their documents; skip records that another unit of work has locked.

    A unit of work that changes a record indexes it as well.
    """
    return await list_searched_kinds()[kind].write_documents(
        store, await store.search_consistency.lock_indexed_records(kind, ids)
    )


async def collect_embedding_texts(store: Store, records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the present text of each searchable record, by its kind and id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for name, id in records:
        ids[name].append(id)
    found = {}
    for name, some in ids.items():
        for document in await _build_present_documents(store, name, some):
            found[name, document.id] = document.embedding_text
    return found


async def _build_present_documents(store: Store, name: str, ids: Iterable[int]) -> list[Document]:
    kind = list_record_kinds()[name]
    assert kind.search is not None, f"{name} is in the index"
    rows = [row for id in ids if (row := await kind.find(store, id)) is not None]
    return await kind.search.write_documents(store, rows)
