"""Represent workspaces by id: each has its token, its people and its ways to write and to answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.slack.background_tasks import BackgroundTasks
from bot.platforms.slack.errors import DEAD_TOKEN
from bot.platforms.slack.events import EventTranslator
from bot.platforms.slack.identity import BotIdentity
from bot.platforms.slack.interactions import InteractionTranslator
from bot.platforms.slack.listeners import PayloadListeners
from bot.platforms.slack.message_sender import SlackMessageSender
from bot.platforms.slack.own_reactions import SlackReactions
from bot.platforms.slack.private_responses import PrivateResponses
from bot.platforms.slack.responder import SlackResponder
from bot.platforms.slack.user_profiles import UserProfiles
from handlers.chat.say import Say

#: seconds to wait at start for the bot's identity
START = 3.0
#: seconds until a message that was refused for its token is tried again
TOKEN_PAUSE = 60.0


class SlackWorkspace:
    """Represent one workspace, or an organisation that installed the bot as a whole."""

    def __init__(self, identity: BotIdentity, *, name: str, language: str) -> None:
        self.identity = identity
        self.api = identity.api
        self.name = name
        self.language = language
        self.outgoing = SlackMessageSender(self.api, identity, Say(language, ZoneInfo("UTC")), name)
        self.reactions = SlackReactions(self.api)
        self.people = UserProfiles(self.api, identity)
        #: called when the bot was removed from the workspace
        self.over: Callable[[], None] = _ignore_removal
        #: None in a process that only sends messages
        self.listeners: PayloadListeners | None = None
        self._reading: asyncio.Task[None] | None = None

    def start_listeners(self, dispatch: Dispatch, background: BackgroundTasks) -> None:
        answers = SlackResponder(
            InteractionTranslator(self.identity, self.people),
            self.people,
            PrivateResponses(self.api, self.outgoing),
            dispatch,
            background,
            name=self.name,
            language=self.language,
        )
        events = EventTranslator(self.people, self.identity)
        self.listeners = PayloadListeners(self.identity, events, answers, dispatch, background, self.over)
        self._reading = asyncio.create_task(self.people.preload_profiles())

    async def close_workspace(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        await self.people.cancel_profile_requests()


def _ignore_removal() -> None: ...


Ready = Callable[[SlackWorkspace], None]


class SlackWorkspaces(Protocol):
    """Provide the workspaces that messages go to and events come from."""

    async def start_workspaces(self, ready: Ready) -> None:
        """Start the workspaces; `ready` is called with each workspace before it is used."""

    async def stop_workspaces(self) -> None: ...

    def use_workspace(self, workspace: str) -> AbstractAsyncContextManager[SlackWorkspace]:
        """Yield the workspace with this id, to send something there.

        Raises PermanentError if the bot is not installed.
        """

    async def find_payload_workspace(self, team: str, enterprise: str) -> SlackWorkspace | None:
        """Return the workspace that a payload came to, by its own id or by its organisation's.

        Returns None if the bot is not installed there.
        """


class SingleWorkspace:
    """Provide the workspace whose token the operator has set: the only one, whatever its id."""

    def __init__(self, workspace: SlackWorkspace) -> None:
        self.workspace = workspace
        self._asking: asyncio.Task[None] | None = None

    async def start_workspaces(self, ready: Ready) -> None:
        """Start without Slack being up: the bot's identity is requested until Slack answers."""
        self._asking = asyncio.create_task(self.workspace.identity.fetch_identity_until_known())
        await asyncio.wait({self._asking}, timeout=START)
        ready(self.workspace)

    async def stop_workspaces(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        await self.workspace.close_workspace()

    @asynccontextmanager
    async def use_workspace(self, workspace: str) -> AsyncIterator[SlackWorkspace]:
        """Yield the workspace.

        Raise TemporaryError if Slack refuses its token: messages wait until the operator has set one that works.
        """
        try:
            yield self.workspace
        except PermanentError as error:
            if error.why not in DEAD_TOKEN:
                raise
            raise TemporaryError(error.why, after=TOKEN_PAUSE) from None

    async def find_payload_workspace(self, team: str, enterprise: str) -> SlackWorkspace | None:
        return self.workspace
