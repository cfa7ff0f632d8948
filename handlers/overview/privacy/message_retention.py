"""Forget what messages held once they are sent, a few at a time, so that others write in between."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Database
from storage.queue.delivery_retention import MESSAGES

router = Router()
#: text of a private reply, and other words of people, after they were sent
WORDS = timedelta(hours=24)
#: maximum number of rows of each kind in one unit of work
PORTION = 300


@router.work("privacy.messages")
async def forget_old_messages(database: Database, _arena: Arena) -> None:
    """Forget in as many short units of work as it takes: a message goes after its changes."""
    while await _forget_portion(database):
        pass


async def _forget_portion(database: Database) -> int:
    """Return the number of rows that something was forgotten of."""
    async with database.begin(patient=True) as store:
        rows = store.delivery_retention
        count = await rows.clear_old_words(store.now - WORDS, PORTION)
        count += await rows.delete_old_deliveries(store.now - MESSAGES, PORTION)
        return count + await rows.delete_messages_to_erased(PORTION)
