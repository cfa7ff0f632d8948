"""Virtual time: an event loop whose waiting takes no time, and a database that answers without a thread."""

from __future__ import annotations

import asyncio
import selectors
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.kit import database as databases
from storage.kit.database import Database
from storage.kit.sqlite_driver import InlineConnection

BEGINNING = datetime(2027, 3, 1, 8, tzinfo=UTC)


class Skipping(selectors.SelectSelector):
    """Instead of waiting it moves the clock forward."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:  # nobody waits for a time: something real is going on
            return super().select(None)
        self.now += max(0.0, timeout)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Minutes of waiting pass in microseconds, in the same order every time."""

    def __init__(self) -> None:
        self.skipping = Skipping()
        super().__init__(self.skipping)

    def time(self) -> float:
        return self.skipping.now

    def wall(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.time())


class HereConnection(InlineConnection):
    """Nothing of it runs in a thread: virtual time must not go on while one works."""

    def _must_run_in_thread(self, fn: Any, args: tuple[Any, ...]) -> bool:
        return False


def connect(database: str, **options: Any) -> HereConnection:
    options["check_same_thread"] = False
    connection = HereConnection(partial(sqlite3.connect, database, **options), 64)
    connection._thread.daemon = True
    return connection


def _careless(connection: Any, _record: Any) -> None:
    """Virtual machines lose no power."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


async def opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database of this file on the running loop's clock, with its one connection open."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    monkeypatch.setattr(databases, "connect_sqlite", connect)
    database = Database(f"sqlite:///{path}", clock=loop.wall, pool_size=1)
    sa.event.listen(database.engine.sync_engine, "connect", _careless)
    async with database.begin():
        pass
    return database
