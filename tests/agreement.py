"""What the index holds otherwise than the records are: nothing, after whatever anybody does."""

from __future__ import annotations

from handlers.chat.records import searched_kinds
from handlers.library import mending
from storage.kit.database import Database


async def wrong(database: Database) -> dict[str, list[int] | int]:
    """How many records are missing, stale or gone, and the ids of those whose words are others."""
    async with database.read() as store:
        found: dict[str, list[int] | int] = dict(await mending.standing(store))
        for kind in searched_kinds():
            found[kind] = await mending.changed(store, kind, await mending.every(store, kind, 0, 100))
    return {name: value for name, value in found.items() if value and name != "documents"}
