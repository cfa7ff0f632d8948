"""Who may talk to the page: only the page itself, on this machine, in small pieces of JSON."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from aiohttp import web
from yarl import URL

from bot.http.request_bodies import BodyRefused, read_body
from bot.runtime.address_ranges import is_loopback

#: bytes of one action; the longest text a person may write is 12 000 characters
LARGEST_BODY = 64 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # "no-referrer" would make browsers hide the Origin of the page's own requests
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def refuse(status: int, why: str) -> web.HTTPException:
    """An error the page can read."""
    error = web.HTTPException(text=msgspec.json.encode({"error": why}).decode(), content_type="application/json")
    error.set_status(status)
    return error


def local(handler: Handler) -> Handler:
    """Answer only when asked for under a name of this machine, so that no other site can pose as it (DNS rebinding)."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _loopback(request.host) or not _near(request):
            raise refuse(403, "The playground answers only on this machine: open it as 127.0.0.1 or localhost.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guarded


def own(handler: Handler) -> Handler:
    """Answer only the page's own scripts: the identity is chosen freely, so nobody else may choose it."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        if origin not in (f"http://{request.host}", f"https://{request.host}"):
            raise refuse(403, "This request does not come from the playground's own page.")
        return await handler(request)

    return local(guarded)


async def body(request: web.Request, kind: type[T]) -> T:
    """The JSON of a request as this kind of action. Raises 400, 408, 413, 415."""
    if request.content_type != "application/json":
        raise refuse(415, "Send application/json.")
    try:
        raw = await read_body(request, LARGEST_BODY)
    except BodyRefused as refusal:
        raise refuse(refusal.status, "That is too long.") from refusal
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise refuse(400, str(error)) from error


def _near(request: web.Request) -> bool:
    """Return True if the other end is this machine too: the Host header is whatever a client writes."""
    through_a_proxy = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded"))
    return is_loopback((request.remote or "").partition("%")[0]) and not through_a_proxy


def _loopback(host: str) -> bool:
    try:
        name = URL(f"http://{host}").host or ""
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
