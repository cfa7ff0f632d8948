"""One database for all tests of a file on an engine, where each leaves it as it was or they look at the same scene.

A file takes these instead of the fixtures of `tests/conftest.py`, which give each test a database of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.kit.database import Database
from tests.conftest import Clock
from tests.engines import ENGINES


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def sqlite_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("shared") / "arena.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module", params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database at head for the tests of one file on this engine."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    server, broom = request.getfixturevalue("postgres"), request.getfixturevalue("broom")
    broom.sweep(request.getfixturevalue("kept_connections").pids)
    return str(server.url("arena"))


@pytest.fixture(scope="module")
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = Database(database_url, clock=clock)
    yield opened
    await opened.close()
