"""Answer the first events before the process reports ready, so that nobody waits for one-time work.

One-time work: statements are compiled, texts and rules are read, modules are loaded, connections are
opened. Events of nobody are answered in units of work that are rolled back. Each platform draws what it
would have shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

import structlog

from bot.delivery.delivery_rehearsal import rehearse_delivery
from bot.dispatcher import Dispatcher
from bot.intake.query_meaning import MOST_TEXTS
from bot.platforms import Platform
from bot.runtime.metrics import Metrics
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Event, HomeOpened, Query, Sender, Submission
from handlers.chat.places import Place
from handlers.chat.say import load_catalogues
from handlers.language import prepare_related_words
from handlers.language.late_patterns import compile_late_patterns
from handlers.language.text_embeddings import MeaningNotRead, TextEmbeddings
from handlers.moderation import competition
from storage.kit.rehearsal_units import RehearsalDatabase

log = structlog.get_logger()
#: the platform of what is delivered in the rehearsal
NOWHERE = "rehearsal"
QUESTION = "Hvem har erfaring med tilknytning til strømnettet og pris på anleggsbidrag?"


class Rehearsal:
    """Run the rehearsal once per process that is reached from outside, at its start."""

    def __init__(self, dispatcher: Dispatcher, meanings: TextEmbeddings, platforms: Iterable[Platform]) -> None:
        #: stores nothing, counts nothing and wakes no other task
        self.dispatcher = Dispatcher(
            RehearsalDatabase(dispatcher.database),
            dispatcher.router,
            replace(dispatcher.arena, grace_seconds=0),  # what is asked is published at once
            dispatcher.classifier,
            Metrics(),
            _wake_nobody,
            meanings,
        )
        self.meanings = meanings
        self.platforms = list(platforms)

    async def rehearse_first_events(self) -> None:
        """Answer the events, by meaning where there is a model.

        A failure is only logged: people meet it again.
        """
        await asyncio.to_thread(_load_text_rules)
        for platform in self.platforms:
            for event in _list_rehearsal_events(platform.name):
                try:
                    reply = await self._answer_rehearsal_event(event)
                    await platform.rehearse_reply(event, reply)
                except UserError as error:
                    log.info("rehearsal refused", name=event.name, why=error.text)
                except Exception:
                    log.exception("rehearsal failed", kind=type(event).__name__, name=event.name)
            try:
                await platform.rehearse_first_message(self.dispatcher)
            except Exception:
                log.exception("rehearsal failed", kind="first message", platform=platform.name)
        if self.platforms:
            await self._rehearse_first_delivery(self.platforms[0])

    async def _rehearse_first_delivery(self, platform: Platform) -> None:
        """Deliver a receipt, then a published question too; statements are those of all platforms."""
        asked = next(
            event for event in _list_rehearsal_events(NOWHERE) if isinstance(event, Command) and event.reply_to
        )
        try:
            for room in (False, True):
                await rehearse_delivery(self.dispatcher, asked, platform, room=room)
        except Exception:
            log.exception("rehearsal failed", kind="first delivery", platform=platform.name)

    async def _answer_rehearsal_event(self, event: Event) -> Reply | None:
        meanings = self.meanings if self.meanings.ready else None
        for _ in range(MOST_TEXTS):
            try:
                return await self.dispatcher.answer_in_transaction(event, meanings)
            except MeaningNotRead as unread:
                await self.meanings.read_meaning(unread.text)
        return await self.dispatcher.answer_in_transaction(event, None)


def _wake_nobody() -> None:
    """Do nothing: nothing was stored that anybody could begin with."""


def _load_text_rules() -> None:
    load_catalogues()
    prepare_related_words()
    competition.compile_competition_rules()
    compile_late_patterns()


def _list_rehearsal_events(platform: str) -> Iterator[Event]:
    """Yield the events that people begin with, by a person whom nobody knows."""
    user = f"rehearsal-{uuid4().hex}"
    sender, place = Sender(platform, "rehearsal", user, "Rehearsal"), Place(platform, "rehearsal", user)
    chat, numbers = Place(platform, "rehearsal", user=user), count(1)

    def make_rehearsal_event(kind: type[Event], **fields: Any) -> Event:
        return kind(id=f"{user}-{next(numbers)}", sender=sender, place=place, direct=True, **fields)

    yield make_rehearsal_event(Command, name="help")
    yield make_rehearsal_event(Click, name="questions.write")
    yield make_rehearsal_event(HomeOpened)
    yield make_rehearsal_event(Command, name="ask", text=QUESTION)
    yield make_rehearsal_event(Command, name="ask", text=QUESTION, message=user, reply_to=chat)
    yield make_rehearsal_event(Submission, name="questions.send", values={"text": QUESTION})
    yield make_rehearsal_event(Command, name="find", text=QUESTION)
    yield make_rehearsal_event(Query, name="solutions.find", text=QUESTION)
