"""Another copy of a message whose answer was lost: it is found out when somebody presses a button in it."""

from __future__ import annotations

from uuid import UUID

import structlog

from handlers.chat.places import Place
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store
from storage.queue.delivery_rows import Delivery

log = structlog.get_logger()
#: characters that the id of a message may have
_LONGEST = 255


async def take_back_copy(database: Database, place: Place, delivery: str, message: str) -> bool:
    """Have this message deleted if it is another copy of this delivery, through the outbox. True when that is news.

    Both ids are a client's word. Looked for without writing first: nearly every press is in the message that is known.
    """
    if not _is_id(delivery) or len(message) > _LONGEST:
        return False
    try:
        async with database.read() as store:
            if await _find(store, place, delivery, message) is None:
                return False
        async with database.begin() as store:
            row = await _find(store, place, delivery, message)
            copy = await store.fates.enter_copy(row, message) if row is not None else None
            if copy is None:
                return False
            await store.outbox.take_back_one(copy)
    except (Conflict, *UNAVAILABLE) as error:  # what was pressed is done; the next press tells it again
        log.info("copy not taken back yet", delivery=delivery, why=type(error).__name__)
        return False
    log.error("a message went out twice, the earlier one is deleted", delivery=delivery, platform=place.platform)
    return True


async def _find(store: Store, place: Place, delivery: str, message: str) -> Delivery | None:
    where = (place.platform, place.workspace, place.channel)
    if await store.outbox.on_the_way(*where):  # it may be that one, which is not written down yet
        return None
    return await store.fates.find_doubled(delivery, where, place.thread, message)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
