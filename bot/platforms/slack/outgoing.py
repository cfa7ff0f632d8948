"""Messages to Slack: posting, redrawing, taking back, and asking whether one arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import structlog

from bot.platforms import Budget, CannotTell, PermanentError, Sent, TemporaryError
from bot.platforms.slack.blocks import draw, fallback
from bot.platforms.slack.calls import Api
from bot.platforms.slack.elements import Json
from bot.platforms.slack.envelopes import is_direct
from bot.platforms.slack.errors import NOT_SHOWN_HERE, OutcomeUnknown
from bot.platforms.slack.identity import Identity
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()
#: makes a delivery's id into a client_msg_id, the same for every try
NAMESPACE = UUID("0d7f7a2e-6b5c-5f0e-9a3c-6f1c1c1f7a51")
EVENT_TYPE = "arena_delivery"
#: how far before the delivery was begun to look for it: clocks differ
MARGIN = timedelta(seconds=60)
#: pages of history that are looked through
PAGES = 5
_QUIET: Json = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none", "mrkdwn": False}


class Outgoing:
    def __init__(self, api: Api, identity: Identity, say: Say, name: str) -> None:
        self.api = api
        self.identity = identity
        self.say = say
        self.name = name
        self._chats: dict[str, str] = {}

    async def send(self, place: Place, card: Card, key: str) -> Sent:
        """Post once. Raises like `Platform.send`."""
        if place.user and place.channel and not is_direct(place.channel):
            return await self._show(place, card, key)
        return await self._post(place, card, key)

    async def update(self, place: Place, message: str, card: Card) -> None:
        channel = await self._channel(place)
        await self.api.post("chat.update", channel=channel, ts=message, **self.content(card), parse="none")

    async def delete(self, place: Place, message: str) -> None:
        channel = await self._channel(place)
        try:
            await self.api.post("chat.delete", channel=channel, ts=message)
        except PermanentError as error:
            if error.why not in ("message_not_found", "thread_not_found"):
                raise

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        """Raises CannotTell where Slack will not say, TemporaryError where it may say later."""
        if place.user and place.channel and not is_direct(place.channel):
            raise CannotTell("ephemeral")
        try:
            channel = await self._channel(place)
            return await self._search(channel, place.thread, key, since - MARGIN)
        except OutcomeUnknown as error:
            raise TemporaryError(str(error)) from None
        except PermanentError as error:
            raise CannotTell(error.why) from None

    def content(self, card: Card, say: Say | None = None) -> Json:
        """Blocks, and the text that stands for them."""
        return {"text": fallback(card, self.name), "blocks": draw(card, say or self.say)}

    async def _show(self, place: Place, card: Card, key: str) -> Sent:
        """To one person in a channel; where Slack cannot do that, in the direct chat."""
        arguments = {"channel": place.channel, "user": place.user, **self.content(card), **_threaded(place)}
        try:
            answer = await self.api.post("chat.postEphemeral", parse="none", link_names=False, **arguments)
        except PermanentError as error:
            if error.why not in NOT_SHOWN_HERE:
                raise
            return await self._post(Place(place.platform, place.workspace, user=place.user), card, key)
        # no thread: what only one person saw opens none
        return Sent(str(answer.get("message_ts", "")), channel=place.channel)

    async def _post(self, place: Place, card: Card, key: str) -> Sent:
        # nobody but Slack can read more out of the metadata than that the bot sent this
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"d": key}}
        answer = await self.api.post(
            "chat.postMessage",
            channel=place.channel or place.user,
            client_msg_id=str(uuid5(NAMESPACE, key.partition(" ")[0])),
            metadata=metadata,
            **self.content(card),
            **_threaded(place),
            **_QUIET,
        )
        message, channel = str(answer.get("ts", "")), str(answer.get("channel", ""))
        if not message:
            raise OutcomeUnknown("no_ts")
        if place.user and is_direct(channel):
            self._chats[place.user] = channel
        return self._sent(channel, message, place.thread)

    async def _search(self, channel: str, thread: str, key: str, oldest: datetime) -> Sent | None:
        arguments = {
            "channel": channel,
            "oldest": f"{oldest.timestamp():.6f}",
            "include_all_metadata": "true",
            "limit": "100",
        }
        if thread:
            arguments["ts"] = thread
        cursor, found = "", []
        for _ in range(PAGES):
            method = "conversations.replies" if thread else "conversations.history"
            page = await self.api.ask(method, **arguments, **({"cursor": cursor} if cursor else {}))
            found += [str(message["ts"]) for message in page.get("messages", ()) if _carries(message, key)]
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        else:
            raise CannotTell("too_many_messages")
        first, *copies = sorted(found) or [""]
        return replace(self._sent(channel, first, thread), copies=tuple(copies)) if first else None

    async def _channel(self, place: Place) -> str:
        """The channel itself, or that of the direct chat. An ephemeral message has no channel to be changed in."""
        if place.channel and (is_direct(place.channel) or not place.user):
            return place.channel
        if place.channel:
            raise PermanentError("ephemeral")
        known = self._chats.get(place.user)
        if known:
            return known
        answer = await self.api.post("conversations.open", users=place.user)
        channel = str((answer.get("channel") or {}).get("id", ""))
        self._chats[place.user] = channel
        return channel

    def _sent(self, channel: str, message: str, thread: str) -> Sent:
        return Sent(message, self.identity.link(channel, message, thread), thread or message, channel)


def budgets(place: Place) -> Mapping[str, Budget]:
    """One message a second in a channel or chat, about five in the workspace; what one person sees has its own pace."""
    if place.user and place.channel:
        return {"ephemeral": Budget(0.6, 20)}
    return {"workspace": Budget(0.2, 20), place.channel or f"@{place.user}": Budget(1.1)}


def _threaded(place: Place) -> Json:
    return {"thread_ts": place.thread} if place.thread else {}


def _carries(message: Mapping[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return False
    return not set(key.split()).isdisjoint(str((metadata.get("event_payload") or {}).get("d") or "").split())
