"""Serve `GET /data/year/<token>`: the yearly page of an organisation, to whoever has the link."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.html_templates import render_template
from bot.http.pages import page_responses
from bot.http.reader_language import choose_page_language
from bot.http.token_guess_throttle import TokenGuessThrottle
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext
from handlers.directory.file_links import KINDS, list_paper_kinds
from handlers.pages.yearly.year_card import describe_year, format_year_title
from handlers.pages.yearly.year_pages import build_year_tables
from handlers.pages.yearly.year_sharing import PATH, load_shared_year
from storage.kit.database import Database


def build_shared_year_routes(database: Database, arena: Arena) -> Iterable[web.RouteDef]:
    guesses = TokenGuessThrottle()

    async def serve_shared_year(request: web.Request) -> web.Response:
        say, token = Say(choose_page_language(request, arena.language), arena.zone), guesses.read_token(request)
        text = await _render_shared_year(database, arena, say, token) if token else ""
        if text:
            return page_responses.build_page_response(text)
        why = say("The link has ended. Ask whoever sent it to you for a new one.")
        return page_responses.build_gone_page(guesses, request, say, arena.name, why)

    return [web.get(PATH, serve_shared_year)]


async def _render_shared_year(database: Database, arena: Arena, say: Say, token: str) -> str:
    """Return the page as it is today; "" for a link that opens nothing."""
    async with database.read() as store:
        at = LinkContext(store, say, arena)
        found = await load_shared_year(at, token)
        if found is None:
            return ""
        shown, share = found
        return render_template(
            "pages/shared_year.html",
            title=format_year_title(say, shown),
            lines=list(describe_year(at, shown)),
            tables=build_year_tables(say, shown, with_links=False),
            files=[
                (f"{PATH.format(token=token)}/{say.language}.{kind}", say("As a file: {kind}", kind=KINDS[kind]))
                for kind in list_paper_kinds()
            ],
            foot=say("This page is shared until {day}.", day=say.format_day(share.expires_at)),
            language=say.language,
            name=arena.name,
        )
