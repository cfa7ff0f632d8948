"""`GET /data/<token>`: what somebody may take out, as a file that the link alone opens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.guesses import SECRET, Guesses
from handlers.chat.turn import Arena
from handlers.privacy import houses, mine
from storage.database import Database, Store

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

    return [
        web.get("/data/house/{token}", answer(houses.file, "organisation")),
        web.get("/data/{token}", answer(mine.file, "my-data")),
    ]
