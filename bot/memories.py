"""What platforms let the bot remember: how to write to a place later, and which messages are its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.places import Place
from storage.database import Database


class Memories:
    """The half of the `Dispatch` protocol that answers no event."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def ours(self, place: Place, message: str) -> bool:
        async with self.database.read() as store:
            found = await store.outbox.of_message(place.platform, place.workspace, place.channel, message)
            return found is not None

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
