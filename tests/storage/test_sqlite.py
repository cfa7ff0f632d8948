"""Connections to SQLite: what is opened is closed, whoever was waiting for it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from storage.kit.sqlite_driver import InlineConnection


async def test_a_connection_that_nobody_waits_for_any_more_is_closed(tmp_path: Path) -> None:
    opens, may_open = Event(), Event()
    opened: list[sqlite3.Connection] = []

    def connect() -> sqlite3.Connection:
        opens.set()
        may_open.wait(5)
        opened.append(sqlite3.connect(tmp_path / "arena.db", check_same_thread=False))
        return opened[0]

    waiting = asyncio.ensure_future(_opened(InlineConnection(connect, 64)))
    await asyncio.to_thread(partial(opens.wait, 5))
    waiting.cancel()
    may_open.set()
    with suppress(asyncio.CancelledError):
        await waiting
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


async def _opened(connection: InlineConnection) -> InlineConnection:
    connection._thread.start()
    await connection._connect()
    return connection
