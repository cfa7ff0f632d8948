"""Limit what anybody may send to the HTTP server: encodings, unread bodies, idle and too many connections.

`make_limited_application` begins an application, and a `LimitedSite` serves it. Bodies are read with
`bot.http.request_bodies`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError

#: maximum number of bytes; each platform has a lower limit of its own
LARGEST_BODY = 1024 * 1024
#: maximum number of connections; a further one closes the oldest
MOST_CONNECTIONS = 500
#: Seconds from accepting a connection until they are counted, because many are accepted at once.
LOOK_AFTER = 0.01
#: Seconds that a connection may be idle. Proxies have a shorter limit, so that they close first.
IDLE = 75.0
#: seconds to read the answer for a client that is still sending; the rest of its request is discarded
PARTING = 0.2
#: maximum number of headers of a request, each of at most 8 KB
MOST_HEADERS = 64
#: status of what the bot itself did wrong
_OWN_ERROR = 500
SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}

#: what draws the page of an error for whoever asks with a browser; None for all others
DrawError = Callable[[web.BaseRequest], web.Response | None]
DRAW_ERROR: web.AppKey[DrawError] = web.AppKey("draw_error")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _BadRequestFilter(logging.Filter):
    """Drop what the server logs of requests that are not HTTP.

    Anybody can send them, and each has a traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError)


def _make_server_logger() -> logging.Logger:
    log = logging.getLogger("aiohttp.server.arena")
    if not log.filters:
        log.addFilter(_BadRequestFilter())
    return log


#: Arguments of the HTTP server: it inflates nothing, and does not wait for bodies that nobody reads.
ARGUMENTS: dict[str, Any] = {
    "auto_decompress": False,
    "lingering_time": 0,
    "keepalive_timeout": IDLE,
    "max_headers": MOST_HEADERS,
    "logger": _make_server_logger(),
    "access_log": None,
}


def make_limited_application() -> web.Application:
    """Return an application without routes, in which the limits hold for every path."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[refuse_encoded_bodies])
    app.on_response_prepare.append(add_safe_headers)
    return app


@web.middleware
async def refuse_encoded_bodies(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 415 to every encoded body.

    Close the connection of a client that has not sent its whole body.
    """
    try:
        if hdrs.CONTENT_ENCODING in request.headers:
            raise web.HTTPUnsupportedMediaType(text="Send the body as it is, without Content-Encoding.")
        response = await handler(request)
    except web.HTTPException as refusal:
        await _answer_unread_body(request, refusal)
        raise
    await _answer_unread_body(request, response)
    return response


async def _answer_unread_body(request: web.Request, response: web.StreamResponse) -> None:
    """Send the answer while the body still comes, and wait a moment.

    A connection that is reset loses its answer.
    """
    if request.content.is_eof():
        return
    response.force_close()
    try:
        await response.prepare(request)
        await response.write_eof()
    except ConnectionError:  # the client is gone
        return
    await asyncio.sleep(PARTING)


async def add_safe_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that keep browsers from guessing, telling and caching; a handler's own headers stay."""
    for name, value in SAFE_HEADERS.items():
        response.headers.setdefault(name, value)


class SafeProtocol(web.RequestHandler):
    """Handle one connection.

    What the server answers by itself, as to a request that is not HTTP, has the safe headers too.
    """

    __slots__ = ("_draw_error", "_on_connected")

    def __init__(
        self, server: web.Server, *, on_connected: Callable[[], None], draw_error: DrawError | None, **arguments: Any
    ) -> None:
        super().__init__(server, **arguments)
        self._on_connected, self._draw_error = on_connected, draw_error

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._on_connected()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        response = super().handle_error(request, status, exc, message)
        page = self._draw_error(request) if status == _OWN_ERROR and self._draw_error is not None else None
        if page is not None:
            page.force_close()
            response = page
        response.headers.update(SAFE_HEADERS)
        return response


class LimitedSite(web.TCPSite):
    """Serve one address, and hold at most `most` connections."""

    def __init__(self, runner: web.BaseRunner, host: str, port: int, *, most: int = MOST_CONNECTIONS) -> None:
        super().__init__(runner, host, port)
        self._address = host, port
        self._most = most
        self._looks = False

    async def start(self) -> None:
        await web.BaseSite.start(self)
        host, port = self._address
        self._server = await asyncio.get_running_loop().create_server(self._make_safe_protocol, host, port, backlog=128)

    def _make_safe_protocol(self) -> web.RequestHandler:
        server, loop = self._runner.server, asyncio.get_running_loop()
        assert server is not None
        draw = self._runner.app.get(DRAW_ERROR) if isinstance(self._runner, web.AppRunner) else None
        return SafeProtocol(server, on_connected=self._schedule_look, draw_error=draw, loop=loop, **ARGUMENTS)

    def _schedule_look(self) -> None:
        """Count soon. Whoever calls is among the server's connections: nobody comes between a look and the next."""
        if not self._looks:
            self._looks = True
            asyncio.get_running_loop().call_later(LOOK_AFTER, self._close_oldest_connections)

    def _close_oldest_connections(self) -> None:
        """Close the oldest connections above the limit: slow clients must not keep others out."""
        server = self._runner.server
        self._looks = False
        if server is None:  # the site has stopped meanwhile
            return
        transports = [held.transport for held in server.connections if held.transport is not None]
        for transport in transports[: max(0, len(transports) - self._most)]:
            transport.abort()
