"""Ready means warm: with both processors busy, what comes first after `/health/ready` waits no longer than the rest."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.bench.first import busy, slack_events
from tests.bench.programs import running
from tests.platforms.slack import payloads
from tests.standins.slack import SlackStandIn

ROUNDS, TIMES = 10, 2.0
#: seconds that say nothing on a busy machine, until a process is ready there, and in which Slack must be answered
NOISE, READY, SLACK_WAITS = 0.25, 120.0, 3.0


@pytest.mark.on_time  # it compares how long the first and the later ones take
async def test_the_first_command_and_form_take_no_more_than_twice_the_later_ones(sqlite_url: str) -> None:
    times: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(SlackStandIn())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        settings = {"SLACK_BOT_TOKEN": "xoxb-first", "SLACK_SIGNING_SECRET": payloads.SECRET}
        settings |= {"SLACK_API_URL": slack.api_url, "DATABASE_URL": sqlite_url}
        stack.enter_context(busy())
        bot = stack.enter_context(running("-m", "bot", "run", **settings))
        await asyncio.to_thread(bot.wait, "/health/ready", READY)
        kinds = slack_events(bot, slack, http)
        for number in range(ROUNDS):
            for kind in ("Slack command", "Slack form"):
                begun = time.perf_counter()
                await kinds[kind](number)
                times.setdefault(kind, []).append(time.perf_counter() - begun)
    for kind, (first, *later) in times.items():
        assert first <= TIMES * max(NOISE, *later), (kind, times)
        assert first < SLACK_WAITS, (kind, times)
