"""Ways to show something to the person who just clicked: response links, modals, the home page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.calls import Api
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import OutcomeUnknown
from bot.platforms.slack.modals import home_view
from bot.platforms.slack.outgoing import Outgoing
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()
#: a response link answers so many times; then the message goes another way
TRIES = 2
#: seconds before the second try
PAUSE = 1.0
_FAILURES = (TemporaryError, PermanentError, OutcomeUnknown)


class Private:
    def __init__(self, api: Api, outgoing: Outgoing) -> None:
        self.api = api
        self.outgoing = outgoing

    async def show(
        self, url: str, place: Place, card: Card, say: Say, *, replace: bool = False, stay: bool = False
    ) -> None:
        """Answer by the response link: in place of the clicked message, or as a new one that only this person sees.

        `stay`: the chat has only this person in it, so the new message may stay. `place` is where it goes instead,
        if Slack refuses the link.
        """
        body: Json = self.outgoing.content(card, say)
        body |= {"replace_original": replace, "response_type": "in_channel" if stay and not replace else "ephemeral"}
        if place.thread:
            body["thread_ts"] = place.thread
        if not await self._responded(url, body):
            await self.send(place, card)

    async def send(self, place: Place, card: Card) -> None:
        """As a message of its own, once."""
        try:
            await self.outgoing.send(place, card, key=str(uuid4()))
        except _FAILURES as error:
            log.warning("slack private answer lost", error=str(error))

    async def open(self, trigger: str, view: Json, *, push: bool = False) -> str:
        """The id of the modal; empty when Slack did not open it."""
        try:
            answer = await self.api.post("views.push" if push else "views.open", trigger_id=trigger, view=view)
        except _FAILURES as error:
            log.warning("slack modal did not open", error=str(error))
            return ""
        return str((answer.get("view") or {}).get("id", ""))

    async def update(self, view_id: str, view: Json) -> bool:
        """False when the modal is no longer open."""
        try:
            await self.api.post("views.update", view_id=view_id, view=view)
        except _FAILURES as error:
            log.warning("slack modal not redrawn", error=str(error))
            return False
        return True

    async def publish(self, user: str, card: Card, say: Say) -> None:
        try:
            await self.api.post("views.publish", user_id=user, view=home_view(card, say, self.outgoing.name))
        except _FAILURES as error:
            log.warning("slack home page not published", error=str(error))

    async def _responded(self, url: str, body: Mapping[str, Any]) -> bool:
        for attempt in range(TRIES if url else 0):
            if attempt:
                await asyncio.sleep(PAUSE)
            status = await self.api.respond(url, body)
            if status == 200:
                return True
            if 400 <= status < 429:
                break
        return False
