"""A process that answers `/health/live` and reads the file of comments again and again, as a worker reads a source."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.http.http_limits import make_limited_application
from bot.maintenance.source_reader import read_source_in_child

#: what a pattern that goes back never comes to the end of
COMMENTS = b"<!-- a -->" * 2000 + b" " * 100_000 + b"<rss version='2.0'><channel><title>x</title></channel></rss>"


async def main() -> None:
    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    app = make_limited_application()
    app.router.add_get("/health/live", live)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
    while True:
        await read_source_in_child(COMMENTS, date(2027, 4, 5), ZoneInfo("Europe/Oslo"))


if __name__ == "__main__":
    asyncio.run(main())
