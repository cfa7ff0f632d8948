"""Send messages to Slack: post, redraw, delete, and ask whether a message arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import structlog

from bot.platforms import CannotTell, PermanentError, RateBudget, Sent, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.blocks import draw_fallback_text, draw_slack_blocks
from bot.platforms.slack.elements import Json
from bot.platforms.slack.envelopes import is_direct_channel
from bot.platforms.slack.errors import NOT_SHOWN_HERE, SlackOutcomeUnknown
from bot.platforms.slack.identity import BotIdentity
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()
#: UUID namespace of client_msg_id, which is the same for every try of a delivery
NAMESPACE = UUID("0d7f7a2e-6b5c-5f0e-9a3c-6f1c1c1f7a51")
EVENT_TYPE = "arena_delivery"
#: How long before the start of the delivery to search, because clocks differ.
MARGIN = timedelta(seconds=60)
#: maximum number of pages of history to search
PAGES = 5
_QUIET: Json = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none", "mrkdwn": False}


class SlackMessageSender:
    def __init__(self, api: SlackApi, identity: BotIdentity, say: Say, name: str) -> None:
        self.api = api
        self.identity = identity
        self.say = say
        self.name = name
        self._chats: dict[str, str] = {}

    async def post_slack_card(self, place: Place, card: Card, key: str) -> Sent:
        """Post a card once. Raises like `Platform.post_slack_card`."""
        if place.user and place.channel and not is_direct_channel(place.channel):
            return await self._post_ephemeral(place, card, key)
        return await self._post_message(place, card, key)

    async def update_slack_message(self, place: Place, message: str, card: Card) -> None:
        channel = await self._resolve_channel(place)
        await self.api.post_json(
            "chat.update", channel=channel, ts=message, **self.draw_message_content(card), parse="none"
        )

    async def delete_slack_message(self, place: Place, message: str) -> None:
        channel = await self._resolve_channel(place)
        try:
            await self.api.post_json("chat.delete", channel=channel, ts=message)
        except PermanentError as error:
            if error.why not in ("message_not_found", "thread_not_found"):
                raise

    async def find_slack_message(self, place: Place, key: str, since: datetime) -> Sent | None:
        """Look for the message of a key.

        What only one person sees in a channel nobody can look for. It counts as missing: told twice is better than
        never. Raises CannotTell if Slack will not say, TemporaryError if Slack may say later.
        """
        if place.user and place.channel and not is_direct_channel(place.channel):
            return None
        try:
            channel = await self._resolve_channel(place)
            return await self._search_history(channel, place.thread, key, since - MARGIN)
        except SlackOutcomeUnknown as error:
            raise TemporaryError(str(error)) from None
        except PermanentError as error:
            raise CannotTell(error.why) from None

    def draw_message_content(self, card: Card, say: Say | None = None) -> Json:
        """Draw the blocks, and the text that stands for them."""
        say = say or (Say(card.language, self.say.zone) if card.language else self.say)
        return {"text": draw_fallback_text(card, self.name), "blocks": draw_slack_blocks(card, say)}

    async def _post_ephemeral(self, place: Place, card: Card, key: str) -> Sent:
        """Post to one person in a channel; if Slack cannot do that, post in the direct chat."""
        arguments = {
            "channel": place.channel,
            "user": place.user,
            **self.draw_message_content(card),
            **_build_thread_arguments(place),
        }
        try:
            answer = await self.api.post_json("chat.postEphemeral", parse="none", link_names=False, **arguments)
        except PermanentError as error:
            if error.why not in NOT_SHOWN_HERE:
                raise
            return await self._post_message(Place(place.platform, place.workspace, user=place.user), card, key)
        # No thread, because an ephemeral message cannot begin one.
        return Sent(str(answer.get("message_ts", "")), channel=place.channel)

    async def _post_message(self, place: Place, card: Card, key: str) -> Sent:
        # For everybody but Slack the metadata only show that the bot sent this.
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"d": key}}
        answer = await self.api.post_json(
            "chat.postMessage",
            channel=place.channel or place.user,
            client_msg_id=str(uuid5(NAMESPACE, key.partition(" ")[0])),
            metadata=metadata,
            **self.draw_message_content(card),
            **_build_thread_arguments(place),
            **_QUIET,
        )
        message, channel = str(answer.get("ts", "")), str(answer.get("channel", ""))
        if not message:
            raise SlackOutcomeUnknown("no_ts")
        if place.user and is_direct_channel(channel):
            self._chats[place.user] = channel
        return self._build_slack_sent(channel, message, place.thread)

    async def _search_history(self, channel: str, thread: str, key: str, oldest: datetime) -> Sent | None:
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
            page = await self.api.query_api(method, **arguments, **({"cursor": cursor} if cursor else {}))
            found += [str(message["ts"]) for message in page.get("messages", ()) if _has_delivery_key(message, key)]
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        else:
            raise CannotTell("too_many_messages")
        first, *copies = sorted(found) or [""]
        return replace(self._build_slack_sent(channel, first, thread), copies=tuple(copies)) if first else None

    async def _resolve_channel(self, place: Place) -> str:
        """Return the channel, or that of the direct chat.

        Raises PermanentError for an ephemeral message, which has no channel to be changed in.
        """
        if place.channel and (is_direct_channel(place.channel) or not place.user):
            return place.channel
        if place.channel:
            raise PermanentError("ephemeral")
        known = self._chats.get(place.user)
        if known:
            return known
        answer = await self.api.post_json("conversations.open", users=place.user)
        channel = str((answer.get("channel") or {}).get("id", ""))
        self._chats[place.user] = channel
        return channel

    def _build_slack_sent(self, channel: str, message: str, thread: str) -> Sent:
        return Sent(message, self.identity.build_message_link(channel, message, thread), thread or message, channel)


def list_slack_budgets(place: Place) -> Mapping[str, RateBudget]:
    """Return the budgets: a message a second in a channel or chat, about five in the workspace.

    Ephemeral messages have a budget of their own.
    """
    if place.user and place.channel:
        return {"ephemeral": RateBudget(0.6, 20)}
    return {"workspace": RateBudget(0.2, 20), place.channel or f"@{place.user}": RateBudget(1.1)}


def _build_thread_arguments(place: Place) -> Json:
    return {"thread_ts": place.thread} if place.thread else {}


def _has_delivery_key(message: Mapping[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return False
    return not set(key.split()).isdisjoint(str((metadata.get("event_payload") or {}).get("d") or "").split())
