"""`GET /data/<token>`: what somebody may take out, as a file that the link alone opens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, Guesses
from handlers.chat.turn import Arena
from handlers.overview.privacy import houses, mine
from handlers.policy.rounds import exporting
from storage.kit.database import Database, Store

#: opens a file for a token
File = Callable[[Store, Arena, str], Awaitable[str | None]]


def routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = Guesses()

    def answer(file: File, name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def give(request: web.Request) -> web.Response:
            async with database.read() as store:
                text = await file(store, arena, request.match_info["token"])
            if text is None:
                return guesses.wrong(request, "There is nothing here.")
            headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}.json"'}
            return web.Response(text=text, headers=headers, content_type="application/json")

        return give

    def table(kind: str, content_type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def give(request: web.Request) -> web.Response:
            async with database.read() as store:
                found = await exporting.file(store, arena, kind, request.match_info["token"])
            if found is None:
                return guesses.wrong(request, "There is nothing here.")
            name, text = found
            headers = SECRET | {"Content-Disposition": f'attachment; filename="{name}"'}
            return web.Response(text=text, headers=headers, content_type=content_type)

        return give

    return [
        *(
            web.get(exporting.PURPOSES[kind][1], table(kind, f"text/{type}"))
            for kind, type in (("csv", "csv"), ("md", "markdown"))
        ),
        web.get("/data/house/{token}", answer(houses.file, "organisation")),
        web.get("/data/{token}", answer(mine.file, "my-data")),
    ]
