"""Run in a thread what may wait for SQLite's file: its opening, its locks, its disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
_THREADS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="sqlite")


async def run_in_thread(call: Callable[..., T], *args: Any) -> T:
    """Return what the call returns.

    A cancelled caller waits for the end, because the call uses the caller's connection.
    """
    running = asyncio.get_running_loop().run_in_executor(_THREADS, partial(call, *args))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            with suppress(asyncio.CancelledError):  # whoever cancels twice waits as well
                await asyncio.wait([running])
        raise
