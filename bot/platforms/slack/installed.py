"""Workspaces that have installed the bot themselves: their tokens are looked up, and looked up again now and then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.calls import Api
from bot.platforms.slack.errors import DEAD_TOKEN, NOT_INSTALLED
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.rotating import Rotating
from bot.platforms.slack.workspaces import Ready, Workspace
from storage.directory.installation_stores import Install, Installs
from storage.kit.database import UNAVAILABLE
from storage.kit.token_encryption import CannotOpen

log = structlog.get_logger()
#: seconds for which a token is believed: another process may have seen a new installation, or the end of one
FRESH = 30.0


@dataclass(slots=True)
class _Kept:
    install: Install
    workspace: Workspace
    until: float


class Installed:
    """What was installed while other processes run is found here when it is first needed."""

    def __init__(self, api: Api, installs: Installs, rotating: Rotating, make: Callable[[Identity], Workspace]) -> None:
        """`api` has no token of its own."""
        self.api = api
        self.installs = installs
        self.rotating = rotating
        self.make = make
        self._kept: dict[str, _Kept] = {}
        self._elders: dict[tuple[str, str], str] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._ready: Ready = lambda _: None

    async def start(self, ready: Ready) -> None:
        self._ready = ready

    async def stop(self) -> None:
        for workspace in list(self._kept):
            self.forget(workspace)
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def at(self, workspace: str) -> Workspace:
        """Raises PermanentError where the bot is not installed, TemporaryError where that cannot be found out now."""
        kept = self._kept.get(workspace)
        if kept is not None and time.monotonic() < kept.until:
            return kept.workspace
        try:
            install = await self.installs.of(workspace)
            install = install and await self.rotating.fresh(install)
        except CannotOpen:
            log.error("slack token cannot be opened: SECRET_KEY lacks the key it is sealed with", workspace=workspace)
            raise TemporaryError("token_sealed") from None
        except UNAVAILABLE as error:
            if kept is not None:
                return kept.workspace
            raise TemporaryError(str(error)) from None
        if install is None:
            self.forget(workspace)
            raise PermanentError(NOT_INSTALLED, gone=True)
        return self._keep(install)

    async def anew(self, workspace: str) -> Workspace:
        """The same, as it is now: it has just been installed."""
        self._doubt(workspace)
        return await self.at(workspace)

    @asynccontextmanager
    async def serving(self, workspace: str) -> AsyncIterator[Workspace]:
        """A token that Slack refuses is looked up anew: with another one the message goes out after all."""
        found = await self.at(workspace)
        try:
            yield found
        except PermanentError as error:
            if error.why not in DEAD_TOKEN:
                raise
            self._doubt(workspace)
            if await self.at(workspace) is not found:
                raise TemporaryError(error.why) from None
            raise PermanentError(NOT_INSTALLED, gone=True) from None

    async def of(self, team: str, enterprise: str) -> Workspace | None:
        """Where both a workspace and its whole organisation have installed it, the one by which people are known."""
        found = {}
        for id in filter(None, (team, enterprise)):
            try:
                found[id] = await self.at(id)
            except PermanentError:
                continue
        if len(found) < 2:
            return next(iter(found.values()), None)
        return found[await self._elder(team, enterprise)]

    async def _elder(self, team: str, enterprise: str) -> str:
        if (team, enterprise) not in self._elders:
            self._elders[team, enterprise] = await self.installs.elder(team, enterprise)
        return self._elders[team, enterprise]

    def forget(self, workspace: str) -> None:
        """The bot was removed from there."""
        kept = self._kept.pop(workspace, None)
        if kept is not None:
            task = asyncio.create_task(kept.workspace.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def _doubt(self, workspace: str) -> None:
        if workspace in self._kept:
            self._kept[workspace].until = 0.0

    def _keep(self, install: Install) -> Workspace:
        id, kept = install.workspace, self._kept.get(install.workspace)
        until = time.monotonic() + FRESH
        if kept is not None and kept.install == install:
            kept.until = until
            return kept.workspace
        self.forget(id)
        workspace = self.make(identity_of(install, self.api))
        workspace.over = partial(self.forget, id)
        self._kept[id] = _Kept(install, workspace, until)
        self._ready(workspace)
        return workspace


def identity_of(install: Install, api: Api) -> Identity:
    return Identity(
        api.with_token(install.token),
        team=install.workspace,
        url=install.url,
        user=install.user,
        bot=install.bot,
        enterprise=install.enterprise,
        installed=True,
    )
