"""Find out what an event is searched with before its unit of work begins; where that fails or is late, words decide.

A unit of work waits for the database and for nothing else: everybody who writes would wait with it. What an event will
probably be searched with is read ahead. Where its handler searches with something else, nothing of that try is kept:
the text is read, and the event begins anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet

import structlog

from bot.runtime.metrics import Metrics
from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command, Event, Message, Submission
from handlers.language.meanings import MeaningError, Meanings, Unread

log = structlog.get_logger()
#: seconds that an event waits for what its texts mean, all in all: chats give up after three
PATIENCE = 1.5
#: texts that one event is searched with, at the most
MOST_TEXTS = 3

Answer = Callable[[Event, Meanings | None], Awaitable[Reply | None]]


class QueryMeaning:
    """One per process: the dispatcher asks it to answer with the meaning of what an event is searched with."""

    def __init__(self, searches: AbstractSet[tuple[type[Event], str]], metrics: Metrics) -> None:
        self.searches = searches
        self.metrics = metrics

    async def answer(self, event: Event, meanings: Meanings | None, answer: Answer) -> Reply | None:
        """Return what `answer` does: with meanings, or without where they fail or come too late."""
        if meanings is None or not meanings.ready:
            return await answer(event, None)
        end = asyncio.get_running_loop().time() + PATIENCE
        text = self._find_searched_text(event)
        for _ in range(MOST_TEXTS):
            try:
                if text and not await self._read(meanings, text, end):
                    break
                return await answer(event, meanings)
            except Unread as unread:
                text = unread.text
            except MeaningError:
                log.exception("search by meaning failed: words alone decide")
                self.metrics.count_meaning_failure("failed")
                break
        return await answer(event, None)

    async def _read(self, meanings: Meanings, text: str, end: float) -> bool:
        """Whether it was read in time. What comes too late is there for who asks the same again."""
        try:
            async with asyncio.timeout_at(end):
                await meanings.read(text)
        except TimeoutError:
            log.warning("search by meaning is late: words alone decide")
            self.metrics.count_meaning_failure("late")
            return False
        return True

    def _find_searched_text(self, event: Event) -> str:
        """Return the text that this event will probably be searched with."""
        if isinstance(event, Message):
            name, text = verbs.parse(event.text) if event.addressed else ("", "")
            return text if (Command, name or "ask") in self.searches else ""
        if (type(event), event.name) not in self.searches:
            return ""
        return event.text("text") if isinstance(event, Submission) else getattr(event, "text", "")
