"""Register one catch-all listener of Bolt for each kind of payload.

The workspace that a payload came to answers it.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms import Dispatch, TellAgain
from bot.platforms.slack.background_tasks import BackgroundTasks, log_background_error
from bot.platforms.slack.elements import LINK, Json, read_pressed_action
from bot.platforms.slack.envelopes import read_envelope
from bot.platforms.slack.events import EventTranslator
from bot.platforms.slack.identity import BotIdentity
from bot.platforms.slack.modals import MORE, draw_unfolded_modal
from bot.platforms.slack.option_search import answer_option_search
from bot.platforms.slack.payload_shapes import CheckedApp
from bot.platforms.slack.responder import SlackResponder
from bot.platforms.slack.slack_connect import find_home_workspace, rewrite_bot_mentions
from handlers.chat.events import Arrived, HomeOpened, Uninstalled
from handlers.chat.say import Say

log = structlog.get_logger()
EVERYTHING = re.compile("")
#: Own logger, because Bolt's loggers quote bodies, even at INFO.
bolt_log = logging.getLogger("slack_bolt.arena")
bolt_log.setLevel(logging.ERROR)
Payload = Mapping[str, Any]


class PayloadListeners:
    """Answer what Bolt calls. Events are stored before Slack gets the acknowledgement."""

    def __init__(
        self,
        identity: BotIdentity,
        events: EventTranslator,
        answers: SlackResponder,
        dispatch: Dispatch,
        background: BackgroundTasks,
        over: Callable[[], None],
    ) -> None:
        self.identity = identity
        self.events = events
        self.answers = answers
        self.dispatch = dispatch
        self.background = background
        self.over = over

    async def handle_event_payload(self, body: Payload) -> BoltResponse:
        event = await self.events.translate_slack_event(read_envelope(body, self.identity), self.dispatch)
        if event is None:
            return _acknowledge_payload()
        event = await self.answers.people.resolve_home_sender(event, find_home_workspace(body))
        if isinstance(event, HomeOpened):
            self.background.start_background_task(self.answers.publish_home_page(event))
            return _acknowledge_payload()
        await self.dispatch(event)
        if isinstance(event, Arrived) and event.reply_to is not None:
            await self.dispatch.remember_place(event.reply_to, {"channel": event.place.channel})
        if isinstance(event, Uninstalled):
            self.over()
        return _acknowledge_payload()

    async def handle_command_payload(self, body: Payload) -> BoltResponse:
        return _acknowledge_payload(await self.answers.answer_slack_command(body))

    async def handle_click_payload(self, body: Payload) -> BoltResponse:
        # The browser opens a link, and Slack reports the click nevertheless.
        name, _ = read_pressed_action(body["actions"][0])
        if name == MORE and body.get("view"):
            self._show_folded_fields(body)
        elif not name.startswith(LINK):
            await self.answers.answer_button_click(body)
        return _acknowledge_payload()

    def _show_folded_fields(self, body: Payload) -> None:
        """Redraw the modal with the fields that travel with it, and what was filled in meanwhile."""
        view, answers = body["view"], self.answers
        sender = answers.interactions.translate_slack_click(body).sender
        drawn = draw_unfolded_modal(view, Say(sender.language or answers.language, ZoneInfo("UTC")))
        self.background.start_background_task(answers.private.update_slack_modal(str(view.get("id", "")), drawn))

    async def handle_shortcut_payload(self, body: Payload) -> BoltResponse:
        await self.answers.answer_slack_shortcut(body)
        return _acknowledge_payload()

    async def handle_option_search(self, body: Payload) -> BoltResponse:
        return _acknowledge_payload(await answer_option_search(self.answers, body))

    async def handle_submission_payload(self, body: Payload) -> BoltResponse:
        return _acknowledge_payload(await self.answers.answer_modal_submission(body))


#: returns the listeners of the payload's workspace; None if the bot is not installed there
Find = Callable[[Payload, AsyncBoltContext], Awaitable[PayloadListeners | None]]
Answer = Callable[[PayloadListeners, Payload], Awaitable[BoltResponse]]


def build_bolt_app(client: AsyncWebClient, find: Find, count_unreadable: Callable[[], None]) -> AsyncApp:
    """Build the Bolt app, with an `authorize` of its own because each workspace has its own token.

    So Bolt looks neither for a token nor for OAuth in the environment.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    app = CheckedApp(
        count_unreadable,
        name="arena",
        client=client,
        authorize=authorize,
        signing_secret="",  # verified by the signature check
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        process_before_response=True,
        logger=bolt_log,
    )
    app.event(EVERYTHING)(_build_workspace_listener(find, PayloadListeners.handle_event_payload))
    app.action(EVERYTHING)(_build_workspace_listener(find, PayloadListeners.handle_click_payload))
    app.command(EVERYTHING)(_build_workspace_listener(find, PayloadListeners.handle_command_payload))
    app.view(EVERYTHING)(_build_workspace_listener(find, PayloadListeners.handle_submission_payload))
    app.shortcut(EVERYTHING)(_build_workspace_listener(find, PayloadListeners.handle_shortcut_payload))
    app.view_closed(EVERYTHING)(_acknowledge_silently)
    app.options(EVERYTHING)(_build_workspace_listener(find, PayloadListeners.handle_option_search))
    app.error(_answer_bolt_error)
    return app


def _build_workspace_listener(
    find: Find, answer: Answer
) -> Callable[[Payload, AsyncBoltContext], Awaitable[BoltResponse]]:
    async def answer_payload(body: Payload, context: AsyncBoltContext) -> BoltResponse:
        listeners = await find(body, context)
        if listeners is None:
            log.info("slack payload dropped: not installed there", kind=str(body.get("type", "command")))
            return _acknowledge_payload()
        return await answer(listeners, rewrite_bot_mentions(listeners.identity, body))

    return answer_payload


async def _acknowledge_silently() -> BoltResponse:
    """Acknowledge closed modals, which have no consequence."""
    return _acknowledge_payload()


async def _answer_bolt_error(error: Exception) -> BoltResponse:
    """Answer an error: Slack sends an event again, and somebody who clicked sees that it did not work."""
    if isinstance(error, TellAgain):
        return BoltResponse(status=503, body="", headers={"Retry-After": str(math.ceil(error.after))})
    log_background_error(error)
    return BoltResponse(status=500, body="")


def _acknowledge_payload(body: Json | None = None) -> BoltResponse:
    return BoltResponse(status=200, body=body or "")
