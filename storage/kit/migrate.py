"""The schema of a database: the way up and down, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.kit import schema_revisions
from storage.kit.database import LOCK_TIMEOUT, Database
from storage.kit.migration_quiet import wait_for_quiet
from storage.kit.schema_revisions import MigrationError, SchemaTooNew, UnknownRevision

#: PostgreSQL's name for "somebody is migrating": any number that nothing else in the database uses
MIGRATING = 4_711_001

T = TypeVar("T")


async def to(database: Database, revision: str = "head") -> str:
    """Bring the schema up or down to a revision ("head", "base", or its id or the beginning of it).

    All steps are one transaction, and two processes that migrate at once do it one after the other.
    Returns the revision it stands at then, empty for none. Raises SchemaTooNew, UnknownRevision and StillRunning.
    """
    script = scripts()
    target = _resolve(script, revision)
    await wait_for_quiet(database, _up_to(script, await current(database)) ^ _up_to(script, target))

    def run(connection: sa.Connection) -> str:
        now = _known(script, _current(connection))
        move = command.downgrade if _above(script, now, target) else command.upgrade
        move(config(connection), target or "base")
        return _current(connection)

    return await run_locked(database, run)


async def current(database: Database) -> str:
    """The revision a database stands at, empty for none. Raises SchemaTooNew for one this code does not know."""
    async with database.engine.execution_options(reading=True).connect() as connection:
        return _known(scripts(), await connection.run_sync(_current))


@cache
def scripts() -> ScriptDirectory:
    """The revisions of this code, read from their files once."""
    return ScriptDirectory.from_config(config())


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, without a file: `env.py` takes the connection from it."""
    made = Config()
    made.set_main_option("script_location", str(schema_revisions.MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    if connection is not None:
        made.attributes["connection"] = connection
    return made


async def run_locked(database: Database, run: Callable[[sa.Connection], T]) -> T:
    """Run it in one transaction in which nobody else migrates; commits at the end."""
    opened = _sqlite_without_keys(database) if database.sqlite else _postgresql_without_hurry(database)
    async with opened as connection, connection.begin():
        done = await connection.run_sync(run)
        if database.sqlite:
            await _refuse_orphans(connection)
        return done


@asynccontextmanager
async def _sqlite_without_keys(database: Database) -> AsyncIterator[AsyncConnection]:
    """SQLite changes a table by making a new one; with foreign keys on, dropping the old one would empty others."""
    async with database.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            await connection.rollback()
            await driver.execute("PRAGMA foreign_keys=ON")


async def _refuse_orphans(connection: AsyncConnection) -> None:
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
    if broken:
        raise MigrationError(f"The migration leaves rows that point nowhere: {broken[:5]}")


@asynccontextmanager
async def _postgresql_without_hurry(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection without the time limits of events, since a step may take minutes.

    It waits as long as needed for another process that migrates, but not long for a table: everybody else would queue
    behind the waiting change.
    """
    settings = {"application_name": "arena migrate"}
    engine = create_async_engine(
        database.engine.url, poolclass=NullPool, connect_args={"timeout": 5, "server_settings": settings}
    )
    try:
        async with engine.connect() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_lock(MIGRATING)))
            await connection.execute(sa.text(f"SET lock_timeout = {LOCK_TIMEOUT * 1000}"))
            await connection.commit()
            yield connection
    finally:
        await engine.dispose()


def _current(connection: sa.Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _known(script: ScriptDirectory, revision: str) -> str:
    if revision and revision not in {step.revision for step in script.walk_revisions()}:
        raise SchemaTooNew(
            f"The database stands at revision {revision}, which this version does not know: a later one has been here."
            " Start that version, or restore a backup from before it."
        )
    return revision


def _resolve(script: ScriptDirectory, revision: str) -> str:
    """The full id; empty for the base."""
    try:
        found = script.get_revision(revision)
    except CommandError as error:
        raise UnknownRevision(f"There is no revision {revision!r}.") from error
    # Alembic's own annotation forgets that "base" finds nothing
    return str(getattr(found, "revision", ""))


def _above(script: ScriptDirectory, now: str, target: str) -> bool:
    """Whether the way from here to the target goes down."""
    return now != target and (not target or target in _up_to(script, now))


def _up_to(script: ScriptDirectory, revision: str) -> set[str]:
    """This revision and all below it."""
    return {step.revision for step in script.walk_revisions("base", revision)} if revision else set()
