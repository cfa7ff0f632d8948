"""Lanes before a pool of connections: so many units of work at once, the others wait in order and hold nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.kit.failures import Unavailable


class Lane:
    """A line of its own for one kind of unit of work."""

    def __init__(self, width: int, patience: float) -> None:
        """`width`: units at once; `patience`: seconds that one waits for its turn before it is given up."""
        self._turns = asyncio.Semaphore(width)
        self._patience = patience

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """Wait for a turn, first come first served, and keep it until the end. Raises Unavailable."""
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError:
            raise Unavailable("no turn at the database") from None
        try:
            yield
        finally:
            self._turns.release()
