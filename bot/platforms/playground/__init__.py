"""The playground: a chat of its own in a local web page, so that the whole bot can be tried without Slack or Teams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from aiohttp import web

from bot.platforms import Budget, Dispatch, Finding, PermanentError, Sent
from bot.platforms.playground import pages, shapes
from bot.platforms.playground.live import Live
from bot.platforms.playground.samples import load_sample
from bot.platforms.playground.translate import NAME, WORKSPACE
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from storage.kit.database import Database, Store
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundChannel, PlaygroundMessage

__all__ = ["Playground", "load_sample"]


class Playground:
    """Who somebody is, is chosen freely on the page: this is for one machine, and only `playground` turns it on."""

    name = NAME

    def __init__(self, database: Database, *, arena_name: str, language: str) -> None:
        self.database = database
        self.arena_name = arena_name
        self.language = language
        self.live = Live()
        self._dispatch: Dispatch | None = None

    @property
    def dispatch(self) -> Dispatch:
        if self._dispatch is None:
            raise RuntimeError("the playground is used before it is started")
        return self._dispatch

    def routes(self) -> Iterable[web.RouteDef]:
        return pages.routes(self)

    async def start(self, dispatch: Dispatch, *, listen: bool) -> None:
        self._dispatch = dispatch

    async def stop(self) -> None:
        await self.live.close()

    async def rehearse(self, event: Event, reply: Reply | None) -> None:
        """The page draws."""

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        async with self.database.begin() as store:
            channel, thread = await self._reach(store, place)
            row = await store.playground.post(
                PlaygroundMessage(
                    channel=channel,
                    thread=thread,
                    author=BOT,
                    text=card.fallback,
                    card=msgspec.to_builtins(card),
                    only_for=place.user if place.channel else "",
                    key=f"delivery:{key.partition(' ')[0]}",
                )
            )
        await self.show(row)
        return _sent(row)

    async def update(self, place: Place, message: str, card: Card) -> None:
        async with self.database.begin() as store:
            row = await store.playground.find(message)
            if row is None or row.removed_at is not None:
                raise PermanentError("message_not_found")
            row.text, row.card = card.fallback, msgspec.to_builtins(card)
        await self.show(row)

    async def delete(self, place: Place, message: str) -> None:
        async with self.database.begin() as store:
            row = await store.playground.find(message)
            if row is None:
                return
            await store.playground.remove(row)
        await self.hide(row)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        async with self.database.read() as store:
            row = await store.playground.by_key(f"delivery:{key.partition(' ')[0]}")
        return None if row is None else _sent(row)

    def budgets(self, place: Place) -> Mapping[str, Budget]:
        """None: nobody throttles a table of one's own."""
        return {}

    async def check(self) -> list[Finding]:
        async with self.database.read() as store:
            members = await store.playground.members(NAME, WORKSPACE)
            channels = await store.playground.channels()
        detail = f"{len(members)} members, {len(channels)} channels"
        return [
            Finding("playground", bool(members), detail if members else "no members: seed some, or add one on the page")
        ]

    async def show(self, row: PlaygroundMessage) -> None:
        """Bring a message, as it now is, to every page that shows it."""
        async with self.database.read() as store:
            only = await shapes.audience(store, row)
            fresh = [found for id in (row.thread, row.id) if id and (found := await store.playground.find(id))]
            drawn = await shapes.messages(store, fresh)
            waiting = await store.playground.waiting()
        for message in drawn:
            await self.live.tell("message", {"message": message}, only=only)
        if row.channel.startswith(DIRECT):
            await self.live.tell("waiting", {"waiting": waiting})

    async def hide(self, row: PlaygroundMessage) -> None:
        """Take a message off every page; where its replies remain, its empty place is shown."""
        if row.removed_at is not None:
            await self.show(row)
            return
        gone = {"id": row.id, "channel": row.channel, "thread": row.thread}
        async with self.database.read() as store:
            only = await shapes.audience(store, row)
            root = await store.playground.find(row.thread) if row.thread else None
        await self.live.tell("removed", gone, only=only)
        if root is not None:
            await self.show(root)

    async def channel(self, store: Store, id: str) -> PlaygroundChannel | None:
        """A channel; a room that was seeded becomes one when it is first asked for, with the bot in it."""
        found = await store.playground.channel(id)
        if found is None and await store.rooms.at(NAME, WORKSPACE, id) is not None:
            found = await store.playground.open(id, bot=True)
        return found

    async def _reach(self, store: Store, place: Place) -> tuple[str, str]:
        """The channel and thread of a place. Raises PermanentError when it cannot be written to."""
        if place.direct:
            if await store.people.by_account(NAME, WORKSPACE, place.user) is None:
                raise PermanentError("user_not_found", gone=True)
            channel = DIRECT + place.user
        elif place.channel.startswith(DIRECT):
            channel = place.channel
        else:
            channel = place.channel
            found = await self.channel(store, channel)
            if found is None:
                raise PermanentError("channel_not_found", gone=True)
            if not found.bot and not place.user:
                raise PermanentError("not_in_channel", gone=True)
        if not place.thread:
            return channel, ""
        root = await store.playground.find(place.thread)
        if root is None or root.channel != channel:
            raise PermanentError("thread_not_found")
        return channel, root.thread or root.id


def _sent(row: PlaygroundMessage) -> Sent:
    opens_thread = "" if row.thread or row.only_for else row.id
    return Sent(row.id, link=shapes.link(row), thread=opens_thread, channel=row.channel)
