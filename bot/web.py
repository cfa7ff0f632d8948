"""The aiohttp application: the platforms' routes, calendars, pages, files to take out, health and metrics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from html import escape
from weakref import WeakSet

import structlog
from aiohttp import WSCloseCode, web

from bot import calendars, data, http_limits, livepages, papers, policies
from bot.client_addresses import TRUSTED
from bot.health import Health
from bot.logs import name_place
from bot.networks import Network
from bot.platforms import OPEN, Platform
from handlers.chat.turn import Arena
from storage.database import UNAVAILABLE, Database

log = structlog.get_logger()


def build(
    platforms: Iterable[Platform], database: Database, arena: Arena, health: Health, trusted: Sequence[Network] = ()
) -> web.Application:
    """`trusted`: proxies that say whom they speak for."""
    app = http_limits.make_application()
    app[TRUSTED] = trusted
    app.middlewares.append(_come_again)
    app[OPEN] = WeakSet()
    app.on_shutdown.append(_hang_up)
    for platform in platforms:
        app.add_routes(platform.routes())
    paths = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}

    async def front(_request: web.Request) -> web.Response:
        called = escape(arena.name)
        links = f'<a href="{policies.PRIVACY}">Privacy</a> · <a href="{policies.TERMS}">Terms of use</a>'
        text = f"<title>{called}</title><p>{called} is a chat bot. Write to it in Slack or Teams.<p>{links}"
        return web.Response(text=f"<!doctype html><meta charset=utf-8>{text}", content_type="text/html")

    app.add_routes(calendars.routes(database, arena))
    app.add_routes(livepages.routes(database, arena))
    app.add_routes(papers.routes(database, arena))
    app.add_routes(policies.routes(arena))
    app.add_routes(data.routes(database, arena))
    app.add_routes(health.routes())
    if ("GET", "/") not in paths:
        app.router.add_get("/", front)
    return app


async def _hang_up(app: web.Application) -> None:
    sockets = app[OPEN]
    for socket in list(sockets):
        await socket.close(code=WSCloseCode.GOING_AWAY)


def build_health(health: Health) -> web.Application:
    """Build what answers on a port of its own: health and metrics, and nothing else."""
    app = http_limits.make_application()
    app.add_routes(health.routes())
    return app


@web.middleware
async def _come_again(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A database that is away is no error of the page that is asked for."""
    try:
        return await handler(request)
    except UNAVAILABLE as error:
        log.warning("request put off", why=str(error), where=name_place(error))
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from error
