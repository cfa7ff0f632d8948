"""Limit requests to the page itself, on this machine, in small pieces of JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from aiohttp import web
from yarl import URL

from bot.http.request_bodies import BodyRefused, read_request_body
from bot.runtime.address_ranges import is_loopback_host

#: Maximum number of bytes of one action. The longest text allowed has 12 000 characters.
LARGEST_BODY = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-src 'self'; frame-ancestors 'self'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # With "no-referrer", browsers hide the Origin of the page's own requests.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_page_error(status: int, why: str) -> web.HTTPException:
    """Return an HTTP error that the page can read."""
    error = web.HTTPException(text=msgspec.json.encode({"error": why}).decode(), content_type="application/json")
    error.set_status(status)
    return error


def require_local_host(handler: Handler) -> Handler:
    """Answer only requests for a name of this machine.

    So no other site can pose as the playground (DNS rebinding).
    """

    async def answer_local_request(request: web.Request) -> web.StreamResponse:
        if not _is_local_host_name(request.host) or not _is_local_peer(request):
            raise build_page_error(
                403, "The playground answers only on this machine: open it as 127.0.0.1 or localhost."
            )
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return answer_local_request


def require_page_origin(handler: Handler) -> Handler:
    """Answer only the page's own scripts, because the identity is chosen freely and nobody else may choose it."""

    async def answer_page_request(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if origin not in (f"http://{request.host}", f"https://{request.host}"):
            raise build_page_error(403, "This request does not come from the playground's own page.")
        return await handler(request)

    return require_local_host(answer_page_request)


async def read_action_body(request: web.Request, kind: type[T]) -> T:
    """Read the JSON of a request as this kind of action. Raises 400, 408, 413, 415."""
    if request.content_type != "application/json":
        raise build_page_error(415, "Send application/json.")
    try:
        raw = await read_request_body(request, LARGEST_BODY)
    except BodyRefused as refusal:
        raise build_page_error(refusal.status, "That is too long.") from refusal
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise build_page_error(400, str(error)) from error


def _is_local_peer(request: web.Request) -> bool:
    """Return True if the other end is this machine too, since a client may write any Host header."""
    through_a_proxy = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded"))
    return is_loopback_host((request.remote or "").partition("%")[0]) and not through_a_proxy


def _is_local_host_name(host: str) -> bool:
    try:
        name = URL(f"http://{host}").host or ""
    except ValueError:
        return False
    return is_loopback_host(name) or name.endswith(".localhost")
