"""Build the aiohttp application.

It serves the platforms' routes, calendars, pages, exported files, health and metrics.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from weakref import WeakSet

import structlog
from aiohttp import WSCloseCode, web

from bot.http import (
    calendar_feeds,
    data_export,
    http_limits,
    paper_documents,
    picture_files,
    policy_pages,
    record_pages,
    shared_years,
)
from bot.http.client_addresses import TRUSTED
from bot.http.error_pages import add_error_pages
from bot.http.health import Health
from bot.http.html_templates import render_template
from bot.http.pages.page_routes import PageServer
from bot.http.picture_upload_pages import PictureUploadPages
from bot.http.site_link_pages import SiteLinkPages
from bot.http.table_upload_pages import TableUploadPages
from bot.platforms import OPEN, Platform
from bot.runtime.address_ranges import Network
from bot.runtime.logs import describe_error_place
from storage.kit.database import UNAVAILABLE

log = structlog.get_logger()


def build_web_application(
    platforms: Iterable[Platform], pages: PageServer, health: Health, trusted: Sequence[Network] = ()
) -> web.Application:
    """Build the application of a web process.

    `trusted`: proxies whose word is taken for the client that they speak for.
    """
    app, database, arena = http_limits.make_limited_application(), pages.database, pages.arena
    app[TRUSTED] = trusted
    add_error_pages(app, arena)
    app.middlewares.append(_answer_unavailable_database)
    app[OPEN] = WeakSet()
    app.on_shutdown.append(_close_websockets)
    for platform in platforms:
        app.add_routes(platform.list_routes())
    paths = {(route.method, route.resource.canonical) for route in app.router.routes() if route.resource}

    async def serve_landing_page(_request: web.Request) -> web.Response:
        text = render_template(
            "landing.html", language="en", name=arena.name, privacy=policy_pages.PRIVACY, terms=policy_pages.TERMS
        )
        return web.Response(text=text, content_type="text/html")

    app.add_routes(calendar_feeds.build_calendar_routes(database, arena))
    app.add_routes(record_pages.build_record_page_routes(database, arena))
    app.add_routes(picture_files.build_picture_routes(database, arena, pages.picture_room.folder))
    app.add_routes(PictureUploadPages(database, arena, pages.picture_room).build_picture_upload_routes())
    app.add_routes(paper_documents.build_paper_document_routes(database, arena, pages.picture_room.folder))
    app.add_routes(shared_years.build_shared_year_routes(database, arena))
    app.add_routes(SiteLinkPages(database, arena).build_site_link_routes())
    app.add_routes(data_export.build_import_template_routes())
    app.add_routes(TableUploadPages(database, arena).build_table_upload_routes())
    app.add_routes(policy_pages.build_policy_page_routes(arena))
    app.add_routes(data_export.build_data_export_routes(database, arena))
    app.add_routes(pages.build_page_routes())
    app.add_routes(health.build_health_routes())
    if ("GET", "/") not in paths:
        app.router.add_get("/", serve_landing_page)
    return app


async def _close_websockets(app: web.Application) -> None:
    sockets = app[OPEN]
    for socket in list(sockets):
        await socket.close(code=WSCloseCode.GOING_AWAY)


def build_health_application(health: Health) -> web.Application:
    """Build the application of the health port: health and metrics, and nothing else."""
    app = http_limits.make_limited_application()
    app.add_routes(health.build_health_routes())
    return app


@web.middleware
async def _answer_unavailable_database(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer 503 with Retry-After while the database is away: that is no error of the page."""
    try:
        return await handler(request)
    except UNAVAILABLE as error:
        log.warning("request put off", why=str(error), where=describe_error_place(error))
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from error
