"""Fetch the token that the bot shows Teams."""

from __future__ import annotations

import asyncio
import re
import time

import aiohttp
import msgspec

from bot.platforms import TemporaryError
from bot.platforms.teams.inbound_tokens import TIMEOUT, TokenIssuer
from bot.settings import TeamsSettings as Settings

#: seconds before its expiry at which a token is renewed
EARLY = 300.0


class _Grant(msgspec.Struct):
    access_token: str
    expires_in: int = 3600


class _Denial(msgspec.Struct):
    error: str = ""
    error_description: str = ""


class OutboundTokenSource:
    """Hold the bot's own token: one request for it at a time, renewed early."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self.settings = settings
        self.session = session
        self._token = ""
        self._until = float("-inf")
        self._lock = asyncio.Lock()

    async def load_bot_token(self, *, instead_of: str = "") -> str:
        """Return a token; "" when the bot has no identity (anonymous). Raises TemporaryError.

        `instead_of` is a token that was refused.
        """
        if not self.settings.app_id or not self.settings.app_password:
            return ""
        if not self._is_token_fresh(instead_of):
            async with self._lock:
                if not self._is_token_fresh(instead_of):
                    await self._fetch_bot_token()
        return self._token

    def _is_token_fresh(self, instead_of: str) -> bool:
        return bool(self._token) and self._token != instead_of and time.monotonic() < self._until

    async def _fetch_bot_token(self) -> None:
        url = f"{self.settings.login_url.rstrip('/')}/{self.settings.tenant_id}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": self.settings.app_id,
            "client_secret": self.settings.app_password,
            "scope": f"{TokenIssuer.find_token_issuer(self.settings).issuer}/.default",
        }
        try:
            async with self.session.post(url, data=form, timeout=TIMEOUT, allow_redirects=False) as answer:
                body = await answer.read()
                if answer.status != 200:
                    raise TemporaryError(f"token: {answer.status} {_describe_denial(body)}".strip(), after=60)
            grant = msgspec.json.decode(body, type=_Grant)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise TemporaryError(f"token: {type(error).__name__}", after=5) from None
        self._token = grant.access_token
        self._until = time.monotonic() + max(30.0, grant.expires_in - EARLY)


def _describe_denial(body: bytes) -> str:
    """Return Microsoft's error and its AADSTS number; the rest of the text may name accounts."""
    try:
        denial = msgspec.json.decode(body, type=_Denial)
    except (msgspec.MsgspecError, RecursionError):
        return ""
    number = re.match(r"AADSTS\d+", denial.error_description)
    return f"{denial.error[:60]} {number.group() if number else ''}".strip()
