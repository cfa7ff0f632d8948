"""Verify the tokens that Teams shows the bot, with the keys that Microsoft signs them with."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import msgspec
import structlog

from bot.teams_settings import TeamsSettings as Settings

log = structlog.get_logger()

CHANNEL = "msteams"
#: allowed clock difference in seconds
LEEWAY = 300
#: Seconds between requests of Microsoft's keys: for an unknown key, after a failure, and otherwise.
LOOK_AGAIN, TRY_AGAIN, LOOK_ANYWAY = 60.0, 5.0, 24 * 3600.0
TIMEOUT = aiohttp.ClientTimeout(total=4)
#: seconds for which a verified token is cached, and maximum number of them
BELIEVED, MOST_BELIEVED = 60.0, 1000


class RequestDenied(Exception):
    """Refuse a request that is not believed (401), not allowed (403), or cannot be judged now (503).

    The request has no effect.
    """

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class _SigningKey(msgspec.Struct):
    kid: str = ""
    kty: str = ""
    n: str = ""
    e: str = ""
    endorsements: tuple[str, ...] | None = ()


class _KeySet(msgspec.Struct):
    keys: list[_SigningKey]


class _Metadata(msgspec.Struct):
    jwks_uri: str


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Name who issues tokens; the American government's clouds have names of their own."""

    issuer: str

    @classmethod
    def find_token_issuer(cls, settings: Settings) -> TokenIssuer:
        government = (urlsplit(settings.openid_url).hostname or "").endswith(".us")
        return cls("https://api.botframework.us" if government else "https://api.botframework.com")


class SigningKeys:
    """Cache Microsoft's signing keys, and fetch them again when one is unknown, at most once a minute."""

    def __init__(
        self, session: aiohttp.ClientSession, metadata_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.session = session
        self.metadata_url = metadata_url
        self.clock = clock
        self._keys: dict[str, tuple[Any, tuple[str, ...]]] = {}
        self._loaded = self._tried = float("-inf")
        self._failed = False
        self._lock = asyncio.Lock()

    async def find_signing_key(self, kid: str) -> tuple[Any, tuple[str, ...]]:
        """Return the key and the channels it may sign for. Raises RequestDenied."""
        if self._is_fetch_due(kid):
            async with self._lock:
                if self._is_fetch_due(kid):
                    await self._refresh_signing_keys()
        if kid in self._keys:
            return self._keys[kid]
        raise (
            RequestDenied(503, "signing keys cannot be fetched") if self._failed else RequestDenied(401, "unknown key")
        )

    async def prefetch_signing_keys(self) -> None:
        """Fetch the keys, if nobody has fetched them yet."""
        async with self._lock:
            if self._tried == float("-inf"):
                await self._refresh_signing_keys()

    async def fetch_signing_keys(self) -> dict[str, tuple[Any, tuple[str, ...]]]:
        """Fetch the keys. Raises ClientError, TimeoutError or ValueError."""
        metadata = msgspec.json.decode(await self._fetch_key_document(self.metadata_url), type=_Metadata)
        found = msgspec.json.decode(await self._fetch_key_document(metadata.jwks_uri), type=_KeySet)
        return {
            key.kid: (_build_rsa_key(key), key.endorsements or ())
            for key in found.keys
            if key.kty == "RSA" and key.kid and key.n and key.e
        }

    def _is_fetch_due(self, kid: str) -> bool:
        now = self.clock()
        if now - self._tried < (TRY_AGAIN if self._failed else LOOK_AGAIN):
            return False
        return kid not in self._keys or now - self._loaded > LOOK_ANYWAY

    async def _refresh_signing_keys(self) -> None:
        try:
            self._keys = await self.fetch_signing_keys()
            self._loaded, self._failed = self.clock(), False
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, jwt.PyJWTError) as error:
            log.warning("signing keys cannot be fetched", error=type(error).__name__)
            self._failed = True
        self._tried = self.clock()

    async def _fetch_key_document(self, url: str) -> bytes:
        async with self.session.get(url, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            return await answer.read()


class InboundTokenVerifier:
    """Verify the bearer token of a request before its body is believed."""

    def __init__(self, settings: Settings, keys: SigningKeys, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.keys = keys
        self.clock = clock
        self.issuer = TokenIssuer.find_token_issuer(settings).issuer
        #: Digest of a token -> (claims, end of the cache time), because Teams sends one token with many requests.
        self._believed: dict[bytes, tuple[dict[str, Any], float]] = {}

    async def verify_bearer_token(self, header: str | None) -> dict[str, Any]:
        """Return the token's claims. Raises RequestDenied."""
        scheme, _, token = (header or "").partition(" ")
        if scheme != "Bearer" or not token.isascii():
            raise RequestDenied(401, "not signed")
        digest = hashlib.sha256(token.encode()).digest()
        claims, until = self._believed.get(digest, ({}, float("-inf")))
        if self.clock() >= until:
            claims = await self._decode_claims(token)
            if len(self._believed) >= MOST_BELIEVED:
                self._believed.clear()
            self._believed[digest] = claims, min(self.clock() + BELIEVED, float(claims["exp"]) + LEEWAY)
        return claims

    async def _decode_claims(self, token: str) -> dict[str, Any]:
        try:
            head = jwt.get_unverified_header(token)
            kid = head.get("kid")
            if head.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
                raise RequestDenied(401, "algorithm or key id")
            key, endorsed = await self.keys.find_signing_key(kid)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.settings.app_id,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError) as error:
            raise RequestDenied(401, type(error).__name__) from None
        if CHANNEL not in endorsed:
            raise RequestDenied(403, "the key is not endorsed for Teams")
        return claims


def _build_rsa_key(key: _SigningKey) -> Any:
    return jwt.PyJWK({"kty": "RSA", "n": key.n, "e": key.e}, algorithm="RS256").key
