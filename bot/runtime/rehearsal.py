"""Rehearse the first events before the process says that it is ready, so that nobody waits for what is done only once.

What is done once: statements are compiled, texts and rules are read, modules are loaded, connections are opened. Events
of nobody are answered in units of work that are taken back, and each platform draws what it would have shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from copy import copy
from itertools import count
from typing import Any
from uuid import uuid4

import structlog

from bot.dispatcher import Dispatcher
from bot.intake.query_meaning import MOST_TEXTS
from bot.platforms import Platform
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Event, HomeOpened, Query, Sender, Submission
from handlers.chat.places import Place
from handlers.chat.say import load_catalogues
from handlers.language import prepare
from handlers.language.meanings import Meanings, Unread
from handlers.moderation import competition
from storage.kit.trial_units import begin_rehearsal

log = structlog.get_logger()
QUESTION = "Hvem har erfaring med tilknytning til strømnettet og pris på anleggsbidrag?"


class Rehearsal:
    """Once per process that is reached from outside, at its start."""

    def __init__(self, dispatcher: Dispatcher, meanings: Meanings, platforms: Iterable[Platform]) -> None:
        self.dispatcher = copy(dispatcher)
        # nothing of it is counted
        self.dispatcher.metrics = Metrics()
        self.meanings = meanings
        self.platforms = list(platforms)

    async def run(self) -> None:
        """By meaning, where there is a model. Whatever fails is logged, and met again by people."""
        await asyncio.to_thread(_read_rules)
        for platform in self.platforms:
            for event in _events(platform.name):
                try:
                    reply = await self._answer(event)
                    await platform.rehearse(event, reply)
                except UserError as error:
                    log.info("rehearsal refused", name=event.name, why=error.text)
                except Exception:
                    log.exception("rehearsal failed", kind=type(event).__name__, name=event.name)

    async def _answer(self, event: Event) -> Reply | None:
        meanings = self.meanings if self.meanings.ready else None
        for _ in range(MOST_TEXTS):
            try:
                return await self._answer_once(event, meanings)
            except Unread as unread:
                await self.meanings.read(unread.text)
        return await self._answer_once(event, None)

    async def _answer_once(self, event: Event, meanings: Meanings | None) -> Reply | None:
        async with begin_rehearsal(self.dispatcher.database) as store:
            await store.inbox.first_time(event.id)
            return await self.dispatcher.answer_within(store, event, meanings)


def _read_rules() -> None:
    load_catalogues()
    prepare()
    competition.prepare()


def _events(platform: str) -> Iterator[Event]:
    """What people begin with, by somebody whom nobody knows."""
    user = f"rehearsal-{uuid4().hex}"
    sender, place = Sender(platform, "rehearsal", user, "Rehearsal"), Place(platform, "rehearsal", user)
    numbers = count(1)

    def make(kind: type[Event], **fields: Any) -> Event:
        return kind(id=f"{user}-{next(numbers)}", sender=sender, place=place, direct=True, **fields)

    yield make(Command, name="help")
    yield make(Click, name="questions.write")
    yield make(HomeOpened)
    yield make(Command, name="ask", text=QUESTION)
    yield make(Command, name="ask", text=QUESTION, reply_to=place)
    yield make(Submission, name="questions.send", values={"text": QUESTION})
    yield make(Command, name="find", text=QUESTION)
    yield make(Query, name="solutions.find", text=QUESTION)
