"""Guard visibility: no card shows a person or a room what is not for them, whenever it was scheduled."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.card_arguments import is_for_secretariat
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


@router.guard("secretariat")
async def is_secretariat_delivery_visible(view: View) -> bool:
    """Return True unless the card is declared to be for the secretariat, and its reader has left it.

    In a room it stands because the room is the secretariat's.
    """
    if not is_for_secretariat(view.delivery) or view.delivery.room_id is not None:
        return True
    return view.person is not None and view.person.secretariat


async def _is_record_visible(view: View, record: HasAudience) -> bool:
    store, row = view.store, view.delivery
    if view.person is not None:
        return await rights.is_visible_to(store, view.person, record)
    room = await store.rooms.find(row.room_id)
    return await store.audiences.may_viewer_see(await store.audiences.build_room_viewer(room), record.reach_id)
