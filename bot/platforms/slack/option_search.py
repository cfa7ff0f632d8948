"""Answer the menus of a modal whose options are searched for as one types."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.platforms.slack.elements import Json
from bot.platforms.slack.modal_inputs import draw_found_options
from bot.platforms.slack.responder import ACK_WITHIN, SlackResponder
from handlers.chat.say import Say

log = structlog.get_logger()


async def answer_option_search(answers: SlackResponder, body: Mapping[str, Any]) -> Json:
    """Return the options that were found; none where the search is late, and typing on asks again."""
    event, view = answers.interactions.translate_option_search(body), body.get("view") or {}
    reply = None
    try:
        async with asyncio.timeout(ACK_WITHIN):
            reply = await answers.dispatch(await answers.people.complete_slack_sender(event))
    except TimeoutError:
        log.warning("search for options is late", name=event.name)
    say = Say(event.sender.language or answers.language, ZoneInfo("UTC"))
    return draw_found_options(view, str(body.get("block_id", "")), reply.options if reply else (), say)
