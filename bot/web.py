"""The aiohttp application: the platforms' routes, calendars, live pages, files to take out, health and metrics."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable
from html import escape
from weakref import WeakSet

from aiohttp import WSCloseCode, web

from bot import calendars, data, livepages, papers
from bot.metrics import Metrics
from bot.platforms import OPEN, Platform
from handlers.chat.turn import Arena
from storage.database import UNAVAILABLE, Database
from storage.revisions import at_head

#: bytes; the platforms' own limits are lower, and each refuses earlier
LARGEST_BODY = 1024 * 1024
#: seconds without a round after which the courier counts as stuck
BEAT_TIMEOUT = 60.0

Beat = Callable[[], float]


def build(
    platforms: Iterable[Platform], database: Database, metrics: Metrics, arena: Arena, beat: Beat | None
) -> web.Application:
    """`beat` tells when the courier of this process last made a round; None where there is none."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_safe_headers])
    app[OPEN] = WeakSet()
    app.on_shutdown.append(_hang_up)
    for platform in platforms:
        app.add_routes(platform.routes())
    paths = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(_request: web.Request) -> web.Response:
        state = {
            "database": await _migrated(database),
            "courier": beat is None or time.monotonic() - beat() < BEAT_TIMEOUT,
        }
        return web.json_response(state, status=200 if all(state.values()) else 503)

    async def show_metrics(_request: web.Request) -> web.Response:
        return web.Response(body=await metrics.render(database), content_type="text/plain", charset="utf-8")

    async def front(_request: web.Request) -> web.Response:
        called = escape(arena.name)
        text = f"<title>{called}</title><p>{called} is a chat bot. Write to it in Slack or Teams."
        return web.Response(text=f"<!doctype html><meta charset=utf-8>{text}", content_type="text/html")

    app.add_routes(calendars.routes(database, arena))
    app.add_routes(livepages.routes(database, arena))
    app.add_routes(papers.routes(database, arena))
    app.add_routes(data.routes(database, arena))
    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/metrics", show_metrics)
    if ("GET", "/") not in paths:
        app.router.add_get("/", front)
    return app


async def _hang_up(app: web.Application) -> None:
    sockets = app[OPEN]
    for socket in list(sockets):
        await socket.close(code=WSCloseCode.GOING_AWAY)


async def _migrated(database: Database) -> bool:
    try:
        return await at_head(database)
    except UNAVAILABLE:
        return False


@web.middleware
async def _safe_headers(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Cache-Control", "no-store")
    return response
