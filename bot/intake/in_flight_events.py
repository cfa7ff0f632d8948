"""Let a repeated event wait for the answer to its first copy; it holds no resource meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from bot.platforms import TellAgain
from handlers.chat.cards import Reply


class InFlightEvents:
    """Track the events that this process is answering.

    Each event is known by its id, and by the key that it shares with events of the same act.
    """

    def __init__(self) -> None:
        #: key of an event in flight -> its result: the exception raised, or None
        self._running: dict[str, asyncio.Future[BaseException | None]] = {}

    def is_any_in_flight(self, *keys: str) -> bool:
        return not self._running.keys().isdisjoint(keys)

    async def answer_first_copy(
        self, keys: Iterable[str], answer: Callable[[], Awaitable[Reply | None]]
    ) -> Reply | None:
        """Return what `answer` gives; a copy of an event in flight waits for that event, and returns None.

        Raise TellAgain for a copy, too. Where the outcome of the first copy is unknown, the next copy is
        answered.
        """
        keys = [key for key in keys if key]
        while running := next((self._running[key] for key in keys if key in self._running), None):
            await asyncio.wait({running})
            error = running.result()
            if error is None:
                return None
            if isinstance(error, TellAgain):
                raise TellAgain(str(error), after=error.after)
        return await self._answer_in_flight(keys, answer)

    async def _answer_in_flight(
        self, keys: Iterable[str], answer: Callable[[], Awaitable[Reply | None]]
    ) -> Reply | None:
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
