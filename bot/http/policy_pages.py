"""Serve `GET /privacy` and `GET /terms`, in the reader's language and open to everybody."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from aiohttp import ETag, web

from bot.http.html_cards import PAGE_HEADERS, render_card_page
from bot.http.reader_language import choose_page_language
from handlers.chat.cards import Card
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena
from handlers.overview.policies import draw_privacy_notice, draw_terms_of_use

PRIVACY, TERMS = "/privacy", "/terms"
_PAGES: dict[str, Callable[[Say, str], Card]] = {PRIVACY: draw_privacy_notice, TERMS: draw_terms_of_use}
_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
#: Caches ask again after an hour, and keep a copy for each language.
HEADERS = PAGE_HEADERS | {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Language"}


def build_policy_page_routes(arena: Arena) -> Iterable[web.RouteDef]:
    drawn: dict[tuple[str, str], str] = {}

    async def serve_policy_page(request: web.Request) -> web.Response:
        """Serve a page that is drawn once for each language: everybody reads the same."""
        shown = request.path, choose_page_language(request, arena.language)
        if shown not in drawn:
            drawn[shown] = _render_policy_page(arena, *shown)
        text = drawn[shown]
        tag = hashlib.sha256(text.encode()).hexdigest()[:16]
        headers = HEADERS | {"Content-Language": shown[1]}
        known = any(one.value in (tag, "*") for one in request.if_none_match or ())
        answer = (
            web.Response(status=304, headers=headers)
            if known
            else web.Response(text=text, content_type="text/html", headers=headers)
        )
        answer.etag = ETag(tag)
        return answer

    return [web.get(path, serve_policy_page) for path in _PAGES]


def _render_policy_page(arena: Arena, path: str, language: str) -> str:
    say = Say(language, arena.zone)
    other, label = (TERMS, say("Terms of use")) if path == PRIVACY else (PRIVACY, say("Privacy"))
    links = [(label, f"{other}?lang={language}", language)]
    links += [(_NAMES[one], f"{path}?lang={one}", one) for one in LANGUAGES if one != language]
    return render_card_page(language, _PAGES[path](say, arena.name), arena.name, links=links)
