"""Withdraw a second copy of a message whose first send got no answer.

The copy is found when somebody presses a button in it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog

from handlers.chat.places import Place
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store
from storage.queue.delivery_rows import Delivery

log = structlog.get_logger()
#: maximum number of characters of a message id
_LONGEST = 255


async def withdraw_lost_answer_copy(
    database: Database, place: Place, delivery: str, message: str, pressed_at: datetime
) -> bool:
    """Delete this message through the outbox if it is another copy of this delivery.

    Return True if the copy was not known before. Both ids come from the client, unverified. The first
    look-up only reads: nearly every press is in the known message.
    """
    if not _is_delivery_id(delivery) or len(message) > _LONGEST:
        return False
    try:
        async with database.read() as store:
            if await _find_doubled_delivery(store, place, delivery, message, pressed_at) is None:
                return False
        async with database.begin() as store:
            row = await _find_doubled_delivery(store, place, delivery, message, pressed_at)
            copy = await store.unknown_outcomes.record_duplicate_copy(row, message) if row is not None else None
            if copy is None:
                return False
            await store.outbox.withdraw_delivery(copy)
    except (Conflict, *UNAVAILABLE) as error:  # the click is done; another one repeats this
        log.info("copy not taken back yet", delivery=delivery, why=type(error).__name__)
        return False
    log.error("a message went out twice, the earlier one is deleted", delivery=delivery, platform=place.platform)
    return True


async def _find_doubled_delivery(
    store: Store, place: Place, delivery: str, message: str, pressed_at: datetime
) -> Delivery | None:
    where = (place.platform, place.workspace, place.channel)
    # The pressed message may be an unrecorded one, unless that was started later, such as the answer to the press.
    if await store.channel_messages.has_unrecorded_post(*where, started_before=pressed_at):
        return None
    return await store.unknown_outcomes.find_duplicated_delivery(delivery, where, place.thread, message)


def _is_delivery_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
