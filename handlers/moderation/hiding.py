"""Hide and restore: out of the rooms, lists, searches and digests, and back to where it was, with a trail."""

from __future__ import annotations

from handlers.chat.records import Moderable, moderations
from storage.kit.database import Store
from storage.moderation.hidings import Hiding


async def hide(store: Store, item: Moderable, ground: str, by_id: int) -> Hiding:
    """The item is held by the caller, and others see it."""
    before = await moderations()[item.kind].hide(store, item.row)
    return await store.hidings.add(
        Hiding(kind=item.kind, record_id=item.row.id, ground=ground, was=before, hidden_by_id=by_id)
    )


async def restore(store: Store, item: Moderable, hiding: Hiding, by_id: int) -> bool:
    """As it was; False when its author has taken it back meanwhile."""
    hiding.restored_at, hiding.restored_by_id = store.now, by_id
    if not item.hidden or item.deleted:
        return False
    await moderations()[item.kind].restore(store, item.row, hiding.was)
    return True
