"""The web process's live pages, beside a conversation on the same database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http import record_pages
from handlers.chat.turn import Arena
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def database(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = Database(sqlite_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
def arena() -> Arena:
    return Arena(base_url="https://arena.test", secret=b"x" * 32)


@pytest.fixture
async def web_client(database: Database, arena: Arena) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(record_pages.build_record_page_routes(database, arena))
    async with TestClient(TestServer(app)) as client:
        yield client
