"""Doubles: what is told again while it is being answered waits for that answer, and holds nothing meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.platforms import TellAgain
from handlers.chat.cards import Reply


class Doubles:
    """What is being answered in this process, by its key."""

    def __init__(self) -> None:
        #: each ends with what the answer raised, or None
        self._running: dict[str, asyncio.Future[BaseException | None]] = {}

    def has(self, key: str) -> bool:
        return key in self._running

    async def answer_once(self, key: str, answer: Callable[[], Awaitable[Reply | None]]) -> Reply | None:
        """Return what `answer` gives; a copy of what is being answered waits for it, and returns None.

        Raises TellAgain for a copy, too. Where nobody knows what came of the first one, the next one is answered.
        """
        while (running := self._running.get(key)) is not None:
            await asyncio.wait({running})
            error = running.result()
            if error is None:
                return None
            if isinstance(error, TellAgain):
                raise TellAgain(str(error), after=error.after)
        return await self._answer(key, answer)

    async def _answer(self, key: str, answer: Callable[[], Awaitable[Reply | None]]) -> Reply | None:
        running = self._running[key] = asyncio.get_running_loop().create_future()
        outcome: BaseException | None = None
        try:
            return await answer()
        except BaseException as error:
            outcome = error
            raise
        finally:
            del self._running[key]
            running.set_result(outcome)
