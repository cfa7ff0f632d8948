"""Make the engines of a SQLite file: one for units of work, which run in place, and an async one for the rest."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections import deque
from contextlib import closing
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from storage.kit.database_errors import UnavailablePool, UnavailableThreadPool, register_error_translation
from storage.kit.json_columns import JSON_CODEC

#: seconds to wait for a lock of another process
BUSY_TIMEOUT = 30
#: Bytes of the file that are memory-mapped. Copying pages makes searches a tenth slower.
MAPPED = 2**28
#: Prepared statements that a connection keeps, of about 25 kB each: the bot has several hundreds.
STATEMENTS = 256
#: execution option of an engine whose transactions only read
READING = "reading"
#: execution option of a connection whose transactions are units of a larger one, which holds the write lock
SHARED_UNIT = "unit of a shared transaction"


class BufferedCursor(sqlite3.Cursor):
    """Read all rows at once: whoever changes rows while going through them sees those that there were."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._rows: deque[Any] = deque()

    def execute(self, *args: Any) -> BufferedCursor:
        super().execute(*args)
        self._rows = deque(super().fetchall()) if self.description else deque()
        return self

    def __next__(self) -> Any:
        if not self._rows:
            raise StopIteration
        return self._rows.popleft()

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        count = min(size or self.arraysize, len(self._rows))
        return [self._rows.popleft() for _ in range(count)]

    def fetchall(self) -> list[Any]:
        rows, self._rows = list(self._rows), deque()
        return rows


class BufferedConnection(sqlite3.Connection):
    """Connect to a file with buffered cursors.

    Plans do not depend on bound values. Otherwise SQLite compares them with the conditions of partial indexes.
    It then prepares the statement anew for each value, which takes many times longer than running it.
    """

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(database, **options)
        if sys.version_info >= (3, 12):
            self.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG, True)
        #: True while a unit of work is open in a shared transaction
        self.in_unit = False
        #: True once a unit of the open transaction has written something that was not taken back
        self.has_kept_changes = False
        self._changes_before = 0

    def cursor(self, factory: Any = BufferedCursor) -> Any:
        return super().cursor(factory)

    def begin_unit(self) -> None:
        """Begin a unit of the open transaction: it is what `commit` keeps and `rollback` takes back next."""
        self.execute("SAVEPOINT unit")
        self.in_unit = True
        self._changes_before = self.total_changes

    def commit(self) -> None:
        if not self.in_unit:
            super().commit()
            return
        self.in_unit = False
        self.execute("RELEASE unit")
        self.has_kept_changes |= self.total_changes != self._changes_before

    def rollback(self) -> None:
        if not self.in_unit:
            super().rollback()
            return
        self.in_unit = False
        if self.in_transaction:  # otherwise SQLite has taken back the whole, and the savepoint with it
            self.execute("ROLLBACK TO unit")
            self.execute("RELEASE unit")


def create_unit_engine(url: sa.URL, pool_size: int) -> sa.Engine:
    """Return the engine of `SqliteSession`. A connection crosses threads, one at a time.

    It has no event of its own: with one, SQLAlchemy looks for listeners several times at each statement.
    """
    engine = sa.create_engine(
        url.set(drivername="sqlite"),
        connect_args={
            "timeout": BUSY_TIMEOUT,
            "check_same_thread": False,
            "cached_statements": STATEMENTS,
            "factory": BufferedConnection,
        },
        poolclass=UnavailableThreadPool,
        pool_size=pool_size,
        max_overflow=-1,  # units of work wait for their turn before they take a connection
        **JSON_CODEC,
    )
    _register_connect_hooks(engine)
    return engine


def create_async_sqlite_engine(url: sa.URL, pool_size: int) -> AsyncEngine:
    """Return an engine whose every call runs in a thread: for migrations, and libraries that ask for one."""
    engine = create_async_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT}, poolclass=UnavailablePool, pool_size=pool_size, **JSON_CODEC
    )
    _register_connect_hooks(engine.sync_engine)

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @sa.event.listens_for(engine.sync_engine, "do_connect")
    def try_file(_dialect: Any, _record: Any, args: tuple[Any, ...], options: dict[str, Any]) -> None:
        # A connection that cannot be used leaves a thread, which answers the loop after its end.
        await_only(asyncio.to_thread(partial(_try_file, *args, **options)))

    return engine


def _try_file(*args: Any, **options: Any) -> None:
    with closing(sqlite3.connect(*args, **options)) as connection:
        _configure_connection(connection)


def _register_connect_hooks(engine: sa.Engine) -> None:
    register_error_translation(engine)

    @sa.event.listens_for(engine, "connect")
    def configure_connection(connection: Any, _record: Any) -> None:
        _configure_connection(connection)


def _configure_connection(connection: Any) -> None:
    connection.isolation_level = None  # no implicit BEGIN: whoever begins a transaction says it
    cursor = connection.cursor()
    # Deleted data is overwritten, because a backup copies free pages too.
    rules = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", f"mmap_size={MAPPED}")
    for pragma in (f"busy_timeout={BUSY_TIMEOUT * 1000}", *rules):
        cursor.execute(f"PRAGMA {pragma}")
    _enable_write_ahead_log(cursor)
    cursor.close()


def _enable_write_ahead_log(cursor: Any) -> None:
    """Change the file to WAL, with retries. SQLite does not wait for another process that does the same."""
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
