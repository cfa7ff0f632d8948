"""Hold the deliveries that are on their way to a platform, and limit how many there are at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

#: maximum number of rows being sent at once, per process
IN_FLIGHT = 50
#: seconds that a free slot waits for others, to claim rows together
PATIENCE = 0.05


class InFlightDeliveries:
    """Run deliveries side by side, one task for each."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start_delivery(self, delivery: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(delivery)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish_started_deliveries(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def wait_for_capacity(self, enough: int) -> int:
        """Return how many more deliveries may be in flight.

        Wait a moment until there are enough for a whole batch: few rows cost nearly as much as many.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while (free := IN_FLIGHT - len(self._tasks)) < enough:
            left = end - loop.time()
            if free > 0 >= left:
                break
            await asyncio.wait(self._tasks, timeout=left if left > 0 else None, return_when=asyncio.FIRST_COMPLETED)
        return free
