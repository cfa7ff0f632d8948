"""Run SQLite without a thread hop for every statement.

aiosqlite runs each call (make a cursor, execute, fetch, close it) in a thread.
That costs several times what the call itself does. Here only what may wait runs in the thread.
Such calls open and close, wait for another process's write lock, commit (the disk), or read very many rows.
Everything else answers from memory in microseconds and runs where it is asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite

#: Marks a long SELECT, during which other tasks should run: `prefix_with(LONG, dialect="sqlite")`.
LONG = "/* long */"
#: seconds to wait for a lock of another process
BUSY_TIMEOUT = 30
_LOCK = "BEGIN IMMEDIATE"
_WAITS = ("PRAGMA", "VACUUM", "ANALYZE")


class InlineConnection(aiosqlite.Connection):
    """Wrap an aiosqlite connection whose short calls run in place.

    One task at a time uses it, as SQLAlchemy's pool does.
    """

    async def _connect(self) -> aiosqlite.Connection:
        opened: list[sqlite3.Connection] = []
        self._connector = partial(_open_sqlite_connection, self._connector, opened)
        try:
            return await super()._connect()
        except BaseException:
            # The thread was told to stop. Wait for it, because it would report to a loop that is closed by then.
            self._thread.join(1)
            for connection in opened:  # no other owner closes it
                connection.close()
            raise

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None:
            if _get_statement_text(fn, args) == _LOCK:
                if self._try_write_lock(fn, args):
                    return None
            elif not self._must_run_in_thread(fn, args):
                return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _try_write_lock(self, lock: Any, args: tuple[Any, ...]) -> bool:
        """Return True if the write lock was free and is taken."""
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

    def _must_run_in_thread(self, fn: Any, args: tuple[Any, ...]) -> bool:
        statement = _get_statement_text(fn, args)
        if statement:
            return statement.startswith(_WAITS) or LONG in statement
        # Only the connection's own close is meant, not a cursor's.
        name = getattr(fn, "__name__", "")
        return name in ("commit", "backup", "interrupt") or (name == "close" and fn.__self__ is self._connection)


def _open_sqlite_connection(
    connector: Callable[[], sqlite3.Connection], opened: list[sqlite3.Connection]
) -> sqlite3.Connection:
    opened.append(connector())
    return opened[-1]


def _get_statement_text(fn: Any, args: tuple[Any, ...]) -> str:
    return str(args[0]) if getattr(fn, "__name__", "") == "execute" else ""


def connect_sqlite(database: str, **options: Any) -> InlineConnection:
    """Connect as `aiosqlite.connect` does, for `async_creator_fn`. The connection crosses threads, one at a
    time.
    """
    options["check_same_thread"] = False
    connection = InlineConnection(partial(sqlite3.connect, database, **options), 64)
    connection._thread.daemon = True  # noqa: SLF001 - the driver has no public way
    return connection
