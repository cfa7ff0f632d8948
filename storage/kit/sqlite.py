"""SQLite without a thread hop for every statement.

aiosqlite runs each call (make a cursor, execute, fetch, close it) in a thread, which costs several times what the call
itself does. Here only what may wait runs in the thread: to open and close, to wait for the write lock when another
process holds it, to commit (the disk) and to read very many rows. Everything else answers from memory in microseconds
and runs where it is asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite

#: marks a SELECT that reads so many rows that nobody should wait meanwhile: `prefix_with(LONG, dialect="sqlite")`
LONG = "/* long */"
#: seconds that a lock of another process is waited for
BUSY_TIMEOUT = 30
_LOCK = "BEGIN IMMEDIATE"
_WAITS = ("PRAGMA", "VACUUM", "ANALYZE")


class NearConnection(aiosqlite.Connection):
    """An aiosqlite connection whose short calls run in place; used by one task at a time, as SQLAlchemy's pool does."""

    async def _connect(self) -> aiosqlite.Connection:
        opened: list[sqlite3.Connection] = []
        self._connector = partial(_open, self._connector, opened)
        try:
            return await super()._connect()
        except BaseException:
            # its thread has been told to stop, and would say so to a loop that is closed by then
            self._thread.join(1)
            for connection in opened:  # nobody waits for it any more
                connection.close()
            raise

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None:
            if _statement(fn, args) == _LOCK:
                if self._takes(fn, args):
                    return None
            elif not self._waits(fn, args):
                return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _takes(self, lock: Any, args: tuple[Any, ...]) -> bool:
        """The write lock, where nobody holds it."""
        assert self._connection is not None
        self._connection.execute("PRAGMA busy_timeout=0")
        try:
            lock(*args)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT * 1000}")
        return True

    def _waits(self, fn: Any, args: tuple[Any, ...]) -> bool:
        statement = _statement(fn, args)
        if statement:
            return statement.startswith(_WAITS) or LONG in statement
        # a cursor's close is not the connection's
        name = getattr(fn, "__name__", "")
        return name in ("commit", "backup", "interrupt") or (name == "close" and fn.__self__ is self._connection)


def _open(connector: Callable[[], sqlite3.Connection], opened: list[sqlite3.Connection]) -> sqlite3.Connection:
    opened.append(connector())
    return opened[-1]


def _statement(fn: Any, args: tuple[Any, ...]) -> str:
    return str(args[0]) if getattr(fn, "__name__", "") == "execute" else ""


def connect(database: str, **options: Any) -> NearConnection:
    """As `aiosqlite.connect`, for `async_creator_fn`. The connection crosses threads, one at a time."""
    options["check_same_thread"] = False
    connection = NearConnection(partial(sqlite3.connect, database, **options), 64)
    connection._thread.daemon = True  # noqa: SLF001 - the driver has no other way to say it
    return connection
