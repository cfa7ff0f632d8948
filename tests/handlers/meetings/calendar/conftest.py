"""The web process's calendar addresses, beside a conversation on the same database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http import calendar_feeds
from handlers.chat.turn import Arena
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    return await Conversation(database).begin()


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
def arena() -> Arena:
    return Arena(base_url="https://arena.test", secret=b"x" * 32)


@pytest.fixture
async def web_client(database: Database, arena: Arena, talk: Conversation) -> AsyncIterator[Client]:
    talk.dispatcher.arena = arena
    app = web.Application()
    app.add_routes(calendar_feeds.build_calendar_routes(database, arena))
    async with TestClient(TestServer(app)) as client:
        yield client
