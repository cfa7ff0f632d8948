"""Calls to Slack's Web API: once, within ten seconds, and with errors that say what became of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.maintenance.outside_connections import guarded
from bot.platforms.slack.errors import meaning

#: seconds for one call, from connecting to the last byte
TIMEOUT = 10
#: a link without user info, escapes or anything that programs read in different ways
_PLAIN = re.compile(r"[A-Za-z0-9._~:/-]{8,500}")
#: the SDK's loggers print message texts below WARNING
sdk_log = logging.getLogger("slack_sdk.arena")
sdk_log.setLevel(logging.WARNING)


class Api:
    """One token; nothing is ever sent twice here."""

    def __init__(self, token: str, url: str, session: aiohttp.ClientSession | None = None) -> None:
        """`session`: somebody else's, who closes it."""
        self.url = url
        self._lent = session is not None
        self.session = session or aiohttp.ClientSession(
            connector=guarded([url]), timeout=aiohttp.ClientTimeout(total=TIMEOUT)
        )
        self.client = AsyncWebClient(
            token, base_url=url, timeout=TIMEOUT, session=self.session, retry_handlers=[], logger=sdk_log
        )

    def with_token(self, token: str) -> Api:
        """Another workspace, over the same connections."""
        return Api(token, self.url, self.session)

    async def close(self) -> None:
        if not self._lent:
            await self.session.close()

    async def post(self, method: str, **arguments: Any) -> dict[str, Any]:
        """A method that takes JSON. Raises TemporaryError, PermanentError or OutcomeUnknown."""
        data, _ = await self._call(method, json=arguments)
        return data

    async def ask(self, method: str, **arguments: str) -> dict[str, Any]:
        """A reading method, which takes form arguments only. Raises like `post`."""
        data, _ = await self._call(method, data=arguments)
        return data

    async def whoami(self) -> tuple[dict[str, Any], frozenset[str]]:
        """The answer of auth.test and the scopes that the token has."""
        data, headers = await self._call("auth.test", data={})
        scopes = str(headers.get("x-oauth-scopes", ""))
        return data, frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())

    async def respond(self, url: str, body: Mapping[str, Any]) -> int:
        """Answer by a response_url: the HTTP status, 0 when there was none. The link is one Slack signed."""
        if not self._trusted(url):
            return 404
        try:
            async with self.session.post(url, json=body, allow_redirects=False) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0

    async def _call(self, method: str, **arguments: Any) -> tuple[dict[str, Any], Mapping[str, str]]:
        try:
            answer = await self.client.api_call(method, **arguments)
        # AttributeError: what the SDK makes of an answer that is not JSON
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
            # "from None": the SDK's text quotes the answer, which may quote a member
            raise meaning(error) from None
        data = answer.data
        return data if isinstance(data, dict) else {}, answer.headers

    def _trusted(self, url: str) -> bool:
        """Whether the link leads to Slack (or to where its API was configured to be)."""
        if not _PLAIN.fullmatch(url):
            return False
        link, api = urlsplit(url), urlsplit(self.url)
        if link.scheme == api.scheme and link.netloc == api.netloc:
            return True
        return link.scheme == "https" and link.netloc.endswith(".slack.com")
