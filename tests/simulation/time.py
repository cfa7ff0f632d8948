"""Virtual time: an event loop whose waiting takes no time, and a database that answers without a thread."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.kit import shared_commits, sqlite_threads
from storage.kit.database import Database

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


async def run_here(call: Callable[..., Any], *args: Any) -> Any:
    """Nothing of the database runs in a thread: virtual time must not go on while one works."""
    return call(*args)


def _careless(connection: Any, _record: Any) -> None:
    """Virtual machines lose no power."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


async def opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database of this file on the running loop's clock, with its one connection open."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    monkeypatch.setattr(sqlite_threads, "run_in_thread", run_here)
    # Virtual machines share a thread: whoever waits in it for the lock of another waits for ever.
    monkeypatch.setattr(shared_commits, "MOST_UNITS", 1)
    database = Database(f"sqlite:///{path}", clock=loop.wall, pool_size=1)
    for engine in database.unit_engines:
        sa.event.listen(engine, "connect", _careless)
    async with database.begin():
        pass
    return database
