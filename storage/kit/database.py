"""Open the database and its unit of work: `async with database.begin() as store`."""

from __future__ import annotations

import asyncio
import math
import shutil
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session

from storage.kit.clocks import ServerClock, read_wall_clock
from storage.kit.concurrency_limits import ConcurrencyLimit
from storage.kit.database_errors import (
    BROKEN,
    UNAVAILABLE,
    Conflict,
    Unavailable,
    is_crossed_transaction,
)
from storage.kit.database_urls import parse_database_url
from storage.kit.postgresql_engine import create_postgresql_engine
from storage.kit.prepared_lookups import PreparedLookups
from storage.kit.shared_commits import SharedCommits
from storage.kit.shared_memory import SHARED, SharedMemory, note_executed, renew_version_on_writes
from storage.kit.sqlite_engine import create_async_sqlite_engine, create_unit_engine
from storage.kit.sqlite_session import SqliteSession, begin_file_transaction
from storage.kit.store import Store
from storage.kit.unit_memory import forget_executed, forget_written_tables
from storage.kit.write_refusals import is_write_refusal

#: Seconds that the courier's units of work let urgent ones go first: normally, and while very many of them wait.
PATIENCE, LONG_PATIENCE = 0.2, 2.0

#: Maximum number of units of work and connections for work that nobody waits for: delivery, jobs, health.
SPARE = 4

#: seconds that a unit of work waits for its turn before it fails
TURN_TIMEOUT = 30

__all__ = ["BROKEN", "UNAVAILABLE", "Conflict", "Database", "Store", "Unavailable", "is_crossed_transaction"]


_SERVER_TIME = sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))


