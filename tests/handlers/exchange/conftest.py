"""An arena in which organisations keep their sites and say what they offer and need."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.meetings import MONDAY


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    """On SQLite alone: what engines make different is tested where they meet."""
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()
