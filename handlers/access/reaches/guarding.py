"""Guard: no card shows anybody, and no room, what is out of their reach, whenever and why ever it was promised."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.records import HasAudience, record_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import View

router = Router()


@router.guard("reaches")
async def allowed(view: View) -> bool:
    """By the records that the delivery names; asked again at every drawing, for a reach may have been narrowed."""
    for kind in record_kinds().values():
        if kind.find_shown is None:
            continue
        async for record in kind.find_shown(view.store, view.delivery.args):
            if record.reach_id is not None and not await _may(view, record):
                return False
    return True


async def _may(view: View, record: HasAudience) -> bool:
    store, row = view.store, view.delivery
    if view.person is not None:
        return await rights.within(store, view.person, record)
    room = await store.rooms.find(row.room_id)
    return await store.reaches.sees(await store.reaches.sight_in(room), record.reach_id)
