"""Work that goes on after Slack has been answered: kept track of, and finished before the bot stops."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.platforms import TellAgain
from bot.runtime.logs import name_place
from storage.kit.database import UNAVAILABLE

T = TypeVar("T")
log = structlog.get_logger()


def report(error: BaseException) -> None:
    """Log where it happened. Its text is left out of the log, for it may quote a member."""
    if isinstance(error, TellAgain):
        return  # logged by whoever raised it
    if isinstance(error, UNAVAILABLE):
        log.warning("slack request put off", why=str(error), where=name_place(error))
        return
    log.error("slack request failed", error=type(error).__name__, exc_info=error)


class Background:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    async def finish(self, seconds: float) -> None:
        """Wait for what is in hand; what takes longer is cancelled."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = list(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            report(error)
