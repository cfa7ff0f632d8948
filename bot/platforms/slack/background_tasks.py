"""Track work that goes on after Slack has been answered, and finish it before the bot stops."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.platforms import TellAgain, TemporaryError
from bot.runtime.logs import describe_error_place
from storage.kit.database import UNAVAILABLE

T = TypeVar("T")
log = structlog.get_logger()


def log_background_error(error: BaseException) -> None:
    """Log where the error happened. The text of the error is left out, for it may quote a member."""
    if isinstance(error, TellAgain):
        return  # logged where it was raised
    if isinstance(error, (*UNAVAILABLE, TemporaryError)):  # Slack tells it again
        log.warning("slack request put off", why=str(error), where=describe_error_place(error))
        return
    log.error("slack request failed", error=type(error).__name__, exc_info=error)


async def wait_for_result(task: asyncio.Task[T]) -> T | None:
    """Wait for the result. Returns None after an error, which was reported where it was raised."""
    await asyncio.wait({task})
    return None if task.cancelled() or task.exception() else task.result()


class BackgroundTasks:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start_background_task(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._log_finished_task)
        return task

    async def finish_background_tasks(self, seconds: float) -> None:
        """Wait up to `seconds` for running tasks, then cancel those that are left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = list(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _log_finished_task(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_background_error(error)
