"""Refresh tokens that expire after some hours, ahead of time and in one process at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.errors import NOT_INSTALLED, SlackOutcomeUnknown
from storage.directory.installation_stores import WorkspaceInstallation, WorkspaceInstallations

log = structlog.get_logger()
#: Remaining validity at which a token is renewed. Slack's tokens are valid for twelve hours.
AHEAD = timedelta(hours=2)
#: seconds to wait while another process renews the token
PAUSE = 5.0


class TokenRotation:
    """Refresh tokens. A refresh token works once: two processes using the same one would lose the workspace."""

    def __init__(self, api: SlackApi, installs: WorkspaceInstallations, client_id: str, client_secret: str) -> None:
        """Take an `api` that has no token of its own."""
        self.api = api
        self.installs = installs
        self.client_id = client_id
        self.client_secret = client_secret
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def load_fresh_install(self, install: WorkspaceInstallation) -> WorkspaceInstallation:
        """Return the installation with a token that lasts.

        Raises PermanentError if Slack gives none, TemporaryError if one may come later.
        """
        if not _is_expiring(install, AHEAD):
            return install
        async with self._locks[install.workspace]:
            newest = await self.installs.find_installation(install.workspace) or install
            if not _is_expiring(newest, AHEAD):
                return newest
            if await self.installs.claim_token_renewal(newest):
                return await self._renew_token(newest)
        if _is_expiring(newest):
            raise TemporaryError("token_being_renewed", after=PAUSE)
        return newest

    async def _renew_token(self, install: WorkspaceInstallation) -> WorkspaceInstallation:
        try:
            answer = await self.api.query_api(
                "oauth.v2.access",
                client_id=self.client_id,
                client_secret=self.client_secret,
                grant_type="refresh_token",
                refresh_token=install.refresh,
            )
            return await self.installs.store_renewed_token(install, answer)
        except (PermanentError, SlackOutcomeUnknown, TemporaryError, KeyError, ValueError) as error:
            log.error("slack token not renewed", workspace=install.workspace, error=str(error))
            if not _is_expiring(install):
                return install
            if isinstance(error, PermanentError):
                raise PermanentError(NOT_INSTALLED, gone=True) from None
            raise TemporaryError("token_not_renewed", after=PAUSE) from None


def _is_expiring(install: WorkspaceInstallation, within: timedelta = timedelta()) -> bool:
    return install.expires_at is not None and install.expires_at - within <= datetime.now(UTC)
