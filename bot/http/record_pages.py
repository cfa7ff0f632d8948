"""Serve `GET /q/<link>` and `/l/<link>` in plain HTML: a question with its answers, and a solution.

Each page is drawn anew from the record.
"""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.html_cards import PAGE_HEADERS, render_card_page
from bot.http.reader_language import choose_page_language
from bot.http.token_guess_throttle import SECRET, TokenGuessThrottle
from handlers.chat.cards import Card, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.questions.live import live_pages
from handlers.questions.live.page_links import PATHS
from storage.kit.database import Database

HEADERS = SECRET | PAGE_HEADERS


def build_record_page_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = TokenGuessThrottle()

    def answer_nothing(request: web.Request) -> web.Response:
        say = Say(choose_page_language(request, arena.language), arena.zone)
        text = say(
            "The link may have expired, or you no longer have access to what it led to. Ask {name} in the chat.",
            name=arena.name,
        )
        nothing = render_card_page(say.language, Card(say("There is nothing here"), (Text(text),)), arena.name)
        answer = guesses.answer_wrong_token(request, nothing, "text/html")
        answer.headers.update(HEADERS)
        return answer

    def build_kind_route(kind: str) -> web.RouteDef:
        async def serve_record_page(request: web.Request) -> web.Response:
            if not (token := guesses.read_token(request)):
                return answer_nothing(request)
            async with database.read() as store:
                page = await live_pages.load_live_page(store, arena, kind, token)
            if page is None:
                return answer_nothing(request)
            body = render_card_page(page.language, page.card, arena.name, page.drawn, pictures=page.pictures)
            return web.Response(text=body, content_type="text/html", headers=HEADERS)

        return web.get(PATHS[kind], serve_record_page)

    return [build_kind_route(kind) for kind in PATHS]
