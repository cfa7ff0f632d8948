"""Databases without a single table, and such as the migrations leave, for tests that migrate them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.kit import schema_migration
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


@pytest.fixture(scope="session")
def postgres_head(postgres: Server) -> str:
    """Return the name of a database at head to which nobody is connected, so that it can be copied."""
    postgres.sql("CREATE DATABASE at_head")
    asyncio.run(_migrate(postgres.url("at_head")))
    return "at_head"


async def _migrate(url: str) -> None:
    async with closing(Database(url)) as database:
        await schema_migration.migrate_schema(database)


@pytest.fixture(params=ENGINES)
def head_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a database as the migrations leave it, copied: what they do is tried with those that are `empty`."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: Server = request.getfixturevalue("postgres")
    server.sql(f"CREATE DATABASE migrations_copy TEMPLATE {request.getfixturevalue('postgres_head')}")
    yield server.url("migrations_copy")
    server.sql("DROP DATABASE migrations_copy WITH (FORCE)")


@pytest.fixture
async def at_head(head_url: str) -> AsyncIterator[Database]:
    async with closing(Database(head_url)) as database:
        yield database


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
