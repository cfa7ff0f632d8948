"""Call Slack's Web API once, within ten seconds, and raise errors that say whether the call took effect."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.maintenance.outside_connections import build_guarded_connector
from bot.platforms import PermanentError
from bot.platforms.file_downloads import ELSEWHERE, download_platform_file, is_plain_address
from bot.platforms.slack.errors import classify_slack_error

#: seconds for one call, from connecting to the last byte
TIMEOUT = 10
#: hosts of files
FILE_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
#: URL without user info, escapes or other parts that programs read differently
_PLAIN = re.compile(r"[A-Za-z0-9._~:/-]{8,500}")
#: Own logger, because the SDK's loggers print message texts below WARNING.
sdk_log = logging.getLogger("slack_sdk.arena")
sdk_log.setLevel(logging.WARNING)


class SlackApi:
    """Call the API with one token; nothing is ever sent twice here."""

    def __init__(self, token: str, url: str, session: aiohttp.ClientSession | None = None) -> None:
        """Open a session, or borrow `session`, which its owner closes."""
        self.url = url
        self._lent = session is not None
        self.session = session or aiohttp.ClientSession(
            connector=build_guarded_connector([url]), timeout=aiohttp.ClientTimeout(total=TIMEOUT)
        )
        self.client = AsyncWebClient(
            token, base_url=url, timeout=TIMEOUT, session=self.session, retry_handlers=[], logger=sdk_log
        )

    def with_token(self, token: str) -> SlackApi:
        """Return a client for another workspace, over the same connections."""
        return SlackApi(token, self.url, self.session)

    async def close_api_session(self) -> None:
        if not self._lent:
            await self.session.close()

    async def post_json(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call a method that takes JSON. Raises TemporaryError, PermanentError or SlackOutcomeUnknown."""
        data, _ = await self._call_api(method, json=arguments)
        return data

    async def query_api(self, method: str, **arguments: str) -> dict[str, Any]:
        """Call a reading method, which takes form arguments only. Raises like `post_json`."""
        data, _ = await self._call_api(method, data=arguments)
        return data

    async def load_token_identity(self) -> tuple[dict[str, Any], frozenset[str]]:
        """Return the answer of auth.test and the scopes of the token. Raises like `post_json`."""
        data, headers = await self._call_api("auth.test", data={})
        scopes = str(headers.get("x-oauth-scopes", ""))
        return data, frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())

    async def post_response(self, url: str, body: Mapping[str, Any]) -> int:
        """Answer by a response_url that Slack signed. Returns the HTTP status, or 0 without a response."""
        if not self._is_slack_url(url):
            return 404
        try:
            async with self.session.post(url, json=body, allow_redirects=False) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0

    async def download_slack_file(self, address: str, most: int) -> bytes:
        """Return a file. The token goes to the hosts of Slack's files alone. Raises like `download_platform_file`."""
        if not self._is_file_url(address):
            raise PermanentError(ELSEWHERE)
        headers = {"Authorization": f"Bearer {self.client.token}"}
        return await download_platform_file(self.session, address, headers, most)

    async def _call_api(self, method: str, **arguments: Any) -> tuple[dict[str, Any], Mapping[str, str]]:
        try:
            answer = await self.client.api_call(method, **arguments)
        # The SDK raises AttributeError for an answer that is not JSON.
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
            # "from None", because the SDK's text quotes the answer, which may quote a member.
            raise classify_slack_error(error) from None
        data = answer.data
        return data if isinstance(data, dict) else {}, answer.headers

    def _is_file_url(self, url: str) -> bool:
        """Return True for a file at Slack, or at the configured address of its API."""
        if not is_plain_address(url):
            return False
        link, api = urlsplit(url), urlsplit(self.url)
        if (link.scheme, link.netloc) == (api.scheme, api.netloc):
            return True
        return link.scheme == "https" and link.netloc in FILE_HOSTS

    def _is_slack_url(self, url: str) -> bool:
        """Return True if the link leads to Slack, or to the configured address of its API."""
        if not _PLAIN.fullmatch(url):
            return False
        link, api = urlsplit(url), urlsplit(self.url)
        if link.scheme == api.scheme and link.netloc == api.netloc:
            return True
        return link.scheme == "https" and link.netloc.endswith(".slack.com")
