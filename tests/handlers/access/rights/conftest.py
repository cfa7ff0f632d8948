"""A conversation on SQLite alone: no engine makes a right different."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.meetings import MONDAY


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()
