"""SQLite without a thread hop for every statement.

aiosqlite runs each call (make a cursor, execute, fetch, close it) in a thread, which costs several times what the call
itself does. Here only what may wait runs in the thread: to open and close, to take the write lock (other processes may
hold it), to commit (the disk) and to read very many rows. Everything else answers from memory in microseconds and runs
where it is asked.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import Any

import aiosqlite

#: marks a SELECT that reads so many rows that nobody should wait meanwhile: `prefix_with(LONG, dialect="sqlite")`
LONG = "/* long */"
_WAITS = ("BEGIN IMMEDIATE", "PRAGMA", "VACUUM", "ANALYZE")


class NearConnection(aiosqlite.Connection):
    """An aiosqlite connection whose short calls run in place; used by one task at a time, as SQLAlchemy's pool does."""

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if self._connection is None or self._waits(fn, args):
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        return fn(*args, **kwargs)

    def _waits(self, fn: Any, args: tuple[Any, ...]) -> bool:
        name = getattr(fn, "__name__", "")
        if name == "execute":
            statement = str(args[0])
            return statement.startswith(_WAITS) or LONG in statement
        # a cursor's close is not the connection's
        return name in ("commit", "backup", "interrupt") or (name == "close" and fn.__self__ is self._connection)


def connect(database: str, **options: Any) -> NearConnection:
    """As `aiosqlite.connect`, for `async_creator_fn`. The connection crosses threads, one at a time."""
    options["check_same_thread"] = False
    connection = NearConnection(partial(sqlite3.connect, database, **options), 64)
    connection._thread.daemon = True  # noqa: SLF001 - the driver has no other way to say it
    return connection
