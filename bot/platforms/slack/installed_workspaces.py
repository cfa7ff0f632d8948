"""Hold the workspaces that have installed the bot themselves. Their tokens are reloaded every FRESH seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.errors import DEAD_TOKEN, NOT_INSTALLED
from bot.platforms.slack.identity import BotIdentity
from bot.platforms.slack.token_rotation import TokenRotation
from bot.platforms.slack.workspaces import Ready, SlackWorkspace
from storage.directory.installation_stores import WorkspaceInstallation, WorkspaceInstallations
from storage.kit.database import UNAVAILABLE
from storage.kit.token_encryption import CannotDecrypt

log = structlog.get_logger()
#: Seconds for which a token is cached, because another process may have recorded a change.
FRESH = 30.0


@dataclass(slots=True)
class _CachedWorkspace:
    install: WorkspaceInstallation
    workspace: SlackWorkspace
    until: float


class InstalledWorkspaces:
    """Load workspaces on first use, also those that were installed while other processes run."""

    def __init__(
        self,
        api: SlackApi,
        installs: WorkspaceInstallations,
        rotating: TokenRotation,
        make: Callable[[BotIdentity], SlackWorkspace],
    ) -> None:
        """Take an `api` that has no token of its own."""
        self.api = api
        self.installs = installs
        self.rotating = rotating
        self.make = make
        self._kept: dict[str, _CachedWorkspace] = {}
        self._elders: dict[tuple[str, str], str] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._ready: Ready = lambda _: None

    async def start_workspaces(self, ready: Ready) -> None:
        self._ready = ready

    async def stop_workspaces(self) -> None:
        for workspace in list(self._kept):
            self.forget_workspace(workspace)
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def load_workspace(self, workspace: str) -> SlackWorkspace:
        """Return the workspace.

        Raises PermanentError if the bot is not installed, TemporaryError if that cannot be found out now.
        """
        kept = self._kept.get(workspace)
        if kept is not None and time.monotonic() < kept.until:
            return kept.workspace
        try:
            install = await self.installs.find_installation(workspace)
            install = install and await self.rotating.load_fresh_install(install)
        except CannotDecrypt:
            log.error("slack token cannot be opened: SECRET_KEY lacks the key it is sealed with", workspace=workspace)
            raise TemporaryError("token_sealed") from None
        except UNAVAILABLE as error:
            if kept is not None:
                return kept.workspace
            raise TemporaryError(str(error)) from None
        if install is None:
            self.forget_workspace(workspace)
            raise PermanentError(NOT_INSTALLED, gone=True)
        return self._cache_workspace(install)

    async def reload_workspace(self, workspace: str) -> SlackWorkspace:
        """Return the workspace as it is now, after an installation."""
        self._expire_workspace(workspace)
        return await self.load_workspace(workspace)

    @asynccontextmanager
    async def use_workspace(self, workspace: str) -> AsyncIterator[SlackWorkspace]:
        """Yield the workspace. A token that Slack refuses is looked up again.

        If there is a new token, TemporaryError is raised so that the message is sent after all.
        """
        found = await self.load_workspace(workspace)
        try:
            yield found
        except PermanentError as error:
            if error.why not in DEAD_TOKEN:
                raise
            self._expire_workspace(workspace)
            if await self.load_workspace(workspace) is not found:
                raise TemporaryError(error.why) from None
            raise PermanentError(NOT_INSTALLED, gone=True) from None

    async def find_payload_workspace(self, team: str, enterprise: str) -> SlackWorkspace | None:
        """Return the workspace of a payload.

        If both the workspace and its organisation have installed the bot, return the one that
        identifies people.
        """
        found = {}
        for id in filter(None, (team, enterprise)):
            try:
                found[id] = await self.load_workspace(id)
            except PermanentError:
                continue
        if len(found) < 2:
            return next(iter(found.values()), None)
        return found[await self._load_elder_id(team, enterprise)]

    async def _load_elder_id(self, team: str, enterprise: str) -> str:
        if (team, enterprise) not in self._elders:
            self._elders[team, enterprise] = await self.installs.find_older_workspace_id(team, enterprise)
        return self._elders[team, enterprise]

    def forget_workspace(self, workspace: str) -> None:
        """Drop a workspace that the bot was removed from."""
        kept = self._kept.pop(workspace, None)
        if kept is not None:
            task = asyncio.create_task(kept.workspace.close_workspace())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def _expire_workspace(self, workspace: str) -> None:
        if workspace in self._kept:
            self._kept[workspace].until = 0.0

    def _cache_workspace(self, install: WorkspaceInstallation) -> SlackWorkspace:
        id, kept = install.workspace, self._kept.get(install.workspace)
        until = time.monotonic() + FRESH
        if kept is not None and kept.install == install:
            kept.until = until
            return kept.workspace
        self.forget_workspace(id)
        workspace = self.make(build_installed_identity(install, self.api))
        workspace.over = partial(self.forget_workspace, id)
        self._kept[id] = _CachedWorkspace(install, workspace, until)
        self._ready(workspace)
        return workspace


def build_installed_identity(install: WorkspaceInstallation, api: SlackApi) -> BotIdentity:
    return BotIdentity(
        api.with_token(install.token),
        team=install.workspace,
        url=install.url,
        user=install.user,
        bot=install.bot,
        enterprise=install.enterprise,
        installed=True,
    )
