"""`GET /calendar/<token>.ics`: files and feeds for calendar programs, which have no other key than the address."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, Guesses
from handlers.chat.turn import Arena
from handlers.meetings.calendar import reading
from storage.kit.database import Database


def routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = Guesses()

    async def calendar(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        answer = await (_file if "." in token else _feed)(database, arena, token, request)
        if answer is not None:
            return answer
        return guesses.wrong(request, "There is no calendar here.")

    return [web.get("/calendar/{token}.ics", calendar)]


async def _file(database: Database, arena: Arena, token: str, _request: web.Request) -> web.Response | None:
    async with database.read() as store:
        text = await reading.file(store, arena, token)
    if text is None:
        return None
    method = "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in text else "REQUEST"
    return _calendar(text, method, {"Content-Disposition": 'attachment; filename="invite.ics"'})


async def _feed(database: Database, arena: Arena, token: str, request: web.Request) -> web.Response | None:
    """Calendar programs ask often and mostly in vain: then nothing is drawn."""
    async with database.read() as store:
        found = await reading.subscribed(store, token)
        if found is None:
            return None
        feed, person = found
        tag = await reading.version(store, arena, feed, person)
        if any(known.value in (tag, "*") for known in request.if_none_match or ()):
            return web.Response(status=304, headers=SECRET | {"ETag": f'"{tag}"'})
        text = await reading.content(store, arena, feed, person)
    return _calendar(text, "PUBLISH", {"ETag": f'"{tag}"'})


def _calendar(text: bytes, method: str, headers: dict[str, str]) -> web.Response:
    response = web.Response(body=text, headers=SECRET | headers)
    response.headers["Content-Type"] = f"text/calendar; method={method}; charset=UTF-8"
    return response
