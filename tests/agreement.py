"""What the index holds otherwise than the records are: nothing, after whatever anybody does."""

from __future__ import annotations

from handlers.chat.record_kinds import list_searched_kinds
from handlers.library import index_repair
from storage.kit.database import Database


async def wrong(database: Database) -> dict[str, list[int] | int]:
    """How many records are missing, stale or gone, and the ids of those whose words are others."""
    async with database.read() as store:
        found: dict[str, list[int] | int] = dict(await index_repair.count_index_drift(store))
        for kind in list_searched_kinds():
            found[kind] = await index_repair.list_changed_record_ids(
                store, kind, await index_repair.list_indexable_ids(store, kind, 0, 100)
            )
    return {name: value for name, value in found.items() if value and name != "documents"}
