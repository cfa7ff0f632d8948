"""Remember for platforms how to write to a place and a person, and which messages are the bot's own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.intake.identify_sender import choose_sender_language
from bot.platforms import NotYet, PlaceChange
from handlers.chat.events import Event
from handlers.chat.places import Place
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Database

log = structlog.get_logger()
#: number of checks for a message that is being sent, and seconds between them: less than any platform waits
LOOKS, LOOK = 16, 0.1


class ConversationMemory:
    """Implement the half of the `Dispatch` protocol that answers no event."""

    def __init__(self, database: Database, arena: Arena) -> None:
        self.database = database
        self.arena = arena

    async def resolve_sender_language(self, event: Event) -> str:
        try:
            async with self.database.read() as store:
                return await choose_sender_language(store, event.sender, self.arena)
        except UNAVAILABLE as error:  # the reply is shown all the same
            log.info("language not looked up", why=str(error))
            return event.sender.language or self.arena.language

    async def find_room_workspace(self, place: Place) -> str:
        async with self.database.read() as store:
            rooms = await store.rooms.list_rooms_sharing_channel(place.platform, place.channel)
        return rooms[0].workspace if rooms else ""

    async def is_bot_message(self, place: Place, message: str) -> bool:
        """Wait a moment for a message that is on its way there.

        Somebody may answer a message before it is recorded.
        """
        for _ in range(LOOKS):
            async with self.database.read() as store:
                where = (place.platform, place.workspace, place.channel)
                if await store.channel_messages.find_delivery_of_message(*where, message) is not None:
                    return True
                if not await store.channel_messages.has_unrecorded_post(*where):
                    return False
            await asyncio.sleep(LOOK)
        log.info("event came too early", platform=place.platform)
        raise NotYet(f"something is on its way to {place.platform}")

    async def is_lost_in_restore(self, at: datetime) -> bool:
        async with self.database.read() as store:
            return await store.restores.is_within_restore(at)

    async def remember_place(self, place: Place, data: Mapping[str, Any]) -> None:
        """Write only what has changed, so that the many events of a quiet chat cost one read each."""
        if await self.recall_place(place) == dict(data):
            return
        async with self.database.begin() as store:
            await store.conversation_references.store_reference(*_build_reference_key(place), dict(data))

    async def change_places(self, changes: Mapping[Place, PlaceChange]) -> dict[Place, dict[str, Any]]:
        """Change the places in an order that all processes keep, so that none waits for another crosswise."""
        made = {}
        async with self.database.begin() as store:
            for place in sorted(changes, key=_build_reference_key):
                known = await store.conversation_references.find_reference(*_build_reference_key(place))
                made[place] = changes[place](known)
                if made[place] != (known or {}):
                    await store.conversation_references.store_reference(*_build_reference_key(place), made[place])
        return made

    async def recall_place(self, place: Place) -> dict[str, Any] | None:
        async with self.database.read() as store:
            return await store.conversation_references.find_reference(*_build_reference_key(place))

    async def list_remembered_places(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        async with self.database.read() as store:
            return await store.conversation_references.map_workspace_references(platform, workspace)


def _build_reference_key(place: Place) -> tuple[str, str, str]:
    return place.platform, place.workspace, place.channel or f"@{place.user}"
