"""Serve `GET /calendar/<token>.ics`: calendar files and feeds.

Calendar programs have no other key than the address.
"""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.chat.turn import Arena
from handlers.meetings.calendar import calendar_content
from storage.kit.database import Database


def build_calendar_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = TokenGuessThrottle()

    async def serve_calendar(request: web.Request) -> web.Response:
        # looked up even after many guesses: calendar services ask for many people from one address
        token = request.match_info["token"]
        answer = await (_serve_invite_file if "." in token else _serve_calendar_feed)(database, arena, token, request)
        if answer is not None:
            return answer
        return guesses.answer_wrong_token(request, "There is no calendar here.")

    return [web.get("/calendar/{token}.ics", serve_calendar)]


async def _serve_invite_file(
    database: Database, arena: Arena, token: str, _request: web.Request
) -> web.Response | None:
    async with database.read() as store:
        text = await calendar_content.find_calendar_file(store, arena, token)
    if text is None:
        return None
    method = "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in text else "REQUEST"
    return _build_calendar_response(text, method, {"Content-Disposition": 'attachment; filename="invite.ics"'})


async def _serve_calendar_feed(
    database: Database, arena: Arena, token: str, request: web.Request
) -> web.Response | None:
    """Answer a subscribed feed.

    Calendar programs ask often and mostly in vain: an unchanged feed is not drawn.
    """
    async with database.read() as store:
        found = await calendar_content.find_calendar_feed(store, token)
        if found is None:
            return None
        feed, person = found
        tag = await calendar_content.compute_feed_version(store, arena, feed, person)
        if any(known.value in (tag, "*") for known in request.if_none_match or ()):
            return web.Response(status=304, headers=SECRET | {"ETag": f'"{tag}"'})
        text = await calendar_content.build_feed_content(store, arena, feed, person)
    return _build_calendar_response(text, "PUBLISH", {"ETag": f'"{tag}"'})


def _build_calendar_response(text: bytes, method: str, headers: dict[str, str]) -> web.Response:
    response = web.Response(body=text, headers=SECRET | headers)
    response.headers["Content-Type"] = f"text/calendar; method={method}; charset=UTF-8"
    return response
