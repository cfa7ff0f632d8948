"""The database and its unit of work: `async with database.begin() as store`."""

from __future__ import annotations

import asyncio
import math
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from storage.kit.clocks import ServerClock, wall_clock
from storage.kit.database_urls import parse_database_url
from storage.kit.failures import BROKEN, UNAVAILABLE, Conflict, Pool, Unavailable, crossed, tell_apart
from storage.kit.lanes import Lane
from storage.kit.sqlite import BUSY_TIMEOUT, connect
from storage.kit.store import Store
from storage.kit.write_refusals import refuses_writes

#: seconds; a statement or a lock that takes longer is given up, so that no event waits for ever
STATEMENT_TIMEOUT, LOCK_TIMEOUT = 5, 2

#: bytes of SQLite's file that are read where the system keeps them: to copy each page takes a search a tenth longer
MAPPED = 2**28

#: seconds that the courier's units of work let others go first at the most: some, and so many that they wait in line
PATIENCE, LONG_PATIENCE = 0.2, 2.0

#: units of work at once, and connections, of what nobody waits for: delivery, chores, health
SPARE = 4

#: seconds that a unit of work waits for its turn before it is given up
TURN_TIMEOUT = 30

__all__ = ["BROKEN", "UNAVAILABLE", "Conflict", "Database", "Store", "Unavailable", "crossed"]


_SERVER_TIME = sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))


class Database:
    """Units of work wait for their turn in lanes, before they hold a connection: no pool is ever used up.

    PostgreSQL has two pools: whatever people ask for, delivery and health have connections of their own. SQLite has one
    writer at a time, so writers of this process queue here instead of in the file.
    """

    def __init__(self, url: str, *, clock: Callable[[], datetime] | None = None, pool_size: int = 5) -> None:
        self.engine = _engine(url, pool_size)
        self.clock = clock or (wall_clock if self.sqlite else ServerClock())
        #: for what nobody waits for, and for health
        self.spare_engine = self.engine if self.sqlite else _engine(url, SPARE)
        self._width = pool_size
        self._readers, self._spare_readers = Lane(pool_size, TURN_TIMEOUT), Lane(SPARE, TURN_TIMEOUT)
        self._writers = Lane(1 if self.sqlite else pool_size, TURN_TIMEOUT)
        self._spare_writers = self._writers if self.sqlite else self._spare_readers
        #: units of work that somebody waits for
        self._urgent = 0
        #: when it last refused a write as no database should (a full disk), by the monotonic clock
        self.refused_at = -math.inf

    def now(self) -> datetime:
        """What units of work that begin now take for the time."""
        return self.clock()

    @property
    def sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        """A unit of work that writes: commits at the end, or rolls back when anything rises.

        A `patient` one lets those go first that somebody waits for, as far as it can, and takes none of their
        connections. Raises Unavailable.
        """
        lane, engine = (self._spare_writers, self.spare_engine) if patient else (self._writers, self.engine)
        if patient:
            await self._give_way()
        self._urgent += not patient
        try:
            async with lane.enter(), _session(engine) as session, session.begin():
                store = Store(session, await self._moment(session))
                yield store
        except Unavailable as error:
            if refuses_writes(error):
                self.refused_at = time.monotonic()
            raise
        finally:
            self._urgent -= not patient

    def free_bytes(self) -> int | None:
        """Return how many bytes the disk has left for a SQLite file; None for a database that is no file here."""
        if not self.sqlite or not self.engine.url.database:
            return None
        return shutil.disk_usage(Path(self.engine.url.database).parent).free

    async def _give_way(self) -> None:
        begun = time.monotonic()
        while self._urgent and time.monotonic() - begun < self._patience:  # noqa: ASYNC110 - an event would wake every waiter at every commit
            await asyncio.sleep(0.002)

    @property
    def _patience(self) -> float:
        return LONG_PATIENCE if self._urgent > self._width else PATIENCE

    @asynccontextmanager
    async def read(self, *, patient: bool = False) -> AsyncIterator[Store]:
        """A unit of work that only looks; whatever it changes is forgotten. `patient`: as in `begin`."""
        lane, engine = (self._spare_readers, self.spare_engine) if patient else (self._readers, self.engine)
        async with lane.enter(), _session(engine.execution_options(reading=True)) as session:
            yield Store(session, await self._moment(session))

    async def _moment(self, session: AsyncSession) -> datetime:
        if isinstance(self.clock, ServerClock) and self.clock.stale:
            self.clock.set((await session.execute(_SERVER_TIME)).scalar_one())
        return self.now()

    async def close(self) -> None:
        await self.engine.dispose()
        await self.spare_engine.dispose()


class _Remembering(Session):
    """Holds on to what it has loaded: otherwise a row that nobody holds is read anew each time it is asked for."""


@sa.event.listens_for(_Remembering, "loaded_as_persistent")
def _hold(session: Session, instance: object) -> None:
    session.info.setdefault("held", []).append(instance)


def _session(engine: AsyncEngine) -> AsyncSession:
    return AsyncSession(engine, expire_on_commit=False, sync_session_class=_Remembering)


def _engine(url: str, pool_size: int) -> AsyncEngine:
    parsed = parse_database_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_async_engine(
            parsed,
            connect_args={"timeout": BUSY_TIMEOUT, "async_creator_fn": connect},
            poolclass=Pool,
            pool_size=pool_size,
        )
        _prepare_sqlite(engine)
        tell_apart(engine.sync_engine)
        return engine
    engine = create_async_engine(
        parsed,
        poolclass=Pool,
        pool_size=pool_size,
        max_overflow=pool_size + 2,  # readers, and who needs no unit of work
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=5,
        connect_args={
            "timeout": 5,
            "command_timeout": STATEMENT_TIMEOUT,
            "server_settings": {
                "application_name": "arena",
                "jit": "off",  # to compile a search takes longer than to run it
                "statement_timeout": str(STATEMENT_TIMEOUT * 1000),
                "lock_timeout": str(LOCK_TIMEOUT * 1000),
                "idle_in_transaction_session_timeout": "15000",
            },
        },
    )
    tell_apart(engine.sync_engine)
    return engine


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @sa.event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        cursor = connection.cursor()
        # what is deleted is overwritten: a backup copies free pages too
        rules = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", f"mmap_size={MAPPED}")
        for pragma in (f"busy_timeout={BUSY_TIMEOUT * 1000}", *rules):
            cursor.execute(f"PRAGMA {pragma}")
        _write_ahead(cursor)
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _write_ahead(cursor: Any) -> None:
    """A file is changed to WAL once, and SQLite does not wait for another process that does the same just then."""
    for attempt in range(100):
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] == "wal":
            return
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if attempt == 99:
                raise
            time.sleep(0.02)
