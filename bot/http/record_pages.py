"""`GET /q/<link>` and `/l/<link>`: a question with its answers, a solution; as they are now, in plain HTML."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.html_cards import PAGE_HEADERS, document
from bot.http.token_guess_throttle import SECRET, Guesses
from handlers.chat.cards import Card, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.questions.live import pages
from handlers.questions.live.links import PATHS
from storage.kit.database import Database

HEADERS = SECRET | PAGE_HEADERS


def routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses, say = Guesses(), Say(arena.language, arena.zone)
    text = say(
        "The link may have run out, or what it led to is no longer for you to see. Ask {name} in the chat.",
        name=arena.name,
    )
    nothing = document(say.language, Card(say("There is nothing here"), (Text(text),)), arena.name)

    def opens(kind: str) -> web.RouteDef:
        async def live(request: web.Request) -> web.Response:
            async with database.read() as store:
                page = await pages.page(store, arena, kind, request.match_info["token"])
            if page is None:
                answer = guesses.wrong(request, nothing, "text/html")
                answer.headers.update(HEADERS)
                return answer
            body = document(page.language, page.card, arena.name, page.drawn)
            return web.Response(text=body, content_type="text/html", headers=HEADERS)

        return web.get(PATHS[kind], live)

    return [opens(kind) for kind in PATHS]
