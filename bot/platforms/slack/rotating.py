"""Tokens that end by themselves after some hours are renewed ahead of that, by one process at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.calls import Api
from bot.platforms.slack.errors import NOT_INSTALLED, OutcomeUnknown
from storage.directory.installation_stores import Install, Installs

log = structlog.get_logger()
#: a token is renewed when it lasts no longer than this; Slack makes them for twelve hours
AHEAD = timedelta(hours=2)
#: seconds to wait for a token that another process is renewing
PAUSE = 5.0


class Rotating:
    """What renews a token is good once: two who bring it at the same time would lose the workspace."""

    def __init__(self, api: Api, installs: Installs, client_id: str, client_secret: str) -> None:
        """`api` has no token of its own."""
        self.api = api
        self.installs = installs
        self.client_id = client_id
        self.client_secret = client_secret
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def fresh(self, install: Install) -> Install:
        """The same with a token that lasts. Raises PermanentError where Slack gives none, TemporaryError for later."""
        if not _ends(install, AHEAD):
            return install
        async with self._locks[install.workspace]:
            newest = await self.installs.of(install.workspace) or install
            if not _ends(newest, AHEAD):
                return newest
            if await self.installs.claim(newest):
                return await self._renew(newest)
        if _ends(newest):
            raise TemporaryError("token_being_renewed", after=PAUSE)
        return newest

    async def _renew(self, install: Install) -> Install:
        try:
            answer = await self.api.ask(
                "oauth.v2.access",
                client_id=self.client_id,
                client_secret=self.client_secret,
                grant_type="refresh_token",
                refresh_token=install.refresh,
            )
            return await self.installs.renew(install, answer)
        except (PermanentError, OutcomeUnknown, TemporaryError, KeyError, ValueError) as error:
            log.error("slack token not renewed", workspace=install.workspace, error=str(error))
            if not _ends(install):
                return install
            if isinstance(error, PermanentError):
                raise PermanentError(NOT_INSTALLED, gone=True) from None
            raise TemporaryError("token_not_renewed", after=PAUSE) from None


def _ends(install: Install, within: timedelta = timedelta()) -> bool:
    return install.expires_at is not None and install.expires_at - within <= datetime.now(UTC)
