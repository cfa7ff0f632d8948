"""Keep the courier's redraw of a message over what was written to the same message beside it.

A platform may write a card into a clicked message itself, a moment later. Meanwhile the courier may have drawn
the message anew, in this process or in another one.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from handlers.chat.places import Place
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store
from storage.queue.delivery_rows import Delivery

log = structlog.get_logger()


async def is_message_redrawn(database: Database, place: Place, message: str, since: datetime) -> bool:
    """Return True if the courier has changed this message to what became true after `since`."""
    try:
        async with database.read() as store:
            row = await _find_delivery(store, place, message)
            return row is not None and await store.channel_messages.is_changed_since(row.id, since)
    except UNAVAILABLE as error:  # what is written now is corrected by `repeat_overlapping_redraw`
        log.info("changes of a message not looked up", why=str(error))
        return False


async def repeat_overlapping_redraw(database: Database, place: Place, message: str, since: datetime) -> bool:
    """Redraw this message once more if the courier has changed it since then, or is just changing it.

    Nobody knows which of the two the platform took last. Return True if it is redrawn. The first look-up only
    reads: seldom have two met.
    """
    try:
        async with database.read() as store:
            if await _find_overlapped_delivery(store, place, message, since) is None:
                return False
        async with database.begin() as store:
            row = await _find_overlapped_delivery(store, place, message, since)
            if row is None:
                return False
            await store.outbox.redraw_delivery(row)
    except (Conflict, *UNAVAILABLE) as error:
        log.warning("a message may show what was so before", why=type(error).__name__)
        return False
    return True


async def _find_overlapped_delivery(store: Store, place: Place, message: str, since: datetime) -> Delivery | None:
    row = await _find_delivery(store, place, message)
    if row is None or not await store.channel_messages.has_overlapping_change(row.id, since):
        return None
    return row


async def _find_delivery(store: Store, place: Place, message: str) -> Delivery | None:
    return await store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, message
    )
