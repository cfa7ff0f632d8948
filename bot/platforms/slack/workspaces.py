"""Workspaces: each has its token, its people and its ways to write and to answer; which one it is, its id says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.platforms import Dispatch
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.background import Background
from bot.platforms.slack.events import Events
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.listeners import Listeners
from bot.platforms.slack.outgoing import Outgoing
from bot.platforms.slack.people import People
from bot.platforms.slack.private import Private
from handlers.chat.say import Say

#: seconds to wait at start for Slack to say who the bot is
START = 3.0


class Workspace:
    """One workspace, or an organisation that installed the bot as a whole."""

    def __init__(self, identity: Identity, *, name: str, language: str) -> None:
        self.identity = identity
        self.api = identity.api
        self.name = name
        self.language = language
        self.outgoing = Outgoing(self.api, identity, Say(language, ZoneInfo("UTC")), name)
        self.people = People(self.api, identity)
        #: called when the bot was removed from here
        self.over: Callable[[], None] = _nothing
        #: None in a process that only sends
        self.listeners: Listeners | None = None
        self._reading: asyncio.Task[None] | None = None

    def listen(self, dispatch: Dispatch, background: Background) -> None:
        answers = Answers(
            Interactions(self.identity, self.people),
            self.people,
            Private(self.api, self.outgoing),
            dispatch,
            background,
            name=self.name,
            language=self.language,
        )
        events = Events(self.people, self.identity)
        self.listeners = Listeners(self.identity, events, answers, dispatch, background, self.over)
        self._reading = asyncio.create_task(self.people.read_ahead())

    async def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        await self.people.stop()


def _nothing() -> None: ...


Ready = Callable[[Workspace], None]


class Workspaces(Protocol):
    """Where messages go and events come from."""

    async def start(self, ready: Ready) -> None:
        """`ready` is called with each workspace before it is used."""

    async def stop(self) -> None: ...

    def serving(self, workspace: str) -> AbstractAsyncContextManager[Workspace]:
        """The one with this id, to send something there. Raises PermanentError where the bot is not installed."""

    async def of(self, team: str, enterprise: str) -> Workspace | None:
        """The one that a payload came to, by itself or by the organisation it is part of. None: not installed there."""


class One:
    """The workspace whose token the operator has set: all there is, whatever its id."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._asking: asyncio.Task[None] | None = None

    async def start(self, ready: Ready) -> None:
        """Slack need not be up: who the bot is, is asked until it answers."""
        self._asking = asyncio.create_task(self.workspace.identity.keep_trying())
        await asyncio.wait({self._asking}, timeout=START)
        ready(self.workspace)

    async def stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        await self.workspace.close()

    @asynccontextmanager
    async def serving(self, workspace: str) -> AsyncIterator[Workspace]:
        yield self.workspace

    async def of(self, team: str, enterprise: str) -> Workspace | None:
        return self.workspace
