"""Provide the playground: a chat in a local web page.

The whole bot can be tried there without Slack or Teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.platforms import Dispatch, Finding, PermanentError, RateBudget, Sent
from bot.platforms.playground import attached_files, page_handlers, payloads
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from bot.platforms.playground.live_updates import LiveUpdates
from bot.platforms.playground.page_replies import encode_page_card
from bot.platforms.playground.sample_data import load_sample_network
from handlers.chat.cards import Card, OwnReaction, Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from storage.kit.database import Database, Store
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundChannel, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground.fresh_start import FreshStart
    from bot.platforms.playground.next_day import DayMover

__all__ = ["PlaygroundPlatform", "load_sample_network"]


class PlaygroundPlatform:
    """Implement Platform for one machine: everybody chooses on the page who they are.

    Only the command `playground` turns it on.
    """

    name = NAME

    def __init__(self, database: Database, *, arena_name: str, language: str, zone: ZoneInfo) -> None:
        self.database = database
        self.arena_name = arena_name
        self.language = language
        self.zone = zone
        self.live = LiveUpdates()
        #: set where the whole bot runs by the page's clock
        self.days: DayMover | None = None
        #: set where a command runs the bot that can build the network anew
        self.fresh_start: FreshStart | None = None
        #: tells a page that another start of the bot answers it
        self.run = uuid4().hex
        self._dispatch: Dispatch | None = None

    @property
    def dispatch(self) -> Dispatch:
        if self._dispatch is None:
            raise RuntimeError("the playground is used before it is started")
        return self._dispatch

    def list_routes(self) -> Iterable[web.RouteDef]:
        return page_handlers.list_page_routes(self)

    async def open_sessions(self, dispatch: Dispatch, *, listen: bool) -> None:
        self._dispatch = dispatch

    async def close_sessions(self) -> None:
        await self.live.close_page_sockets()

    async def rehearse_reply(self, event: Event, reply: Reply | None) -> None:
        """Do nothing: the page draws."""

    async def rehearse_first_message(self, dispatch: Dispatch) -> None:
        """Do nothing: a message of the page is an event at once."""

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        async with self.database.begin() as store:
            channel, thread = await self._resolve_delivery_target(store, place)
            row = await store.playground_chat.store_message(
                PlaygroundMessage(
                    channel=channel,
                    thread=thread,
                    author=BOT,
                    text=card.fallback,
                    card=encode_page_card(card),
                    only_for=place.user if place.channel else "",
                    key=f"delivery:{key.partition(' ')[0]}",
                )
            )
        await self.show_page_message(row)
        return _build_playground_sent(row)

    async def update(self, place: Place, message: str, card: Card) -> None:
        async with self.database.begin() as store:
            row = await store.playground_chat.find_message(message)
            if row is None or row.removed_at is not None:
                raise PermanentError("message_not_found")
            row.text, row.card = card.fallback, encode_page_card(card)
        await self.show_page_message(row)

    async def delete(self, place: Place, message: str) -> None:
        async with self.database.begin() as store:
            row = await store.playground_chat.find_message(message)
            if row is None:
                return
            await store.playground_chat.remove_message(row)
        await self.hide_page_message(row)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        async with self.database.read() as store:
            row = await store.playground_chat.find_message_by_key(f"delivery:{key.partition(' ')[0]}")
        return None if row is None else _build_playground_sent(row)

    async def react(self, place: Place, reaction: OwnReaction) -> None:
        async with self.database.begin() as store:
            row = await store.playground_chat.find_message(reaction.message)
            if row is None or row.removed_at is not None:
                raise PermanentError("message_not_found")
            for emoji in filter(None, {reaction.emoji, *reaction.others}):
                added = emoji == reaction.emoji
                await store.playground_chat.set_message_reaction(row.id, BOT, emoji, added=added)
        await self.show_page_message(row)

    async def download_file(self, place: Place, address: str, most: int) -> bytes:
        return await attached_files.load_attached_file(self, address, most)

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        """Return no budgets: nobody throttles a local page."""
        return {}

    def list_reaction_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        return {}

    async def check_configuration(self) -> list[Finding]:
        async with self.database.read() as store:
            members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
            channels = await store.playground_chat.list_channels()
        detail = f"{len(members)} members, {len(channels)} channels"
        return [
            Finding("playground", bool(members), detail if members else "no members: seed some, or add one on the page")
        ]

    async def show_page_message(self, row: PlaygroundMessage) -> None:
        """Send a message in its current state to every page that shows it."""
        if not self.live.has_readers:
            return
        async with self.database.read() as store:
            only = await payloads.find_message_audience(store, row)
            fresh = [
                found for id in (row.thread, row.id) if id and (found := await store.playground_chat.find_message(id))
            ]
            drawn = await payloads.build_message_payloads(store, fresh)
            waiting = await store.playground_chat.count_unread_direct_messages()
        for message in drawn:
            await self.live.broadcast_update("message", {"message": message}, only=only)
        if row.channel.startswith(DIRECT):
            await self.live.broadcast_update("waiting", {"waiting": waiting})

    async def hide_page_message(self, row: PlaygroundMessage) -> None:
        """Remove a message from every page; if it still has replies, show its empty place."""
        if row.removed_at is not None:
            await self.show_page_message(row)
            return
        if not self.live.has_readers:
            return
        gone = {"id": row.id, "channel": row.channel, "thread": row.thread}
        async with self.database.read() as store:
            only = await payloads.find_message_audience(store, row)
            root = await store.playground_chat.find_message(row.thread) if row.thread else None
        await self.live.broadcast_update("removed", gone, only=only)
        if root is not None:
            await self.show_page_message(root)

    async def find_playground_channel(self, store: Store, id: str) -> PlaygroundChannel | None:
        """Return the channel, or None.

        A seeded room becomes a channel when it is first asked for, with the bot in it.
        """
        found = await store.playground_chat.find_channel(id)
        if found is None and await store.rooms.find_room_by_channel(NAME, WORKSPACE, id) is not None:
            found = await store.playground_chat.ensure_channel(id, bot=True)
        return found

    async def _resolve_delivery_target(self, store: Store, place: Place) -> tuple[str, str]:
        """Return the channel and thread of a place. Raises PermanentError when it cannot be written to."""
        if place.direct:
            if await store.people.find_person_by_account(NAME, WORKSPACE, place.user) is None:
                raise PermanentError("user_not_found", gone=True)
            channel = DIRECT + place.user
        elif place.channel.startswith(DIRECT):
            channel = place.channel
        else:
            channel = place.channel
            found = await self.find_playground_channel(store, channel)
            if found is None:
                raise PermanentError("channel_not_found", gone=True)
            if not found.bot and not place.user:
                raise PermanentError("not_in_channel", gone=True)
        if not place.thread:
            return channel, ""
        root = await store.playground_chat.find_message(place.thread)
        if root is None or root.channel != channel:
            raise PermanentError("thread_not_found")
        return channel, root.thread or root.id


def _build_playground_sent(row: PlaygroundMessage) -> Sent:
    opens_thread = "" if row.thread or row.only_for else row.id
    return Sent(row.id, link=payloads.build_page_link(row), thread=opens_thread, channel=row.channel)
