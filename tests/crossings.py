"""Events that wait for one row at the same moment, in a known order, and are let go together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import sqlalchemy as sa

from handlers.chat.cards import Reply
from handlers.chat.events import Event
from storage.kit.database import Store
from tests.conversation import Conversation

#: units of work that wait for a row
_WAITING = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def cross(
    talk: Conversation, lock: Callable[[Store], Awaitable[object]], events: Sequence[Event]
) -> list[Reply | None]:
    """All of them wait for the row, in this order. On SQLite, where only one writes at a time, they take turns."""
    if talk.database.is_sqlite:
        return [await talk.dispatcher(event) for event in events]
    async with talk.database.begin() as store:
        await lock(store)
        under_way = []
        for event in events:
            under_way.append(asyncio.create_task(talk.dispatcher(event)))
            while (await store.session.scalar(_WAITING) or 0) < len(under_way):  # noqa: ASYNC110 - the server knows it
                await asyncio.sleep(0.01)
    replies = await asyncio.gather(*under_way)
    await talk.settle()
    return replies
