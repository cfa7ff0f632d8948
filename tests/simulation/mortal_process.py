"""A bot in this process that is killed with any unit of work, and begins anew on what was committed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

from bot.delivery.courier import Courier
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from storage.kit.database import Database, Store
from tests.conftest import Clock
from tests.conversation import Conversation

#: chance that a unit of work ends with its process, before its commit or just after it
KILLED = 0.002


class Killed(BaseException):
    """The process is gone: nobody catches it."""


class MortalDatabase(Database):
    """A database whose process may end with any unit of work that writes."""

    chance: random.Random | None = None

    def __init__(self, url: str, *, clock: Clock) -> None:
        super().__init__(url, clock=clock)
        self.died = asyncio.Event()

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[Store]:
        async with super().begin(patient=patient) as store:
            yield store
            self._meet_fate()
        self._meet_fate()

    def _meet_fate(self) -> None:
        if self.chance is not None and self.chance.random() < KILLED / 2:
            self.died.set()
            raise Killed

    async def survives(self, deed: Awaitable[None]) -> bool:
        """Await the deed; False if its process was killed meanwhile, with all that it had under way."""
        self.died.clear()
        asyncio.get_running_loop().set_exception_handler(_leave_out_killed)
        done, death = asyncio.ensure_future(deed), asyncio.ensure_future(self.died.wait())
        await asyncio.wait({done, death}, return_when=asyncio.FIRST_COMPLETED)
        if not self.died.is_set():
            death.cancel()
            await done
            return True
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        return False


def _leave_out_killed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say nothing of tasks that died with their process; everything else is told as ever."""
    if not isinstance(context.get("exception"), Killed):
        loop.default_exception_handler(context)


async def begin_process(database: Database, clock: Clock, before: Conversation | None = None) -> Conversation:
    """Begin a process in the chats of the one before it; its boot clock goes as the wall clock does."""
    talk = Conversation(database)
    if before is not None:
        talk.platforms, talk._ids = before.platforms, before._ids
    database.after_commit.clear()
    talk.courier = Courier(
        database, talk.platforms, build_capability_router(), talk.arena, Metrics(), lambda: clock().timestamp()
    )
    talk.dispatcher.wake = talk.courier.wake_courier
    return await talk.begin()
