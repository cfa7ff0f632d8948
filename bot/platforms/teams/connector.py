"""Call the Bot Connector once, within the time left, never at a host that is not allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec
import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.file_downloads import ELSEWHERE, EXPIRED, REFUSED, download_platform_file, is_plain_address
from bot.platforms.teams.allowed_hosts import AllowedServiceUrls, is_shared_file_address
from bot.platforms.teams.errors import TeamsOutcomeUnknown, classify_teams_error
from bot.platforms.teams.outbound_tokens import OutboundTokenSource

log = structlog.get_logger()

#: seconds for a message, from the first step to the last byte
TIMEOUT = 10.0
#: maximum number of bytes of an answer
LONGEST = 2_000_000
#: Minimum number of seconds left for a post. With less, its outcome could become unknown needlessly.
LEAST = 2.0


class Deadline:
    """Measure the time left for steps that share one time limit."""

    def __init__(self, seconds: float = TIMEOUT) -> None:
        self._until = asyncio.get_running_loop().time() + seconds

    @property
    def left(self) -> float:
        return self._until - asyncio.get_running_loop().time()


class ConnectorClient:
    """Call over one session. Nothing is ever sent twice, except the one repeat with a new token after a 401."""

    def __init__(self, session: aiohttp.ClientSession, tokens: OutboundTokenSource, hosts: AllowedServiceUrls) -> None:
        self.session = session
        self.tokens = tokens
        self.hosts = hosts

    async def post_to_connector(
        self, service: str, path: str, body: Mapping[str, Any], deadline: Deadline
    ) -> dict[str, Any]:
        """Return what Teams answered. Raises TemporaryError, PermanentError or TeamsOutcomeUnknown."""
        return await self._call_connector("POST", service, path, body, deadline)

    async def put_to_connector(self, service: str, path: str, body: Mapping[str, Any], deadline: Deadline) -> None:
        await self._call_connector("PUT", service, path, body, deadline)

    async def delete_from_connector(self, service: str, path: str, deadline: Deadline) -> None:
        await self._call_connector("DELETE", service, path, None, deadline)

    async def get_from_connector(self, service: str, path: str, deadline: Deadline) -> dict[str, Any]:
        return await self._call_connector("GET", service, path, None, deadline)

    async def download_attachment(self, address: str, most: int) -> bytes:
        """Return a picture or a file of a message. Raises like `download_platform_file`.

        The address of a file in a private chat carries the right to read it: no token is shown there.
        """
        if is_shared_file_address(address) and is_plain_address(address, signed=True):
            try:
                return await download_platform_file(self.session, address, {}, most)
            except PermanentError as error:
                raise PermanentError(EXPIRED if error.why == REFUSED else error.why) from None
        if not is_plain_address(address) or not self.hosts.is_allowed_url(address):
            raise PermanentError(ELSEWHERE)
        token = await self.tokens.load_bot_token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await download_platform_file(self.session, address, headers, most)

    async def _call_connector(
        self, method: str, service: str, path: str, body: Mapping[str, Any] | None, deadline: Deadline
    ) -> dict[str, Any]:
        if not self.hosts.is_allowed_url(service):
            raise PermanentError("service_url_not_allowed")
        url = service.rstrip("/") + path
        token = await self.tokens.load_bot_token()
        status, data, retry_after = await self._request_once(method, url, body, token, deadline)
        if status == 401 and token:
            token = await self.tokens.load_bot_token(instead_of=token)
            status, data, retry_after = await self._request_once(method, url, body, token, deadline)
        if not 200 <= status < 300:
            raise classify_teams_error(status, data, retry_after)
        return _decode_connector_answer(data)

    async def _request_once(
        self, method: str, url: str, body: Mapping[str, Any] | None, token: str, deadline: Deadline
    ) -> tuple[int, bytes, str]:
        if deadline.left < LEAST:
            raise TemporaryError("no time left")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        sent = None if body is None else msgspec.json.encode(body)
        timeout = aiohttp.ClientTimeout(total=deadline.left, sock_connect=4)
        try:
            async with self.session.request(
                method, url, data=sent, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                data = await _read_limited_body(answer)
                return answer.status, data, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            log.warning("no connection to Teams", to=urlsplit(url).netloc, why=_describe_connection_error(error))
            raise TemporaryError(f"no connection: {type(error).__name__}") from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise TeamsOutcomeUnknown(type(error).__name__) from None


def _describe_connection_error(error: Exception) -> str:
    """Return the system's own words, or those of the guard against private networks."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return f"{type(cause).__name__} {cause}".strip()


async def _read_limited_body(answer: aiohttp.ClientResponse) -> bytes:
    """Read the body. Raises TeamsOutcomeUnknown if it is longer than any answer is."""
    found = bytearray()
    async for part in answer.content.iter_chunked(65536):
        found += part
        if len(found) > LONGEST:
            raise TeamsOutcomeUnknown("too long an answer")
    return bytes(found)


def build_activities_path(conversation: str, message: str = "") -> str:
    """Return the path of a conversation's messages, or of one of them."""
    path = f"/v3/conversations/{quote(conversation, safe='')}/activities"
    return f"{path}/{quote(message, safe='')}" if message else path


def build_reaction_path(conversation: str, message: str, name: str) -> str:
    return f"{build_activities_path(conversation, message)}/reactions/{quote(name, safe='')}"


def build_member_path(conversation: str, user: str) -> str:
    return f"/v3/conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"


def _decode_connector_answer(data: bytes) -> dict[str, Any]:
    """Decode the JSON object of a success; an empty body becomes an empty object."""
    if not data.strip():
        return {}
    try:
        answer = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        raise TeamsOutcomeUnknown("success that is not JSON") from None
    if not isinstance(answer, dict):
        raise TeamsOutcomeUnknown("success that is no object")
    return answer
