"""Run SQLite's units of work in place: a plain session with the methods of an `AsyncSession`.

SQLite answers from memory in microseconds. A thread for each statement, or a greenlet, costs several
times that. Here only what may wait runs in a thread. Such calls open a file, or read very many rows;
`storage.kit.shared_commits` has those that wait for a lock or for the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSessionTransaction
from sqlalchemy.orm import Session, SessionTransaction

from storage.kit import sqlite_threads
from storage.kit.prepared_lookups import PreparedLookups
from storage.kit.shared_commits import connect_in_place
from storage.kit.sqlite_engine import READING, SHARED_UNIT, BufferedConnection

S = TypeVar("S", bound=sa.Executable)
#: execution option of a statement that reads very many rows, while other tasks run
_LONG = "sqlite_in_thread"
#: execution option: rows become objects at once, and not when somebody looks at them after the session is closed
_BUFFERED = {"prebuffer_rows": True}


def mark_long_statement(statement: S) -> S:
    """Return the statement so that SQLite executes it in a thread."""
    return statement.execution_options(**{_LONG: True})


class SqliteSession(PreparedLookups):
    """Run what repositories ask for in place. One task at a time uses it."""

    def __init__(
        self,
        engine: sa.Engine,
        session_class: type[Session],
        *,
        reading: bool = False,
        shared: sa.Connection | None = None,
    ) -> None:
        """Take a connection of the engine, or the `shared` one that somebody else opens and closes."""
        super().__init__(sync_session_class=session_class, expire_on_commit=False)
        self._engine = engine
        self._reading = reading
        self._shared = shared
        self._own: sa.Connection | None = None

    async def execute(
        self, statement: Any, params: Any = None, *, execution_options: Mapping[str, Any] = {}, **options: Any
    ) -> Any:
        options["execution_options"] = {**execution_options, **_BUFFERED}
        if isinstance(statement, sa.Executable) and statement.get_execution_options().get(_LONG):
            return await sqlite_threads.run_in_thread(partial(self.sync_session.execute, statement, params, **options))
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
        await sqlite_threads.run_in_thread(self.sync_session.commit)

    async def rollback(self) -> None:
        self.sync_session.rollback()

    async def close(self) -> None:
        self.sync_session.close()
        if self._own is not None:
            self._own.close()

    async def __aenter__(self) -> Self:
        """Take a connection for this session. Raise Unavailable."""
        if self._shared is None:
            self._own = await connect_in_place(self._engine)
            self._own.execution_options(**{READING: self._reading})
        self.sync_session.bind = self._shared or self._own
        if self._own is not None:
            try:
                await asyncio.sleep(0)  # a loop of units that only read would never let another task run
            except BaseException:
                await self.close()
                raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()


def begin_file_transaction(_session: Session, begun: SessionTransaction, connection: sa.Connection) -> None:
    """Begin in the file what a session has begun. A unit of work that writes is part of a transaction there."""
    options = connection.get_execution_options()
    if begun.nested:
        return
    if options.get(SHARED_UNIT):
        driver = connection.connection.driver_connection
        assert isinstance(driver, BufferedConnection)
        driver.begin_unit()
    else:
        connection.exec_driver_sql("BEGIN" if options.get(READING) else "BEGIN IMMEDIATE")


class SqliteTransaction(AsyncSessionTransaction):
    """Begin and end in place."""

    async def start(self, is_ctxmanager: bool = False) -> SqliteTransaction:
        session = self.session.sync_session
        self.sync_transaction = self._assign_proxied(session.begin_nested() if self.nested else session.begin())
        if is_ctxmanager:
            self.sync_transaction.__enter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sync_transaction().__exit__(kind, error, trace)
