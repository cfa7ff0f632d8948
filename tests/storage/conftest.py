"""Databases without a single table, and such as the migrations leave, for tests that migrate them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from storage.kit import schema_migration
from storage.kit.database import Database
from tests.conftest import Clock
from tests.engines import ENGINES
from tests.postgres import Server

#: opens a database at a revision
AtStage = Callable[[str], Awaitable[Database]]


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


class Stages:
    """Databases that have climbed to a revision, each from the one below it; whoever asks is given a copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        #: engine -> the revisions that were reached
        self.made: dict[str, list[str]] = {}

    async def reach(self, revision: str, server: Server | None) -> None:
        """Let there be a database of this engine at the revision."""
        made = self.made.setdefault("sqlite" if server is None else "postgresql", [])
        if revision not in made:
            below = max((one for one in made if one < revision), default="")
            url = self.copy(below, f"stage{revision}", server)
            async with closing(Database(url)) as database:
                await schema_migration.migrate_schema(database, revision)
            made.append(revision)

    def copy(self, revision: str, name: str, server: Server | None) -> str:
        """Return the address of a new database as it stands at a revision that is made; "" for nothing."""
        if server is None:
            path = self.folder / f"{name}.db"
            if revision:
                shutil.copyfile(self.folder / f"stage{revision}.db", path)
            return f"sqlite:///{path}"
        server.sql(f"CREATE DATABASE {name}" + f" TEMPLATE stage{revision}" * bool(revision))
        return server.url(name)


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture(params=ENGINES)
async def at_stage(request: pytest.FixtureRequest, stages: Stages, clock: Clock) -> AsyncIterator[AtStage]:
    """Opens a database as the migrations leave it at a revision; one for each test."""
    server: Server | None = None if request.param == "sqlite" else request.getfixturevalue("postgres")
    async with AsyncExitStack() as opened:

        async def open_copy(revision: str) -> Database:
            await stages.reach(revision, server)
            copied = Database(stages.copy(revision, "stage_copy", server), clock=clock)
            return await opened.enter_async_context(closing(copied))

        yield open_copy
    if server is not None:
        server.sql("DROP DATABASE IF EXISTS stage_copy WITH (FORCE)")


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
