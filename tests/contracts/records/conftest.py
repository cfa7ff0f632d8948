"""A scene on each engine, and an empty database beside it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.contracts.records.scenes import PLATFORM, Scene
from tests.conversation import Conversation


@pytest.fixture
async def scene(database: Database, database_url: str, clock: Clock) -> Scene:
    return await Scene(Conversation(database, platforms=[PLATFORM]), clock, database_url).begin()


@pytest.fixture
async def elsewhere(sqlite_template: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Database]:
    path = tmp_path / "elsewhere.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}", clock=clock)
    yield database
    await database.close()