class Database:
    """Open units of work, which wait for their turn before they take a connection. So no pool is ever
    exhausted.

    PostgreSQL has two pools: whatever people ask for, delivery and health have connections of their own.
    SQLite has one writer at a time, so writers of this process queue here instead of in the file.
    """

    def __init__(self, url: str, *, clock: Callable[[], datetime] | None = None, pool_size: int = 5) -> None:
        parsed = parse_database_url(url)
        #: for whatever needs no unit of work
        self.engine = _create_database_engine(parsed, pool_size)
        self.clock = clock or (read_wall_clock if self.is_sqlite else ServerClock())
        #: for work that nobody waits for, and for health
        self.spare_engine = self.engine if self.is_sqlite else _create_database_engine(parsed, SPARE)
        self._file_engine = create_unit_engine(parsed, pool_size) if self.is_sqlite else None
        self._width = pool_size
        self._readers, self._spare_readers = (
            ConcurrencyLimit(pool_size, TURN_TIMEOUT),
            ConcurrencyLimit(SPARE, TURN_TIMEOUT),
        )
        self._writers = ConcurrencyLimit(1 if self.is_sqlite else pool_size, TURN_TIMEOUT)
        self._commits = None if self._file_engine is None else SharedCommits(self._file_engine, self._writers)
        self._spare_writers = self._writers if self.is_sqlite else self._spare_readers
        #: what seldom changes, as this process last read it
        self._memory = SharedMemory()
        #: what is called when a unit of work is committed that has left this in the info of its session
        self.after_commit: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)
        #: number of units of work that somebody waits for
        self._urgent = 0
        #: monotonic time when the database last refused a write, for example because its disk was full
        self.refused_at = -math.inf

    def get_time(self) -> datetime:
        """Return the time that units of work beginning now take as theirs."""
        return self.clock()

    @property
    def is_sqlite(self) -> bool:
        """Return True if the engine is SQLite."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        """Open a unit of work that writes. It commits at the end, or rolls back when an exception is raised.

        A `patient` one gives way to units of work that somebody waits for, and takes none of their
        connections.
        Raises Unavailable.
        """
        queue, engine = (self._spare_writers, self.spare_engine) if patient else (self._writers, self.engine)
        if patient:
            await self._yield_to_urgent()
        self._urgent += not patient
        try:
            async with self._open_writing_session(queue, engine, patient=patient) as session:
                store = Store(session, await self._read_transaction_time(session))
                yield store
            self._report_commit(session)
        except Unavailable as error:
            if is_write_refusal(error):
                self.refused_at = time.monotonic()
            raise
        finally:
            self._urgent -= not patient

    @asynccontextmanager
    async def _open_writing_session(
        self, queue: ConcurrencyLimit, engine: AsyncEngine, *, patient: bool
    ) -> AsyncIterator[AsyncSession]:
        """Open a session with a transaction; return when that is committed."""
        if self._commits is None:
            async with queue.wait_for_turn(), self.create_session(engine) as session, session.begin():
                yield session
            return
        async with (
            self._commits.take_turn(alone=patient) as shared,
            self.create_session(engine, shared=shared) as session,
            session.begin(),
        ):
            yield session

    def _report_commit(self, session: AsyncSession) -> None:
        for left in self.after_commit.keys() & session.info.keys():
            for call in self.after_commit[left]:
                call()

    def count_free_bytes(self) -> int | None:
        """Return how many bytes the disk has left for a SQLite file; None for a database that is no file here."""
        if not self.is_sqlite or not self.engine.url.database:
            return None
        return shutil.disk_usage(Path(self.engine.url.database).parent).free

    async def _yield_to_urgent(self) -> None:
        begun = time.monotonic()
        while self._urgent and time.monotonic() - begun < self._longest_wait:  # noqa: ASYNC110 - an event would wake every waiter at every commit
            await asyncio.sleep(0.002)

    @property
    def _longest_wait(self) -> float:
        return LONG_PATIENCE if self._urgent > self._width else PATIENCE

    @asynccontextmanager
    async def read(self, *, patient: bool = False) -> AsyncIterator[Store]:
        """Open a unit of work that only reads. Its changes are discarded. `patient`: as in `begin_transaction`."""
        queue, engine = (self._spare_readers, self.spare_engine) if patient else (self._readers, self.engine)
        async with queue.wait_for_turn(), self.create_session(engine, reading=True) as session:
            yield Store(session, await self._read_transaction_time(session))

    async def _read_transaction_time(self, session: AsyncSession) -> datetime:
        if isinstance(self.clock, ServerClock) and self.clock.is_outdated:
            self.clock.set_server_time((await session.execute(_SERVER_TIME)).scalar_one())
        return self.get_time()

    def create_session(
        self, engine: AsyncEngine, *, reading: bool = False, shared: sa.Connection | None = None
    ) -> AsyncSession:
        """Return a session that is not open yet. On SQLite it uses the engine of the file instead."""
        if self._file_engine is not None:
            session: AsyncSession = SqliteSession(self._file_engine, _FileSession, reading=reading, shared=shared)
        else:
            session = PreparedLookups(engine, expire_on_commit=False, sync_session_class=_RetainingSession)
        session.info[SHARED] = self._memory
        return session

    @property
    def unit_engines(self) -> set[sa.Engine]:
        """Return the engines that the statements of all units of work go through."""
        if self._file_engine is not None:
            return {self._file_engine}
        return {self.engine.sync_engine, self.spare_engine.sync_engine}

    async def close(self) -> None:
        if self._commits is not None:
            await self._commits.finish()
        if self._file_engine is not None:
            self._file_engine.dispose()
        await self.engine.dispose()
        await self.spare_engine.dispose()


class _RetainingSession(Session):
    """Keep references to what is loaded or added: otherwise an unreferenced row is read anew on each access.

    What it writes is looked at here. An event of the ORM prepares each statement a second time.
    """

    def execute(self, statement: Any, *args: Any, **options: Any) -> Any:
        self._note_statement(statement)
        return super().execute(statement, *args, **options)

    def scalars(self, statement: Any, *args: Any, **options: Any) -> Any:
        self._note_statement(statement)
        return super().scalars(statement, *args, **options)

    def scalar(self, statement: Any, *args: Any, **options: Any) -> Any:
        self._note_statement(statement)
        return super().scalar(statement, *args, **options)

    def _note_statement(self, statement: Any) -> None:
        if not statement.is_select:
            forget_executed(self, statement)
            note_executed(self, statement)


forget_written_tables(_RetainingSession)
renew_version_on_writes(_RetainingSession)


@sa.event.listens_for(_RetainingSession, "loaded_as_persistent")
@sa.event.listens_for(_RetainingSession, "pending_to_persistent")
def _retain_row(session: Session, instance: object) -> None:
    session.info.setdefault("held", []).append(instance)


class _FileSession(_RetainingSession):
    """Keep the same on a SQLite file, where a transaction begins by a statement."""


sa.event.listen(_FileSession, "after_begin", begin_file_transaction)


def _create_database_engine(url: sa.URL, pool_size: int) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        return create_async_sqlite_engine(url, pool_size)
    return create_postgresql_engine(url, pool_size)
