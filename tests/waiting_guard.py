"""A guard for all tests: inside a unit of work the bot waits for the database and for nothing else.

SQLite has one writer: whoever waits there for a thread, a model, a lock or a pause makes everybody wait. Every step of
every task is looked at: what it waits for must be reached through SQLAlchemy. What a test does in a unit of work that
it has opened itself is its own affair, as long as no code of the bot waits in it.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import cache
from types import AsyncGeneratorType, CodeType, FrameType
from typing import Any

import pytest

from storage.kit.database import Database, Store

#: the task that is in a unit of work just now, in this context
_INSIDE: ContextVar[asyncio.Task[Any] | None] = ContextVar("inside", default=None)
#: what waits for the database, and what is looked at
DATABASE = ("sqlalchemy.", "storage.kit.shared_commits", "storage.kit.sqlite_session", "storage.kit.sqlite_threads")
OURS = ("bot.", "handlers.", "storage.")
#: attributes with the frame of a coroutine, a generator and an asynchronous one, and with what it waits for
NAMES = (("cr_frame", "cr_await"), ("gi_frame", "gi_yieldfrom"), ("ag_frame", "ag_await"))
#: what a task waited for in a unit of work, as a list of places
found: list[str] = []


class Watched(Coroutine[Any, Any, Any]):
    """A coroutine that is looked at whenever it waits."""

    def __init__(self, inner: Coroutine[Any, Any, Any]) -> None:
        self.inner = inner
        self.__name__, self.__qualname__ = inner.__name__, inner.__qualname__

    @property
    def cr_code(self) -> CodeType:
        return self.inner.cr_code

    @property
    def cr_frame(self) -> FrameType:
        return self.inner.cr_frame

    @property
    def cr_await(self) -> Any:
        return self.inner.cr_await

    @property
    def cr_running(self) -> bool:
        return self.inner.cr_running

    def send(self, value: Any) -> Any:
        waits_for = self.inner.send(value)
        self._look()
        return waits_for

    def throw(self, *error: Any) -> Any:
        waits_for = self.inner.throw(*error)
        self._look()
        return waits_for

    def close(self) -> None:
        self.inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self.inner.__await__()

    def _look(self) -> None:
        inside = _INSIDE.get()
        if inside is None or inside is not asyncio.current_task():
            return
        frames = _list_frames(self.inner)
        named = [frame.f_globals.get("__name__", "") for frame in frames]
        if not any(name.startswith(DATABASE) for name in named) and any(name.startswith(OURS) for name in named):
            found.append(" -> ".join(f"{name}:{frame.f_lineno}" for name, frame in zip(named, frames, strict=True)))


class WatchedTask(asyncio.Task[Any]):
    """What `asyncio.Task` is in tests."""

    def __init__(self, coro: Coroutine[Any, Any, Any], **options: Any) -> None:
        super().__init__(Watched(coro) if hasattr(coro, "cr_await") else coro, **options)


def _list_frames(one: Any) -> list[FrameType]:
    """What waits for what, the outermost first: a thousand times in a test, so no more is asked than there must be."""
    frames = []
    while one is not None:
        names = _names_of(type(one))
        if names is None:
            one = _generator_of(one)
            continue
        frame = getattr(one, names[0])
        if frame is not None:
            frames.append(frame)
        one = getattr(one, names[1])
    return frames


@cache
def _names_of(kind: type) -> tuple[str, str] | None:
    """What such a thing calls its frame, and what it waits for."""
    return next((names for names in NAMES if hasattr(kind, names[0])), None)


def _generator_of(step: Any) -> AsyncGeneratorType[Any, Any] | None:
    """One step of `async for` does not say whose it is."""
    if type(step).__name__ not in ("async_generator_asend", "async_generator_athrow"):
        return None
    return next((one for one in gc.get_referents(step) if isinstance(one, AsyncGeneratorType)), None)


def _marking(opening: Any) -> Any:
    """`Database.begin` or `read`: from its first line to its last the task is inside."""

    @asynccontextmanager
    async def unit(self: Database, **options: Any) -> AsyncIterator[Store]:
        async with opening(self, **options) as store:
            before = _INSIDE.get()
            _INSIDE.set(asyncio.current_task())
            try:
                yield store
            finally:
                _INSIDE.set(before)

    return unit


@contextmanager
def guarding() -> Iterator[list[str]]:
    """Look at every task that begins from now on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "Task", WatchedTask)
        patch.setattr(asyncio.tasks, "Task", WatchedTask)
        for name in ("begin", "read"):
            patch.setattr(Database, name, _marking(getattr(Database, name)))
        yield found
