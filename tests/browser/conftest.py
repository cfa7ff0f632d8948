"""The whole bot with the sample network, and a real Chromium to use it with."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.app import Bot
from bot.platforms.playground import load_sample_network
from bot.runtime.bootstrap_data import prepare_database
from bot.settings import Settings
from tests.browser.tabs import Tabs, open_browser
from tests.browser.windows import Windows
from tests.made_once import make_once
from tests.rehearsals import rehearse_once

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


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture(scope="session")
def sample(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample network, which takes as long to load as a bot takes to start."""

    def make(path: Path) -> None:
        shutil.copyfile(sqlite_template, path)
        asyncio.run(load_sample(path))

    return make_once(tmp_path_factory, "sample.db", make)


async def load_sample(path: Path) -> None:
    """Load it, and do what a bot does first: whichever is started on it has no forty offers to match before a test."""
    bot = Bot.from_settings(_build_settings(path), playground=True)
    await prepare_database(bot.database)
    await load_sample_network(bot.database, bot.arena)
    for platform in bot.platforms.values():
        await platform.open_sessions(bot.dispatcher, listen=False)
    now = bot.database.get_time()
    await bot.chores.run_jobs_between(now, now)
    await bot.courier.deliver_all_due()
    await bot.database.close()


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    rehearse_once(monkeypatch, "browser")
    path = tmp_path / "arena.db"
    shutil.copyfile(sample, path)
    async with Bot.from_settings(_build_settings(path), playground=True) as bot:
        yield bot


def _build_settings(path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{path}", port=0, grace_seconds=0, semantic="0")


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(bot: Bot, windows: Windows) -> AsyncIterator[Tabs]:
    tabs = Tabs(windows, f"http://127.0.0.1:{bot.port}")
    yield tabs
    await tabs.close()
    assert [trouble for tab in tabs.opened for trouble in tab.trouble] == []
