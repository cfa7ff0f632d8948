"""Processes that start, together and on an empty database."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from bot.app import Bot
from bot.settings import Settings


async def test_many_processes_may_start_at_once_on_an_empty_database(database_url: str) -> None:
    bots = [Bot.build(Settings(database_url=database_url), web=False) for _ in range(4)]
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(bot) for bot in bots))
        assert all(bot.mind.known for bot in bots)
