"""What tests are given: a clock that can be moved, and an empty database with the schema, on both engines."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.dates import time_zones
from handlers.language import topic_classifier
from handlers.language.topic_classifier import TopicWords
from storage.kit import database as database_module
from storage.kit import record_ids, schema_migration
from storage.kit.database import Database, Store
from storage.kit.tables import metadata
from tests import waiting_guard
from tests.engines import CHOICES, ENGINES, leave_out_twins
from tests.kept_connections import KeptConnections
from tests.kept_file import KeptFile
from tests.made_once import make_once
from tests.postgres import Broom, Server, serve
from tests.workspace_ids import guard_compiler

pytest_plugins = ["tests.lateness"]

MOST_WORKERS = 4
MOST_MODELS = 16
LONGEST = (
    "tests/torture/", "tests/simulation/", "tests/scenarios/", "tests/handlers/access/reaches/",
    "tests/storage/test_migrations.py", "tests/test_costs.py",
)  # fmt: skip
#: from bytes to bytes: with the ids that records have in use
WHOLE = ("tests/scenarios/", "tests/browser/", "tests/torture/")
# a test makes little rubbish, and each full collection looks through all that was imported: 7 % of the time
gc.set_threshold(100_000, 50, 1000)
# how fast examples are made says nothing of them while another test has the processor
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
# before a test makes a zone, as the command line does
time_zones.pin_time_zones()


#: folders whose tests talk with the bot in this process alone: on SQLite they take turns in one file
TALKS = ("tests/handlers/", "tests/contracts/", "tests/platforms/")
#: connections of the file whose tests run just now
KEPT: list[KeptConnections] = []
#: the SQLite file of this process, once a test has asked for it
FILES: list[KeptFile] = []


class Clock:
    """The time of day, moved forward when a test says so: `clock.forward(hours=8)`."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **time: float) -> None:
        self.ahead += timedelta(**time)

    def set(self, now: datetime) -> None:
        """From now on it is this late, and goes on from there."""
        self.ahead = now - datetime.now(UTC)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors, for there are always some that wait for a database or a program."""
    return min(MOST_WORKERS, (os.cpu_count() or 1) + 2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engines", choices=CHOICES, default=CHOICES[0], help="what tests of the database run on")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first, else one worker is left alone with it at the end."""
    leave_out_twins(config, items)
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if item.nodeid.startswith(WHOLE):
            item.add_marker("real_ids")


def pytest_collection_finish() -> None:
    gc.freeze()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def ids(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records of each kind are numbered from one, so that a test can name them; with `real_ids` they are not."""
    if request.node.get_closest_marker("real_ids") is None:
        given: Counter[str] = Counter()

        def count(table: str) -> int:
            given[table] += 1
            return given[table]

        monkeypatch.setattr(record_ids, "make_id", count)


@pytest.fixture(autouse=True)
def nothing_goes_on(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tests of a file share an event loop: whatever one has left running there ends with it."""
    shared = "_module_scoped_runner"
    runner = request.getfixturevalue(shared) if shared in request.fixturenames else None
    yield
    if runner is not None:
        asyncio.runners._cancel_all_tasks(runner.get_loop())


@pytest.fixture(scope="session", autouse=True)
def engines() -> Iterator[None]:
    """Each test has an engine of its own, and asks it what the others ask theirs: what one has compiled serves all.

    Files do not outlive the run, so nothing of them needs to reach the disk: to commit takes a third of the time.
    """
    first: dict[str, sa.Engine] = {}
    astray: list[str] = []
    make, make_of_file = database_module._create_database_engine, database_module.create_unit_engine

    def share(engine: sa.Engine) -> None:
        known = first.setdefault(f"{engine.dialect.name}+{engine.driver}", engine)
        if known is engine:
            engine.dialect.statement_compiler = guard_compiler(engine.dialect.statement_compiler, astray)
        engine.dialect = engine.pool._dialect = known.dialect
        engine._compiled_cache = known._compiled_cache
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _careless)

    def sharing(url: sa.URL, pool_size: int) -> AsyncEngine:
        made = make(url, pool_size)
        share(made.sync_engine)
        for kept in KEPT:
            kept.serve_engine(made.sync_engine)
        return made

    def sharing_of_file(url: sa.URL, pool_size: int) -> sa.Engine:
        made = make_of_file(url, pool_size)
        share(made)
        for kept in FILES:
            kept.serve_engine(made)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database_module, "_create_database_engine", sharing)
        patch.setattr(database_module, "create_unit_engine", sharing_of_file)
        yield
    assert not astray, "looked up by an id without its workspace: " + "; ".join(astray)


