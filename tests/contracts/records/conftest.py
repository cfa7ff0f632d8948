"""A scene on each engine, and one on SQLite alone for what no engine makes different."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.contracts.records.scenes import PLATFORM, Scene
from tests.conversation import Conversation


@pytest.fixture
async def scene(database: Database, database_url: str, clock: Clock) -> Scene:
    return await Scene(Conversation(database, platforms=[PLATFORM]), clock, database_url).begin()


@pytest.fixture
async def sqlite_scene(sqlite_url: str, clock: Clock) -> AsyncIterator[Scene]:
    database = Database(sqlite_url, clock=clock)
    yield await Scene(Conversation(database, platforms=[PLATFORM]), clock, sqlite_url).begin()
    await database.close()
