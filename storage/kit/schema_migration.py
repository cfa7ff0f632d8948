"""Migrate the schema of a database up and down, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from typing import TypeVar

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from storage.kit import schema_revisions
from storage.kit.database import Database
from storage.kit.migration_quiet import wait_until_bot_stopped
from storage.kit.postgresql_engine import LOCK_TIMEOUT
from storage.kit.schema_revisions import MigrationError, SchemaTooNew, UnknownRevision

#: key of PostgreSQL's advisory lock for migrations; any number that nothing else uses
MIGRATING = 4_711_001

T = TypeVar("T")


async def migrate_schema(database: Database, revision: str = "head") -> str:
    """Bring the schema up or down to a revision ("head", "base", or its id or the beginning of it).

    All steps are one transaction, and two processes that migrate at once do it one after the other.
    Returns the revision it stands at then, empty for none. Raises SchemaTooNew, UnknownRevision and
    StillRunning.
    """
    script = load_migration_scripts()
    target = _resolve_revision(script, revision)
    await wait_until_bot_stopped(database, await list_passed_revisions(database, revision))

    def run_migration(connection: sa.Connection) -> str:
        now = _validate_known_revision(script, _read_alembic_revision(connection))
        _run_steps(script, connection, target or "base", down=_is_downgrade(script, now, target))
        return _read_alembic_revision(connection)

    return await run_migration_locked(database, run_migration)


async def list_passed_revisions(database: Database, revision: str = "head") -> set[str]:
    """Return the revisions that lie between a database and this one. Raises SchemaTooNew and UnknownRevision."""
    script = load_migration_scripts()
    target = _resolve_revision(script, revision)
    return _list_revisions_up_to(script, await load_schema_revision(database)) ^ _list_revisions_up_to(script, target)


def _run_steps(script: ScriptDirectory, connection: sa.Connection, target: str, *, down: bool) -> None:
    """Do what Alembic's commands do, with revisions that are read already: a command reads all their files anew."""
    list_steps = script._downgrade_revs if down else script._upgrade_revs  # noqa: SLF001 - as its commands do
    config = build_alembic_config(connection)
    with EnvironmentContext(config, script, fn=lambda now, _: list_steps(target, now), destination_rev=target):
        script.run_env()


async def load_schema_revision(database: Database) -> str:
    """Return the revision a database stands at, empty for none. Raises SchemaTooNew for an unknown revision."""
    async with database.engine.execution_options(reading=True).connect() as connection:
        return _validate_known_revision(load_migration_scripts(), await connection.run_sync(_read_alembic_revision))


@cache
def load_migration_scripts() -> ScriptDirectory:
    """Load the revisions of this code; they are read from their files once."""
    return ScriptDirectory.from_config(build_alembic_config())


def build_alembic_config(connection: sa.Connection | None = None) -> Config:
    """Return Alembic's configuration, without a file: `env.py` takes the connection from it."""
    made = Config()
    made.set_main_option("script_location", str(schema_revisions.MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    if connection is not None:
        made.attributes["connection"] = connection
    return made


async def run_migration_locked(database: Database, run: Callable[[sa.Connection], T]) -> T:
    """Run the function in one transaction in which nobody else migrates. Commits at the end."""
    opened = _connect_without_foreign_keys(database) if database.is_sqlite else _connect_without_timeouts(database)
    async with opened as connection, connection.begin():
        done = await connection.run_sync(run)
        if database.is_sqlite:
            await _refuse_orphaned_rows(connection)
        return done


@asynccontextmanager
async def _connect_without_foreign_keys(database: Database) -> AsyncIterator[AsyncConnection]:
    """Open a SQLite connection without foreign keys.

    SQLite changes a table by making a new one. With foreign keys on, dropping the old one would empty
    others.
    """
    async with database.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            await connection.rollback()
            await driver.execute("PRAGMA foreign_keys=ON")


async def _refuse_orphaned_rows(connection: AsyncConnection) -> None:
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
    if broken:
        raise MigrationError(f"The migration leaves rows that point nowhere: {broken[:5]}")


@asynccontextmanager
async def _connect_without_timeouts(database: Database) -> AsyncIterator[AsyncConnection]:
    """Open a PostgreSQL connection without the time limits of events, since a step may take minutes.

    It waits as long as needed for another process that migrates, but not long for a table.
    Everybody else would queue behind the waiting change.
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


def _read_alembic_revision(connection: sa.Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _validate_known_revision(script: ScriptDirectory, revision: str) -> str:
    if revision and revision not in {step.revision for step in script.walk_revisions()}:
        raise SchemaTooNew(
            f"The database stands at revision {revision}, which this version does not know: a later one has been here."
            " Start that version, or restore a backup from before it."
        )
    return revision


def _resolve_revision(script: ScriptDirectory, revision: str) -> str:
    """Return the full revision id; empty for the base."""
    try:
        found = script.get_revision(revision)
    except CommandError as error:
        raise UnknownRevision(f"There is no revision {revision!r}.") from error
    # Alembic's annotation ignores that "base" has no revision.
    return str(getattr(found, "revision", ""))


def _is_downgrade(script: ScriptDirectory, now: str, target: str) -> bool:
    """Return True if the way from `now` to the target goes down."""
    return now != target and (not target or target in _list_revisions_up_to(script, now))


def _list_revisions_up_to(script: ScriptDirectory, revision: str) -> set[str]:
    """Return this revision and all below it."""
    return {step.revision for step in script.walk_revisions("base", revision)} if revision else set()
