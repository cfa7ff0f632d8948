"""Rehearse: whatever is done happens, and then it never happened; so very much can be tried in one world."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.dispatcher import Dispatcher
from bot.intake.failure_replies import FailureReplies
from bot.runtime.rehearsal import Rehearsal
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Event
from handlers.chat.turn import Turn
from storage.kit.database import Database, Store
from tests.conversation import Someone

#: how, and on which platforms, this process has rehearsed
_REHEARSED: set[tuple[str, ...]] = set()


class Rehearsing(Database):
    """Everything happens, and then it never happened."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Store]:
        class Undo(Exception):
            pass

        try:
            async with super().begin() as store:
                yield store
                raise Undo
        except Undo:
            return


def rehearse_once(monkeypatch: pytest.MonkeyPatch, *way: str) -> None:
    """A process rehearses once, when it starts; a worker of the tests is one process, in which many bots start."""
    run = Rehearsal.rehearse_first_events

    async def run_once(self: Rehearsal) -> None:
        platforms = (*way, *(platform.name for platform in self.platforms))
        if platforms not in _REHEARSED:
            _REHEARSED.add(platforms)
            await run(self)

    monkeypatch.setattr(Rehearsal, "rehearse_first_events", run_once)


async def note_presence(database: Database, who: Someone) -> None:
    """As if they had just done something, which is noted once in an hour: else each event would note it again."""
    async with database.begin() as store:
        found = await store.people.find_person_by_account(who.platform, who.workspace, who.user)
        assert found is not None
        _, account = found
        account.seen_at, account.guest = store.now, who.guest


class Watched(Dispatcher):
    """Says why it refused; a bug is a bug. It is asked behind the entrance, where nobody has tried too much."""

    refused: UserError | None = None

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.apologies = Noting(self)
        self.same_acts.within = timedelta()

    async def rehearse(self, event: Event) -> UserError | None:
        self.refused = None
        await self._answer_or_apologise(event)
        return self.refused

    def crash(self, event: Event, error: Exception) -> None:
        raise AssertionError(f"{event} failed") from error


class Overheard(Watched):
    """What somebody is answered, or told instead, as bytes."""

    said: str = ""
    #: False: refused at the door, where nobody looks at what a button carries or what is typed
    entered: bool = False

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.router = replace(self.router, gates=[self._note_entry, *self.router.gates])

    async def _note_entry(self, _event: Event, _turn: Turn) -> None:
        self.entered = True

    async def hears(self, event: Event) -> str:
        self.said = ""
        self.refused = None
        self.entered = False
        reply = await self._answer_or_apologise(event)
        if self.refused is not None:
            return f"refused: {self.refused.text} {json.dumps(self.refused.fields, sort_keys=True)}"
        return self.said or msgspec.json.encode(reply or Reply()).decode()

    def crash(self, event: Event, error: Exception) -> None:
        self.said = "crashed"


class Noting(FailureReplies):
    """Tells nobody but whoever watches."""

    def __init__(self, watched: Watched) -> None:
        super().__init__(watched.database, watched.arena, watched.metrics)
        self.watched = watched

    async def answer_failed_event(self, event: Event, error: Exception) -> Reply | None:
        if isinstance(error, UserError):
            self.watched.refused = error
        else:
            self.watched.crash(event, error)
        return None
