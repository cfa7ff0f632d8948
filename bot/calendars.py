"""`GET /calendar/<token>.ics`: files and feeds for calendar programs, which have no other key than the address."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Iterable

from aiohttp import web

from handlers.calendar import reading
from handlers.chat.turn import Arena
from storage.database import Database

#: wrong addresses from one place in so many seconds, before it is told to stop
GUESSES, WINDOW = 20, 60.0
#: places that are watched at once
PLACES = 4096
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class Guesses:
    """Who has tried wrong addresses lately."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def too_many(self, place: str) -> bool:
        """Counts one more."""
        now, tries = time.monotonic(), self._tries.setdefault(place, deque(maxlen=GUESSES + 1))
        self._tries.move_to_end(place)
        if len(self._tries) > PLACES:
            self._tries.popitem(last=False)
        tries.append(now)
        return len(tries) > GUESSES and now - tries[0] < WINDOW


def routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = Guesses()

    async def calendar(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        answer = await (_file if "." in token else _feed)(database, arena, token, request)
        if answer is not None:
            return answer
        status = 429 if guesses.too_many(request.remote or "") else 404
        return web.Response(status=status, text="There is no calendar here.", headers=HEADERS)

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
            return web.Response(status=304, headers=HEADERS | {"ETag": f'"{tag}"'})
        text = await reading.content(store, arena, feed, person)
    return _calendar(text, "PUBLISH", {"ETag": f'"{tag}"'})


def _calendar(text: bytes, method: str, headers: dict[str, str]) -> web.Response:
    response = web.Response(body=text, headers=HEADERS | headers)
    response.headers["Content-Type"] = f"text/calendar; method={method}; charset=UTF-8"
    return response
