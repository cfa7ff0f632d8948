"""Limit how many units of work run at once. The others wait in order and hold nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.kit.database_errors import Unavailable


class ConcurrencyLimit:
    """Limit one kind of unit of work, in a line of its own."""

    def __init__(self, width: int, patience: float) -> None:
        """Take `width` as units at once, and `patience` as seconds that a unit waits before it is given up."""
        self._turns = asyncio.Semaphore(width)
        self._patience = patience
        self._waiting = 0

    @property
    def is_awaited(self) -> bool:
        """Return True if somebody waits in line."""
        return self._waiting > 0

    @asynccontextmanager
    async def wait_for_turn(self) -> AsyncIterator[None]:
        """Wait for a turn, first come first served, and keep it until the end. Raises Unavailable."""
        if self._turns.locked():
            await self._wait_in_line(self._patience)
        else:
            await self._turns.acquire()  # at once, so nothing needs to end the wait
        try:
            yield
        finally:
            self._turns.release()

    @asynccontextmanager
    async def wait_endlessly(self) -> AsyncIterator[None]:
        """Wait for a turn however long that takes, and keep it until the end."""
        await self._wait_in_line(None)
        try:
            yield
        finally:
            self._turns.release()

    async def _wait_in_line(self, patience: float | None) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                await self._turns.acquire()
        except TimeoutError:
            raise Unavailable("no turn at the database") from None
        finally:
            self._waiting -= 1
