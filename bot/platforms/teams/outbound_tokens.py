"""Fetch the token that the bot shows Teams."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import aiohttp
import msgspec

from bot.platforms import TemporaryError
from bot.platforms.teams.app_credentials import AppCredential, UnusableCertificate, choose_credential
from bot.platforms.teams.inbound_tokens import TIMEOUT
from bot.teams_settings import TeamsSettings as Settings

#: seconds before its expiry at which a token is renewed
EARLY = 300.0


class _Grant(msgspec.Struct):
    """Read what Microsoft grants. Azure's own services write numbers as texts, and some tell only the end."""

    access_token: str
    expires_in: int | None = None
    expires_on: int | None = None

    def count_seconds_left(self) -> float:
        """Return for how long the token is good."""
        if self.expires_in is not None:
            return self.expires_in
        return 3600.0 if self.expires_on is None else self.expires_on - time.time()


class _Denial(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class OutboundTokenSource:
    """Hold the bot's own token: one request for it at a time, renewed early."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self.credential = choose_credential(settings)
        self.session = session
        self._token = ""
        self._until = float("-inf")
        self._lock = asyncio.Lock()

    async def load_bot_token(self, *, instead_of: str = "") -> str:
        """Return a token; "" when the bot has no identity (anonymous). Raises TemporaryError.

        `instead_of` is a token that was refused.
        """
        if self.credential is None:
            return ""
        if not self._is_token_fresh(instead_of):
            async with self._lock:
                if not self._is_token_fresh(instead_of):
                    await self._fetch_bot_token(self.credential)
        return self._token

    def _is_token_fresh(self, instead_of: str) -> bool:
        return bool(self._token) and self._token != instead_of and time.monotonic() < self._until

    async def _fetch_bot_token(self, credential: AppCredential) -> None:
        try:
            request = await asyncio.to_thread(credential.build_token_request)
            method = "POST" if request.form else "GET"
            how: dict[str, Any] = {"timeout": TIMEOUT, "allow_redirects": False, "headers": request.headers}
            asked = self.session.request(method, request.url, data=request.form or None, params=request.query, **how)
            async with asked as answer:
                body = await answer.read()
                if answer.status != 200:
                    raise TemporaryError(f"token: {answer.status} {_describe_denial(body)}".strip(), after=60)
            grant = msgspec.json.decode(body, type=_Grant, strict=False)
        except UnusableCertificate as error:
            raise TemporaryError(f"token: certificate: {error}", after=60) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise TemporaryError(f"token: {type(error).__name__}", after=5) from error
        self._token = grant.access_token
        self._until = time.monotonic() + max(30.0, grant.count_seconds_left() - EARLY)


def _describe_denial(body: bytes) -> str:
    """Return Microsoft's error and its AADSTS number; the rest of the text may name accounts."""
    try:
        denial = msgspec.json.decode(body, type=_Denial)
    except (msgspec.MsgspecError, RecursionError):
        return ""
    number = re.match(r"AADSTS\d+", denial.error_description)
    return f"{denial.error[:60]} {number.group() if number else ''}".strip()
