"""Bolt: one catch-all listener for each kind of payload, all of which are answered by the workspace they came to."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms import Dispatch, TellAgain
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.background import Background, report
from bot.platforms.slack.connect import as_seen_by, home_of
from bot.platforms.slack.elements import Json
from bot.platforms.slack.envelopes import envelope
from bot.platforms.slack.events import Events
from bot.platforms.slack.identity import Identity
from handlers.chat.events import Arrived, HomeOpened, Uninstalled

log = structlog.get_logger()
EVERYTHING = re.compile("")
#: Bolt's own lines quote bodies, even at INFO
bolt_log = logging.getLogger("slack_bolt.arena")
bolt_log.setLevel(logging.ERROR)
Payload = Mapping[str, Any]


class Listeners:
    """What Bolt calls. Events are stored before Slack is told that they arrived."""

    def __init__(
        self,
        identity: Identity,
        events: Events,
        answers: Answers,
        dispatch: Dispatch,
        background: Background,
        over: Callable[[], None],
    ) -> None:
        self.identity = identity
        self.events = events
        self.answers = answers
        self.dispatch = dispatch
        self.background = background
        self.over = over

    async def event(self, body: Payload) -> BoltResponse:
        event = await self.events.translate(envelope(body, self.identity), self.dispatch)
        if event is None:
            return _ack()
        event = await self.answers.people.at_home(event, home_of(body))
        if isinstance(event, HomeOpened):
            self.background.start(self.answers.home(event))
            return _ack()
        await self.dispatch(event)
        if isinstance(event, Arrived) and event.reply_to is not None:
            await self.dispatch.remember(event.reply_to, {"channel": event.place.channel})
        if isinstance(event, Uninstalled):
            self.over()
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


#: the listeners of the workspace that a payload came to; None where the bot is not installed
Find = Callable[[Payload, AsyncBoltContext], Awaitable[Listeners | None]]
Answer = Callable[[Listeners, Payload], Awaitable[BoltResponse]]


def build(client: AsyncWebClient, find: Find) -> AsyncApp:
    """With `authorize`, Bolt looks neither for a token nor for OAuth in the environment; each workspace has its own."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    app = AsyncApp(
        name="arena",
        client=client,
        authorize=authorize,
        signing_secret="",  # the gate has verified it
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        process_before_response=True,
        logger=bolt_log,
    )
    app.event(EVERYTHING)(_found(find, Listeners.event))
    app.action(EVERYTHING)(_found(find, Listeners.click))
    app.command(EVERYTHING)(_found(find, Listeners.command))
    app.view(EVERYTHING)(_found(find, Listeners.submission))
    app.shortcut(EVERYTHING)(_found(find, Listeners.shortcut))
    app.view_closed(EVERYTHING)(_nothing)
    app.options(EVERYTHING)(_nothing)
    app.error(_failed)
    return app


def _found(find: Find, answer: Answer) -> Callable[[Payload, AsyncBoltContext], Awaitable[BoltResponse]]:
    async def listener(body: Payload, context: AsyncBoltContext) -> BoltResponse:
        listeners = await find(body, context)
        if listeners is None:
            log.info("slack payload dropped: not installed there", kind=str(body.get("type", "command")))
            return _ack()
        return await answer(listeners, as_seen_by(listeners.identity, body))

    return listener


async def _nothing() -> BoltResponse:
    """Closed modals, menus without options: nothing follows from them."""
    return _ack()


async def _failed(error: Exception) -> BoltResponse:
    """Slack sends an event again; somebody who clicked sees that it did not work."""
    if isinstance(error, TellAgain):
        return BoltResponse(status=503, body="", headers={"Retry-After": str(math.ceil(error.after))})
    report(error)
    return BoltResponse(status=500, body="")


def _ack(body: Json | None = None) -> BoltResponse:
    return BoltResponse(status=200, body=body or "")
