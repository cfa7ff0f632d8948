"""Hide and restore records: out of the rooms, lists, searches and digests, and back, with a trail.

The list of grounds is fixed, so that the trail says why without saying what.
"""

from __future__ import annotations

from handlers.chat.record_kinds import list_moderations
from handlers.chat.record_moderation import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from storage.kit.database import Store
from storage.moderation.hidings import Hiding

GROUNDS = ("competition", "personal", "security", "tone", "advertising", "misplaced", "other")


async def hide_moderable(store: Store, arena: Arena, item: Moderable, ground: str, by_id: int) -> Hiding:
    """Hide the record and store who hid it and why.

    The caller holds the record's lock, and others see the record.
    """
    before = await list_moderations()[item.kind].hide_record(store, arena, item.row)
    return await store.hidings.add(
        Hiding(kind=item.kind, record_id=item.row.id, ground=ground, was=before, hidden_by_id=by_id)
    )


async def restore_moderable(store: Store, arena: Arena, item: Moderable, hiding: Hiding, by_id: int) -> bool:
    """Restore the record as it was; return False when its author has withdrawn it meanwhile."""
    hiding.restored_at, hiding.restored_by_id = store.now, by_id
    if not item.hidden or item.deleted:
        return False
    await list_moderations()[item.kind].restore_record(store, arena, item.row, hiding.was)
    return True


def describe_ground(say: Say, ground: str) -> str:
    """Return the ground in words, for use within a sentence and on a list."""
    return {
        "competition": say("it may break competition law"),
        "personal": say("it reveals something personal about somebody"),
        "security": say("it reveals something that must be protected"),
        "tone": say("it may hurt somebody"),
        "advertising": say("it is advertising"),
        "misplaced": say("it does not belong here"),
    }.get(ground, say("for another reason"))
