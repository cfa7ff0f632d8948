"""The index is mended where it disagrees with the records, a few records at a time, and found in as it is meanwhile.

What is wrong is looked for where nobody waits; what is mended is held, looked at again and mended in one unit of work.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.chat.records import searched_kinds
from handlers.language.finding import Document, drop, keep
from handlers.language.terms import index_version
from storage.kit.database import Store


async def standing(store: Store) -> dict[str, int]:
    """How many documents there are, and how many records are missing, stale, or gone and still there."""
    return await store.index.standing(index_version())


async def stale(store: Store, kind: str, after: int, most: int) -> Sequence[int]:
    """The next records that are missing, or that the index holds otherwise than they are or by other rules."""
    return await store.index.stale(kind, index_version(), after, most)


async def every(store: Store, kind: str, after: int, most: int) -> Sequence[int]:
    """The next records that are to be found."""
    return await store.index.found(kind, after, most)


async def gone(store: Store, kind: str, after: int, most: int) -> Sequence[int]:
    """The next that are in the index and should not be found."""
    return await store.index.gone(kind, after, most)


async def changed(store: Store, kind: str, ids: Collection[int]) -> list[int]:
    """Those whose words are others than the index was made of, or are not all in it."""
    seals = await store.index.seals(kind, ids)
    return [one.id for one in await _documents(store, kind, ids) if seals.get(one.id) != one.seal]


async def refresh(store: Store, kind: str, ids: Collection[int]) -> int:
    """Index them anew; how many. What is no longer to be found is not."""
    documents = await _documents(store, kind, ids)
    await keep(store, *documents)
    return len(documents)


async def sweep(store: Store, kind: str, ids: Collection[int]) -> int:
    """Take them out of the index, unless they are to be found after all; how many."""
    gone = await store.index.still_gone(kind, await store.index.free(kind, ids))
    for id in gone:
        await drop(store, kind, id)
    return len(gone)


async def _documents(store: Store, kind: str, ids: Collection[int]) -> list[Document]:
    """Whoever is changing one of them just now indexes it, and it is left out here."""
    return await searched_kinds()[kind].write_documents(store, await store.index.hold(kind, ids))
