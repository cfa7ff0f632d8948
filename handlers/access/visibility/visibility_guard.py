"""Guard visibility: no card shows a person or a room what its audience excludes, whenever it was scheduled."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.record_kinds import HasAudience, list_record_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import View

router = Router()


@router.guard("reaches")
async def is_delivery_visible(view: View) -> bool:
    """Return True if the reader may see all records that the delivery names.

    Asked again at every drawing, for an audience may have been narrowed.
    """
    for kind in list_record_kinds().values():
        if kind.find_shown is None:
            continue
        async for record in kind.find_shown(view.store, view.delivery.args):
            if record.reach_id is not None and not await _is_record_visible(view, record):
                return False
    return True


async def _is_record_visible(view: View, record: HasAudience) -> bool:
    store, row = view.store, view.delivery
    if view.person is not None:
        return await rights.is_visible_to(store, view.person, record)
    room = await store.rooms.find(row.room_id)
    return await store.audiences.may_viewer_see(await store.audiences.build_room_viewer(room), record.reach_id)
