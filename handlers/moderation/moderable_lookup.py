"""Find what can be reported and hidden, by the value of a button that names it: "question:12"."""

from __future__ import annotations

from handlers.chat.button_values import RecordValue
from handlers.chat.errors import Missing
from handlers.chat.record_kinds import list_moderations
from handlers.chat.record_moderation import Moderable
from handlers.chat.turn import Turn
from storage.kit.database import Store


async def find_moderable(store: Store, kind: str, id: int | None, *, lock: bool = False) -> Moderable | None:
    """Return the record; None for what is gone, or is of no kind that can be moderated."""
    moderation = list_moderations().get(kind)
    return await moderation.find_moderable(store, id, lock=lock) if moderation is not None and id is not None else None


async def find_visible_moderable(turn: Turn, value: str) -> Moderable:
    """Return the record of a button as far as this person may see it.

    Raises Missing, the same error for not found and not allowed.
    """
    record = RecordValue.parse_value(value)
    if record.kind not in list_moderations():
        raise Missing(turn.say("I cannot find that."))
    return await list_moderations()[record.kind].find_visible(turn, record.id)
