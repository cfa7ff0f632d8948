"""Wait for what happens in the background: for the thing itself, and never for a time in which it should have."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

#: seconds after which it will not happen any more; a busy machine takes a few, and nobody waits longer than it takes
BOUND = 60.0
Found = TypeVar("Found")


async def wait_until(done: Callable[[], Found], seconds: float = BOUND) -> Found:
    """Look until there is something; give it."""
    async with asyncio.timeout(seconds):
        while not (found := done()):  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)
    return found
