"""Doubles: what is told again while it is being answered waits for that answer, and holds nothing meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from bot.platforms import TellAgain
from handlers.chat.cards import Reply


class Doubles:
    """What is being answered in this process, by each of its keys: its id, and what it has in common with its like."""

    def __init__(self) -> None:
        #: each ends with what the answer raised, or None
        self._running: dict[str, asyncio.Future[BaseException | None]] = {}

    def has(self, *keys: str) -> bool:
        return not self._running.keys().isdisjoint(keys)

    async def answer_once(self, keys: Iterable[str], answer: Callable[[], Awaitable[Reply | None]]) -> Reply | None:
        """Return what `answer` gives; a copy of what is being answered waits for it, and returns None.

        Raises TellAgain for a copy, too. Where nobody knows what came of the first one, the next one is answered.
        """
        keys = [key for key in keys if key]
        while running := next((self._running[key] for key in keys if key in self._running), None):
            await asyncio.wait({running})
            error = running.result()
            if error is None:
                return None
            if isinstance(error, TellAgain):
                raise TellAgain(str(error), after=error.after)
        return await self._answer(keys, answer)

    async def _answer(self, keys: Iterable[str], answer: Callable[[], Awaitable[Reply | None]]) -> Reply | None:
        running: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
        self._running |= dict.fromkeys(keys, running)
        outcome: BaseException | None = None
        try:
            return await answer()
        except BaseException as error:
            outcome = error
            raise
        finally:
            for key in keys:
                del self._running[key]
            running.set_result(outcome)
