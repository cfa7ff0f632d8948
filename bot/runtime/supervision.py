"""Supervise background tasks: a task that ends by itself ends the process, with its reason."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Self

import structlog

log = structlog.get_logger()


class TaskDied(Exception):
    """Report a background task that raised, or returned while the process still needed it."""

    def __init__(self, name: str, error: BaseException | None) -> None:
        #: exception of the task; None if it returned
        self.error = error
        why = "it returned" if error is None else f"{type(error).__name__}: {error}"
        super().__init__(f"The background task {name!r} died ({why}); the process ends with it.")


class Supervisor:
    """Run background tasks in a task group.

    The first task that dies cancels the others and whoever entered the group.
    """

    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Cancel all tasks and wait for them. Raise TaskDied if one of them had died."""
        self.allow_task_end()
        for task in self._tasks:
            task.cancel()
        cancelled = kind is not None and issubclass(kind, asyncio.CancelledError)
        # The group would wrap any other error of the body, and hide its type.
        why = (kind, error, traceback) if cancelled else (None, None, None)
        try:
            await self._group.__aexit__(*why)
        except BaseExceptionGroup as deaths:
            raise deaths.exceptions[0] from None

    def start_supervised_task(self, name: str, work: Coroutine[None, None, None], *, may_end: bool = False) -> None:
        """Start a task. `may_end`: the task may return before it is stopped."""
        task = self._group.create_task(self._watch_task(name, work, may_end=may_end), name=name)
        task.add_done_callback(lambda _: work.close())  # it never began where another task died first
        self._tasks.append(task)

    def allow_task_end(self) -> None:
        """Allow tasks to return from now on: the process stops."""
        self._stopping = True

    async def _watch_task(self, name: str, work: Coroutine[None, None, None], *, may_end: bool) -> None:
        try:
            await work
        except asyncio.CancelledError as error:
            if (task := asyncio.current_task()) is None or task.cancelling():
                raise
            raise self._report_dead_task(name, error) from error
        except Exception as error:
            raise self._report_dead_task(name, error) from error
        if not (may_end or self._stopping):
            raise self._report_dead_task(name, None)

    def _report_dead_task(self, name: str, error: BaseException | None) -> TaskDied:
        log.critical("background task died", task=name, exc_info=error)
        return TaskDied(name, error)