@pytest.fixture(scope="session", autouse=True)
def guard() -> Iterator[list[str]]:
    """Every task of every test is looked at."""
    with waiting_guard.guarding() as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_else_waited_for(guard: list[str]) -> Iterator[None]:
    """Inside a unit of work the bot waits for the database and for nothing else."""
    guard.clear()
    yield
    told, guard[:] = list(guard), []
    assert told == [], "waited for inside a unit of work, instead of before it"


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Whoever runs a command of the bot sets up its log, which would write to where that test's output went."""
    root = logging.getLogger()
    level, configuration = root.level, structlog.get_config()
    yield
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(handler)
    root.setLevel(level)
    structlog.configure(**configuration)


@pytest.fixture(scope="session", autouse=True)
def models() -> Iterator[None]:
    """What is learnt of topics depends on nothing else: whoever is taught the same later knows it at once.

    It takes half a second, and most bots of the tests are taught the topics that come along.
    """
    learn = topic_classifier._TopicModel
    taught: dict[bytes, topic_classifier._TopicModel] = {}

    def remembering(topics: Sequence[TopicWords]) -> topic_classifier._TopicModel:
        key = msgspec.json.encode(topics)
        if key not in taught:
            if len(taught) == MOST_MODELS:
                del taught[next(iter(taught))]
            taught[key] = learn(topics)
        taught[key] = taught.pop(key)  # what is asked for most, as the topics of a new bot, stays longest
        model = copy(taught[key])
        model.topics, model.sense = topics, None
        return model

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topic_classifier, "_TopicModel", remembering)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for the whole run, started when the first test needs it."""
    with serve() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_once(tmp_path_factory, "template.db", lambda path: asyncio.run(_fill(f"sqlite:///{path}")))
    asyncio.run(_set_up_dialect(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def broom(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broom]:
    """The database that tests take turns in, at head: one worker of a run migrates, the others load what it has."""
    postgres.sql("CREATE DATABASE arena")
    url, made_here = postgres.url("arena"), []

    def migrate(path: Path) -> None:
        asyncio.run(_fill(url))
        path.write_text(postgres.run("pg_dump", "--no-owner", url))
        made_here.append(path)

    path = make_once(tmp_path_factory, "head.sql", migrate)
    if not made_here:
        postgres.run("psql", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(path), url)
    made = Broom(postgres, "arena", metadata.tables)
    yield made
    made.close()


@pytest.fixture(scope="session")
def kept_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptFile]:
    """The file that the conversations of this process take turns in."""
    kept = KeptFile(sqlite_template, tmp_path_factory.mktemp("kept"))
    FILES.append(kept)
    yield kept
    FILES.remove(kept)
    kept.close_all()


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, sqlite_template: Path) -> str:
    """A SQLite database at head with nothing in it."""
    if request.node.nodeid.startswith(TALKS):
        return f"sqlite:///{request.getfixturevalue('kept_file').sweep()}"
    path = request.getfixturevalue("tmp_path") / "arena.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def elsewhere(sqlite_template: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Database]:
    """A second database at head with nothing in it, on SQLite."""
    path = tmp_path / "elsewhere.db"
    shutil.copyfile(sqlite_template, path)
    opened = Database(f"sqlite:///{path}", clock=clock)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
async def kept_connections(postgres: Server) -> AsyncIterator[KeptConnections]:
    """Connections to that database, for the tests of one file."""
    kept = KeptConnections(postgres.url("arena"), asyncio.get_running_loop())
    KEPT.append(kept)
    yield kept
    KEPT.remove(kept)
    await kept.close_all()


@pytest.fixture
def postgres_url(postgres: Server, broom: Broom, kept_connections: KeptConnections) -> str:
    """An empty PostgreSQL database at head, as if it were fresh."""
    broom.sweep(kept_connections.pids)
    return postgres.url("arena")


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database at head, once on each engine."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    opened = Database(database_url, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """An open unit of work that writes."""
    async with database.begin() as unit:
        yield unit


@pytest.fixture
async def sqlite_store(sqlite_url: str, clock: Clock) -> AsyncIterator[Store]:
    """One on SQLite alone, for what no engine makes different and takes long."""
    opened = Database(sqlite_url, clock=clock)
    async with opened.begin() as unit:
        yield unit
    await opened.close()


async def _set_up_dialect(url: str) -> None:
    """Connect once: the first engine sets up the dialect that all others share, and may have connected nowhere."""
    database = Database(url)
    async with database.engine.connect():
        pass
    await database.close()


def _careless(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


async def _fill(url: str) -> None:
    database = Database(url)
    try:
        await schema_migration.migrate_schema(database)
    finally:
        await database.close()
