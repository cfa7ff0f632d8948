"""Check size, content type and signature of a request before anything is parsed; log nothing of what it holds."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable

import structlog
from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.http.request_bodies import BodyRefused, read_request_body
from bot.runtime.quiet_warnings import QuietWarning

log = structlog.get_logger()
#: maximum number of bytes
LARGEST = 1024 * 1024
TYPES = ("application/json", "application/x-www-form-urlencoded")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
#: Any other text is rejected first: beyond ASCII, the comparison would raise an error.
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class RequestRefused(Exception):
    """Refuse a request that does not come from Slack; `status` is the HTTP status of the response."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class PayloadUnreadable(RequestRefused):
    """Refuse what Slack signed and nobody can read."""

    def __init__(self) -> None:
        super().__init__(400)


class RequestVerifier:
    """Verify that a request was signed by Slack within the last five minutes and can be read."""

    def __init__(self, signing_secret: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._strange = QuietWarning(log, "slack request refused: not signed with SLACK_SIGNING_SECRET")
        self._late = QuietWarning(log, "slack request refused: its time is too far off; is this machine's clock right?")

    async def verify_request(self, request: web.Request, *, on_signed: Callable[[], None]) -> AsyncBoltRequest | None:
        """Return the verified request.

        Returns None for Slack's check of the certificate, which needs no answer. Raises RequestRefused.

        `on_signed` is called before parsing, once the signature is verified; what `on_signed` raises goes through.
        """
        if request.content_type not in TYPES:
            raise RequestRefused(415)
        try:
            body = await read_request_body(request, LARGEST)
        except BodyRefused as refusal:
            raise RequestRefused(refusal.status) from None
        if body.startswith(b"ssl_check=1&") or body == b"ssl_check=1":
            return None
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        text = _decode_request_body(body)
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            raise RequestRefused(401)
        if not self._verifier.is_valid(text, timestamp, signature):
            self._log_refusal(text, timestamp, signature)
            raise RequestRefused(401)
        on_signed()
        return _parse_bolt_request(text, request)

    def _log_refusal(self, body: str, timestamp: str, signature: str) -> None:
        """Tell a wrong clock from a wrong secret: with either, Slack hears nothing but 401."""
        expected = self._verifier.generate_signature(timestamp=timestamp, body=body) or ""
        if hmac.compare_digest(expected, signature):
            self._late.log_warning(seconds=round(time.time()) - int(timestamp))
        else:
            self._strange.log_warning()


def _decode_request_body(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RequestRefused(400) from None


def _parse_bolt_request(body: str, request: web.Request) -> AsyncBoltRequest:
    try:
        read = AsyncBoltRequest(body=body, query=request.query_string, headers=dict(request.headers))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise PayloadUnreadable from None  # "from None", because the parser's text quotes the body
    if not read.body or (read.body.get("type") == "event_callback" and not _has_event_type(read.body.get("event"))):
        raise PayloadUnreadable
    return read


def _has_event_type(event: object) -> bool:
    return isinstance(event, dict) and isinstance(event.get("type"), str)
