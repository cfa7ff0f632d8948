"""*Try again*: what was given up is sent once more, what is out of date is redrawn, where the room is within reach."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.cards import Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.deliveries.sendings import sending
from handlers.notifications.deliveries.showing import standings
from storage.kit.database import Store
from storage.queue.delivery_rows import DEAD, SENT, Delivery

router = Router()


@router.on(Click, "deliveries.retry")
async def retry(event: Click, turn: Turn) -> Reply:
    """ "question:12" everywhere, "question:12:5" in the rooms of organisation 5, 0 in those that are nobody's."""
    kind, _, rest = event.value.partition(":")
    id, _, house = rest.partition(":")
    found = await standings(turn, await sending(turn, f"{kind}:{id}"))
    if house:
        found = [one for one in found if str(one.room.organisation_id or 0) == house]
    tried = await again(turn.store, (one.row for one in found if one.mendable and one.row is not None))
    if not tried:
        raise UserError(turn.say("There is nothing to try again just now."))
    return note(turn.say.many("I try again in {n} room.", "I try again in {n} rooms.", tried))


async def again(store: Store, rows: Iterable[Delivery]) -> int:
    """How many of these are tried once more."""
    tried = 0
    for row in list(rows):
        if row.state == SENT and row.stale:
            await store.outbox.redraw_one(row)
            tried += 1
        elif row.state == DEAD:
            tried += await store.deliveries.revive(row.id)
    return tried
