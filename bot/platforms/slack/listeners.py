"""Bolt: one catch-all listener for each kind of payload, all of which are answered here and nowhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.platforms import Dispatch
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.background import Background, report
from bot.platforms.slack.calls import Api
from bot.platforms.slack.elements import Json
from bot.platforms.slack.envelopes import envelope
from bot.platforms.slack.events import Events
from bot.platforms.slack.identity import Identity
from handlers.chat.events import Arrived, HomeOpened

EVERYTHING = re.compile("")
#: Bolt's own lines quote bodies, even at INFO
bolt_log = logging.getLogger("slack_bolt.arena")
bolt_log.setLevel(logging.ERROR)
Payload = Mapping[str, Any]


class Listeners:
    """What Bolt calls. Events are stored before Slack is told that they arrived."""

    def __init__(
        self, identity: Identity, events: Events, answers: Answers, dispatch: Dispatch, background: Background
    ) -> None:
        self.identity = identity
        self.events = events
        self.answers = answers
        self.dispatch = dispatch
        self.background = background

    async def event(self, body: Payload) -> BoltResponse:
        event = await self.events.translate(envelope(body, self.identity), self.dispatch)
        if event is None:
            return _ack()
        if isinstance(event, HomeOpened):
            self.background.start(self.answers.home(event))
            return _ack()
        await self.dispatch(event)
        if isinstance(event, Arrived) and event.reply_to is not None:
            await self.dispatch.remember(event.reply_to, {"channel": event.place.channel})
        return _ack()

    async def command(self, body: Payload) -> BoltResponse:
        return _ack(await self.answers.command(body))

    async def click(self, body: Payload) -> BoltResponse:
        # a link opens in the browser; Slack tells all the same
        if not str(body["actions"][0].get("action_id", "")).startswith("link."):
            await self.answers.click(body)
        return _ack()

    async def shortcut(self, body: Payload) -> BoltResponse:
        await self.answers.shortcut(body)
        return _ack()

    async def submission(self, body: Payload) -> BoltResponse:
        return _ack(await self.answers.submission(body))

    async def nothing(self) -> BoltResponse:
        """Closed modals, menus without options: nothing follows from them."""
        return _ack()


def build(api: Api, identity: Identity, listeners: Listeners) -> AsyncApp:
    """`authorize` answers from memory; with it, Bolt looks neither for a token nor for OAuth in the environment."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=api.client.token,
            bot_user_id=identity.user,
            bot_id=identity.bot,
        )

    app = AsyncApp(
        name="arena",
        client=api.client,
        authorize=authorize,
        signing_secret="",  # the gate has verified it
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        process_before_response=True,
        logger=bolt_log,
    )
    app.event(EVERYTHING)(listeners.event)
    app.action(EVERYTHING)(listeners.click)
    app.command(EVERYTHING)(listeners.command)
    app.view(EVERYTHING)(listeners.submission)
    app.shortcut(EVERYTHING)(listeners.shortcut)
    app.view_closed(EVERYTHING)(listeners.nothing)
    app.options(EVERYTHING)(listeners.nothing)
    app.error(_failed)
    return app


async def _failed(error: Exception) -> BoltResponse:
    """500: Slack sends an event again; somebody who clicked sees that it did not work."""
    report(error)
    return BoltResponse(status=500, body="")


def _ack(body: Json | None = None) -> BoltResponse:
    return BoltResponse(status=200, body=body or "")
