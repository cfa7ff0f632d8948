"""Which scheme a button means; every member sees all of them."""

from __future__ import annotations

from handlers import rights
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.record_ids import parse_id
from storage.schemes import Scheme


async def visible(turn: Turn, value: str, *, lock: bool = False) -> Scheme:
    id = parse_id(value.partition(":")[0])
    found = await (turn.store.schemes.lock(id) if lock else turn.store.schemes.find(id))
    rights.see(turn, found is not None and not turn.person.guest, turn.say("I do not find that scheme."))
    assert found is not None
    return found


async def reportable(turn: Turn, value: str, *, lock: bool = False) -> Scheme:
    scheme = await visible(turn, value, lock=lock)
    if scheme.retired_at is not None:
        raise UserError(turn.say("{name} is not asked about any more.", name=scheme.name))
    return scheme
