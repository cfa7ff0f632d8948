"""Databases without a single table, for tests that migrate them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.kit.database import Database
from tests.engines import ENGINES
from tests.postgres import Server


@pytest.fixture(params=ENGINES)
def empty_urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Addresses of databases without a single table, by name."""
    if request.param == "sqlite":
        yield lambda name: f"sqlite:///{tmp_path / name}.db"
        return
    server: Server = request.getfixturevalue("postgres")
    made: list[str] = []

    def create(name: str) -> str:
        made.append(f"migrations_{name}")
        server.sql(f"CREATE DATABASE {made[-1]}")
        return server.url(made[-1])

    yield create
    server.sql(*(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


@asynccontextmanager
async def closing(database: Database) -> AsyncIterator[Database]:
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def empty(empty_urls: Callable[[str], str]) -> AsyncIterator[Database]:
    async with closing(Database(empty_urls("one"))) as database:
        yield database
