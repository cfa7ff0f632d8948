"""Calls to the Bot Connector: once, within the time left, never to a host that is not allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec
import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.teams.errors import OutcomeUnknown, meaning
from bot.platforms.teams.hosts import ServiceUrls
from bot.platforms.teams.tokens import Outbound

log = structlog.get_logger()

#: seconds for a message from the first step to the last byte
TIMEOUT = 10.0
#: bytes of an answer
LONGEST = 2_000_000
#: seconds that must be left when a message is posted: less would make its outcome unknown for nothing
LEAST = 2.0


class Deadline:
    """Steps that share one time limit."""

    def __init__(self, seconds: float = TIMEOUT) -> None:
        self._until = asyncio.get_running_loop().time() + seconds

    @property
    def left(self) -> float:
        return self._until - asyncio.get_running_loop().time()


class Connector:
    """One session; nothing is ever sent twice here, but for the one repeat with a new token after a 401."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Outbound, hosts: ServiceUrls) -> None:
        self.session = session
        self.tokens = tokens
        self.hosts = hosts

    async def post(self, service: str, path: str, body: Mapping[str, Any], deadline: Deadline) -> dict[str, Any]:
        """What Teams answered. Raises TemporaryError, PermanentError or OutcomeUnknown."""
        return await self._call("POST", service, path, body, deadline)

    async def put(self, service: str, path: str, body: Mapping[str, Any], deadline: Deadline) -> None:
        await self._call("PUT", service, path, body, deadline)

    async def delete(self, service: str, path: str, deadline: Deadline) -> None:
        await self._call("DELETE", service, path, None, deadline)

    async def get(self, service: str, path: str, deadline: Deadline) -> dict[str, Any]:
        return await self._call("GET", service, path, None, deadline)

    async def _call(
        self, method: str, service: str, path: str, body: Mapping[str, Any] | None, deadline: Deadline
    ) -> dict[str, Any]:
        if not self.hosts.allow(service):
            raise PermanentError("service_url_not_allowed")
        url = service.rstrip("/") + path
        token = await self.tokens.get()
        status, data, retry_after = await self._once(method, url, body, token, deadline)
        if status == 401 and token:
            token = await self.tokens.get(instead_of=token)
            status, data, retry_after = await self._once(method, url, body, token, deadline)
        if not 200 <= status < 300:
            raise meaning(status, data, retry_after)
        return _answer(data)

    async def _once(
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
                data = await _read(answer)
                return answer.status, data, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            log.warning("no connection to Teams", to=urlsplit(url).netloc, why=_say_why(error))
            raise TemporaryError(f"no connection: {type(error).__name__}") from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise OutcomeUnknown(type(error).__name__) from None


def _say_why(error: Exception) -> str:
    """The system's own words, or those of the guard that lets nothing into a private network."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return f"{type(cause).__name__} {cause}".strip()


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The body, if it is no longer than any answer is."""
    found = bytearray()
    async for part in answer.content.iter_chunked(65536):
        found += part
        if len(found) > LONGEST:
            raise OutcomeUnknown("too long an answer")
    return bytes(found)


def activities(conversation: str, message: str = "") -> str:
    """The path of a conversation's messages, or of one of them."""
    path = f"/v3/conversations/{quote(conversation, safe='')}/activities"
    return f"{path}/{quote(message, safe='')}" if message else path


def member(conversation: str, user: str) -> str:
    return f"/v3/conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"


def _answer(data: bytes) -> dict[str, Any]:
    """The JSON object of a success; an empty body is an empty object."""
    if not data.strip():
        return {}
    try:
        answer = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        raise OutcomeUnknown("success that is not JSON") from None
    if not isinstance(answer, dict):
        raise OutcomeUnknown("success that is no object")
    return answer
