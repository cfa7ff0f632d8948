"""Embed the text that an event searches with before its unit of work begins.

Where the embedding fails or is late, words decide. A unit of work waits for the database and for
nothing else: everybody who writes would wait with it. What an event will probably search with is
embedded ahead. Where its handler searches with another text, nothing of that try is kept. That text is
embedded, and the event begins anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from typing import TypeVar

import structlog

from bot.runtime.metrics import Metrics
from handlers.chat import verbs
from handlers.chat.cards import Reply
from handlers.chat.events import Command, Event, Message, Submission
from handlers.language.text_embeddings import MeaningError, MeaningNotRead, TextEmbeddings

log = structlog.get_logger()
#: seconds that an event waits for its embeddings in all, because chats give up after three
PATIENCE = 1.5
#: maximum number of texts that are searched for one event
MOST_TEXTS = 3

T = TypeVar("T")
Answer = Callable[[Event, TextEmbeddings | None], Awaitable[Reply | None]]


class QueryMeaning:
    """Answer events with the meaning of the text that they search with, one per process."""

    def __init__(self, searches: AbstractSet[tuple[type[Event], str]], metrics: Metrics) -> None:
        self.searches = searches
        self.metrics = metrics

    async def answer_with_meaning(self, event: Event, meanings: TextEmbeddings | None, answer: Answer) -> Reply | None:
        """Return what `answer` returns: with meanings, or without where they fail or come too late."""
        if meanings is None or not meanings.ready:
            return await answer(event, None)
        text = self._find_searched_text(event)
        return await self.search_with_meaning(text, meanings, lambda known: answer(event, known))

    async def search_with_meaning(
        self, text: str, meanings: TextEmbeddings | None, answer: Callable[[TextEmbeddings | None], Awaitable[T]]
    ) -> T:
        """Return what `answer` returns, which will probably search with this text; "": with none."""
        if meanings is None or not meanings.ready:
            return await answer(None)
        end = asyncio.get_running_loop().time() + PATIENCE
        for _ in range(MOST_TEXTS):
            try:
                if text and not await self._embed_query_in_time(meanings, text, end):
                    break
                return await answer(meanings)
            except MeaningNotRead as unread:
                text = unread.text
            except MeaningError:
                log.exception("search by meaning failed: words alone decide")
                self.metrics.count_meaning_failure("failed")
                break
        return await answer(None)

    async def _embed_query_in_time(self, meanings: TextEmbeddings, text: str, end: float) -> bool:
        """Return True if the text was embedded in time. A late embedding is used when the same text comes again."""
        try:
            async with asyncio.timeout_at(end):
                await meanings.read_meaning(text)
        except TimeoutError:
            log.warning("search by meaning is late: words alone decide")
            self.metrics.count_meaning_failure("late")
            return False
        return True

    def _find_searched_text(self, event: Event) -> str:
        """Return the text that this event will probably search with."""
        if isinstance(event, Message):
            name, text = verbs.parse_command(event.text) if event.addressed else ("", "")
            return text if (Command, name or "ask") in self.searches else ""
        if (type(event), event.name) not in self.searches:
            return ""
        return event.get_text("text") if isinstance(event, Submission) else getattr(event, "text", "")
