"""Run SQLite's units of work in place: a plain session with the methods of an `AsyncSession`.

SQLite answers from memory in microseconds. A thread for each statement, or a greenlet, costs several
times that. Here only what may wait runs in a thread. Such calls open a file, wait for another process's
write lock, commit what was written, or read very many rows.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSessionTransaction
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import QueuePool

from storage.kit.database_errors import translate_driver_error
from storage.kit.prepared_lookups import PreparedLookups
from storage.kit.shared_memory import is_version_renewed
from storage.kit.sqlite_engine import BUSY_TIMEOUT, LOCKED, READING

T = TypeVar("T")
S = TypeVar("S", bound=sa.Executable)
#: execution option of a statement that reads very many rows, while other tasks run
_LONG = "sqlite_in_thread"
#: execution option: rows become objects at once, and not when somebody looks at them after the session is closed
_BUFFERED = {"prebuffer_rows": True}
_THREADS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="sqlite")


def mark_long_statement(statement: S) -> S:
    """Return the statement so that SQLite executes it in a thread."""
    return statement.execution_options(**{_LONG: True})


async def run_in_thread(call: Callable[..., T], *args: Any) -> T:
    """Return what the call returns.

    A cancelled caller waits for the end, because the call uses the caller's connection.
    """
    running = asyncio.get_running_loop().run_in_executor(_THREADS, partial(call, *args))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with suppress(asyncio.CancelledError):  # whoever cancels twice waits as well
                await asyncio.wait([running])
        raise


class SqliteSession(PreparedLookups):
    """Run what repositories ask for in place. One task at a time uses it."""

    def __init__(self, engine: sa.Engine, session_class: type[Session], *, reading: bool) -> None:
        super().__init__(sync_session_class=session_class, expire_on_commit=False)
        self._engine = engine
        self._reading = reading
        self._connection: sa.Connection | None = None
        self._changes_before = 0

    @property
    def has_written(self) -> bool:
        """Return True if this unit of work has written something, or will when it commits."""
        assert self._connection is not None
        driver: Any = self._connection.connection.driver_connection
        session = self.sync_session
        waits = session.new or session.dirty or session.deleted or is_version_renewed(session)
        return bool(waits) or driver.total_changes != self._changes_before

    async def execute(
        self, statement: Any, params: Any = None, *, execution_options: Mapping[str, Any] = {}, **options: Any
    ) -> Any:
        options["execution_options"] = {**execution_options, **_BUFFERED}
        if isinstance(statement, sa.Executable) and statement.get_execution_options().get(_LONG):
            return await run_in_thread(partial(self.sync_session.execute, statement, params, **options))
        return self.sync_session.execute(statement, params, **options)

    async def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        return (await self.execute(statement, params, **options)).scalars()

    async def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        return (await self.execute(statement, params, **options)).scalar()

    async def get_loaded(self, entity: Any, ident: Any, **options: Any) -> Any:
        return self.sync_session.get(entity, ident, **options)

    async def get_one(self, entity: Any, ident: Any, **options: Any) -> Any:
        return self.sync_session.get_one(entity, ident, **options)

    async def flush(self, objects: Any = None) -> None:
        self.sync_session.flush(objects)

    async def delete(self, instance: object) -> None:
        self.sync_session.delete(instance)

    async def merge(self, instance: Any, **options: Any) -> Any:
        return self.sync_session.merge(instance, **options)

    async def refresh(self, instance: object, *args: Any, **options: Any) -> None:
        self.sync_session.refresh(instance, *args, **options)

    def begin(self) -> AsyncSessionTransaction:
        return SqliteTransaction(self)

    def begin_nested(self) -> AsyncSessionTransaction:
        return SqliteTransaction(self, nested=True)

    async def commit(self) -> None:
        await run_in_thread(self.sync_session.commit)

    async def rollback(self) -> None:
        self.sync_session.rollback()

    async def close(self) -> None:
        self.sync_session.close()
        if self._connection is not None:
            self._connection.close()

    async def __aenter__(self) -> Self:
        """Take a connection for this session. Raise Unavailable."""
        assert isinstance(self._engine.pool, QueuePool)
        try:
            if self._engine.pool.checkedin() == 0:
                await run_in_thread(self._connect)
            else:
                self._connect()
                # A loop of units that only read would never let another task run.
                await asyncio.sleep(0)
        except BaseException:
            await self.close()
            raise
        self.sync_session.bind = self._connection
        return self

    def _connect(self) -> None:
        connection = self._engine.connect()
        self._connection = connection.execution_options(**{READING: True}) if self._reading else connection

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def begin_writing(self) -> SessionTransaction:
        """Begin the transaction of this session with the write lock: in place if that is free. Raise Unavailable."""
        assert self._connection is not None
        driver: Any = self._connection.connection.driver_connection
        try:
            if not _try_write_lock(driver):
                await run_in_thread(driver.execute, "BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise translate_driver_error(error) or error from error
        self._changes_before = driver.total_changes
        begun = self.sync_session.begin()
        self._connection.info[LOCKED] = True
        self.sync_session.connection()
        return begun


def begin_file_transaction(_session: Session, begun: SessionTransaction, connection: sa.Connection) -> None:
    """Begin in the file what a session has begun. A unit of work that writes has the write lock already."""
    if not begun.nested and not connection.info.pop(LOCKED, False):
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class SqliteTransaction(AsyncSessionTransaction):
    """Commit what was written in a thread; do all else in place."""

    async def start(self, is_ctxmanager: bool = False) -> SqliteTransaction:
        session = self.session
        assert isinstance(session, SqliteSession)
        begun = session.sync_session.begin_nested() if self.nested else await session.begin_writing()
        self.sync_transaction = self._assign_proxied(begun)
        if is_ctxmanager:
            self.sync_transaction.__enter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        leave = self._sync_transaction().__exit__
        assert isinstance(self.session, SqliteSession)
        if self.nested or kind is not None or not self.session.has_written:
            leave(kind, error, trace)
        else:
            await run_in_thread(leave, None, None, None)


def _try_write_lock(driver: sqlite3.Connection) -> bool:
    """Return True if the write lock was free and is taken."""
    driver.execute("PRAGMA busy_timeout=0")
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT * 1000}")
    return True
