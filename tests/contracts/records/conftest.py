"""A scene of its own for each test."""

from __future__ import annotations

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.contracts.records.scenes import PLATFORM, Scene
from tests.conversation import Conversation


@pytest.fixture
async def scene(database: Database, database_url: str, clock: Clock) -> Scene:
    return await Scene(Conversation(database, platforms=[PLATFORM]), clock, database_url).begin()
