"""The aiohttp application: the platforms' routes, calendars, pages, files to take out, health and metrics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from html import escape
from weakref import WeakSet

import structlog
from aiohttp import WSCloseCode, web

from bot.http import calendar_feeds, data_export, http_limits, issue_documents, policy_pages, record_pages
from bot.http.client_addresses import TRUSTED
from bot.http.health import Health
from bot.platforms import OPEN, Platform
from bot.runtime.address_ranges import Network
from bot.runtime.logs import name_place
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Database

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
        links = f'<a href="{policy_pages.PRIVACY}">Privacy</a> · <a href="{policy_pages.TERMS}">Terms of use</a>'
        text = f"<title>{called}</title><p>{called} is a chat bot. Write to it in Slack or Teams.<p>{links}"
        return web.Response(text=f"<!doctype html><meta charset=utf-8>{text}", content_type="text/html")

    app.add_routes(calendar_feeds.routes(database, arena))
    app.add_routes(record_pages.routes(database, arena))
    app.add_routes(issue_documents.routes(database, arena))
    app.add_routes(policy_pages.routes(arena))
    app.add_routes(data_export.routes(database, arena))
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
