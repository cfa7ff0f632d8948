"""The whole bot with the sample network, and a real Chromium to use it with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.app import Bot
from bot.platforms.playground import load_sample_network
from bot.settings import Settings
from tests.browser.tabs import Tabs, open_browser

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser lives in one loop, and its tests with it."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests, as a browser is for all pages: to start it takes longer than most of them."""
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sqlite_url: str) -> AsyncIterator[Bot]:
    bot = Bot.from_settings(Settings(database_url=sqlite_url, port=0, grace_seconds=0, semantic="0"), playground=True)
    async with bot:
        await load_sample_network(bot.database)
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(bot: Bot, browser: Browser) -> AsyncIterator[Tabs]:
    tabs = Tabs(browser, f"http://127.0.0.1:{bot.port}")
    yield tabs
    for tab in tabs.opened:
        await tab.page.context.close()
    assert [trouble for tab in tabs.opened for trouble in tab.trouble] == []
