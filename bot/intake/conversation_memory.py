"""What platforms let the bot remember: how to write to a place later, and which messages are its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.platforms import NotYet
from handlers.chat.places import Place
from storage.kit.database import Database

log = structlog.get_logger()
#: how often to look for a message that is on its way, and seconds in between: less than any platform waits for us
LOOKS, LOOK = 16, 0.1


class Memories:
    """The half of the `Dispatch` protocol that answers no event."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def known_by(self, place: Place) -> str:
        async with self.database.read() as store:
            rooms = await store.rooms.shared(place.platform, place.channel)
        return rooms[0].workspace if rooms else ""

    async def ours(self, place: Place, message: str) -> bool:
        """Waits a moment for a message that is on its way there: somebody may answer before it is written down."""
        for _ in range(LOOKS):
            async with self.database.read() as store:
                where = (place.platform, place.workspace, place.channel)
                if await store.outbox.of_message(*where, message) is not None:
                    return True
                if not await store.outbox.on_the_way(*where):
                    return False
            await asyncio.sleep(LOOK)
        log.info("event came too early", platform=place.platform)
        raise NotYet(f"something is on its way to {place.platform}")

    async def has_forgotten(self, at: datetime) -> bool:
        async with self.database.read() as store:
            return await store.restores.has_forgotten(at)

    async def remember(self, place: Place, data: Mapping[str, Any]) -> None:
        """Written only when it has changed, so that the many events of a quiet chat cost one read each."""
        if await self.recall(place) == dict(data):
            return
        async with self.database.begin() as store:
            await store.conversations.remember(place.platform, place.workspace, _channel(place), dict(data))

    async def recall(self, place: Place) -> dict[str, Any] | None:
        async with self.database.read() as store:
            return await store.conversations.recall(place.platform, place.workspace, _channel(place))

    async def kept(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        async with self.database.read() as store:
            return await store.conversations.all_of(platform, workspace)


def _channel(place: Place) -> str:
    return place.channel or f"@{place.user}"
