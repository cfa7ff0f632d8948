"""Show something to the person who just clicked: by response link, modal or home page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import SlackOutcomeUnknown
from bot.platforms.slack.message_sender import SlackMessageSender
from bot.platforms.slack.modals import draw_home_view
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()
#: Maximum number of uses of a response URL. Then the message is sent in another way.
TRIES = 2
#: seconds before the second try
PAUSE = 1.0
_FAILURES = (TemporaryError, PermanentError, SlackOutcomeUnknown)


class PrivateResponses:
    def __init__(self, api: SlackApi, outgoing: SlackMessageSender) -> None:
        self.api = api
        self.outgoing = outgoing

    async def show_private_response(
        self, url: str, place: Place, card: Card, say: Say, *, replace: bool = False, stay: bool = False
    ) -> bool:
        """Answer by the response link: in place of the clicked message, or as a new private one.

        `stay`: the chat has only this person in it, so the new message may stay.
        If Slack refuses the link, the card is posted to `place`. Returns False if Slack does not take that either.
        """
        body: Json = self.outgoing.draw_message_content(card, say)
        body |= {"replace_original": replace, "response_type": "in_channel" if stay and not replace else "ephemeral"}
        if place.thread:
            body["thread_ts"] = place.thread
        return await self._post_to_response_link(url, body) or await self.send_private_message(place, card)

    async def send_private_message(self, place: Place, card: Card) -> bool:
        """Post the card as a message of its own, once. Returns False if Slack has not said that it took it."""
        try:
            await self.outgoing.post_slack_card(place, card, key=str(uuid4()))
        except _FAILURES as error:
            log.warning("slack private answer not shown", error=str(error))
            return False
        return True

    async def open_slack_modal(self, trigger: str, view: Json, *, push: bool = False) -> str:
        """Open a modal and return its id; empty if Slack did not open it."""
        try:
            answer = await self.api.post_json("views.push" if push else "views.open", trigger_id=trigger, view=view)
        except _FAILURES as error:
            log.warning("slack modal did not open", error=str(error))
            return ""
        return str((answer.get("view") or {}).get("id", ""))

    async def update_slack_modal(self, view_id: str, view: Json) -> bool:
        """Redraw a modal. Returns False if the modal is no longer open."""
        try:
            await self.api.post_json("views.update", view_id=view_id, view=view)
        except _FAILURES as error:
            log.warning("slack modal not redrawn", error=str(error))
            return False
        return True

    async def publish_home_view(self, user: str, card: Card, say: Say) -> None:
        try:
            await self.api.post_json("views.publish", user_id=user, view=draw_home_view(card, say, self.outgoing.name))
        except _FAILURES as error:
            log.warning("slack home page not published", error=str(error))

    async def _post_to_response_link(self, url: str, body: Mapping[str, Any]) -> bool:
        for attempt in range(TRIES if url else 0):
            if attempt:
                await asyncio.sleep(PAUSE)
            status = await self.api.post_response(url, body)
            if status == 200:
                return True
            if 400 <= status < 429:
                break
        return False
