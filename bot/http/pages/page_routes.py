"""Serve each page below `/web`, drawn anew at each request with the rights that its reader has then."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import web

from bot.http.library_files import write_library
from bot.http.pages import page_responses, session_cookie, tab_frames
from bot.http.pages.sign_in_pages import SignInPages
from bot.http.pages.tab_pages import TabPages
from bot.http.picture_files import build_picture_response
from bot.http.stylesheets import build_stylesheet_routes
from bot.intake.query_meaning import QueryMeaning
from bot.maintenance.picture_room import PictureRoom
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.language import TopicClassifier
from handlers.language.text_embeddings import TextEmbeddings
from handlers.library.pictures.shown_pictures import PictureFile
from handlers.pages import sessions
from handlers.pages.addresses import ROOT, TAB, is_tab_shown
from handlers.pages.library_export import LibraryFile
from handlers.pages.page_parts import PageRequest, TableFile, WebPage
from handlers.pages.sections import PAGES, DrawPage, draw_missing_page
from storage.directory.people import Person
from storage.kit.database import Database, Store

#: longest part of an address that is looked at
LONGEST = 500


@dataclass(frozen=True, slots=True)
class PageServer:
    """Hold what pages are drawn with."""

    database: Database
    arena: Arena
    classifier: TopicClassifier
    meanings: TextEmbeddings | None
    query_meaning: QueryMeaning
    #: where copies of pictures are
    picture_room: PictureRoom = field(default_factory=PictureRoom)

    def build_page_routes(self) -> Iterable[web.RouteDef]:
        doors = SignInPages(self.database, self.arena)
        return (
            *build_stylesheet_routes(),
            *doors.build_sign_in_routes(),
            *TabPages(doors).build_tab_routes(),
            *(self._build_page_route(doors, path, draw) for path, draw in PAGES.items()),
            self._build_page_route(doors, f"{ROOT}/{{rest:.*}}", _draw_nothing),
        )

    def _build_page_route(self, doors: SignInPages, path: str, draw: DrawPage) -> web.RouteDef:
        async def serve_page(request: web.Request) -> web.StreamResponse:
            asked = _read_page_request(request)
            token = session_cookie.read_session_cookie(request, self.arena)
            text = await self.query_meaning.search_with_meaning(
                asked.query.get("q", ""),
                self.meanings,
                lambda meanings: self._draw_page(request, token, draw, meanings),
            )
            if text is not None:
                tab_frames.adapt_to_tab(text, request, self.arena)
                return text
            if is_tab_shown(self.arena) and tab_frames.is_asked_by_frame(request):
                return web.Response(status=303, headers=page_responses.HEADERS | {"Location": TAB})
            outside = page_responses.build_page_response(doors.render_signed_out(request), 404)
            session_cookie.remember_asked_page(outside, request, self.arena)
            return outside

        return web.get(path, serve_page)

    async def _draw_page(
        self, request: web.Request, token: str, draw: DrawPage, meanings: TextEmbeddings | None
    ) -> web.StreamResponse | None:
        """Return the answer to whoever has signed in with this token; None if nobody has."""
        async with self.database.read() as store:
            found = await sessions.find_signed_in_person(store, token)
            if found is None:
                return None
            person, session = found
            turn = await self._build_page_turn(store, person, meanings)
            page = await draw(turn, _read_page_request(request))
            response = None if isinstance(page, LibraryFile) else self._build_response(turn, request, page)
            outdated = sessions.is_use_outdated(store, session)
        if outdated:
            async with self.database.begin(patient=True) as store:
                await store.web_sessions.record_session_use(session.id)
        if isinstance(page, LibraryFile):
            text = await asyncio.to_thread(write_library, page, self.picture_room.folder)
            return page_responses.build_library_response(page.kind, text)
        return response

    def _build_response(
        self, turn: Turn, request: web.Request, page: WebPage | TableFile | PictureFile | None
    ) -> web.StreamResponse:
        """Return the page or the file; what is missing and what may not be seen look the same."""
        if isinstance(page, TableFile):
            return page_responses.build_table_response(turn.say, page)
        if isinstance(page, PictureFile):
            served = build_picture_response(request, page, self.picture_room.folder)
            if served is not None:
                return served
            page = None
        shown = page or draw_missing_page(turn.say)
        text = page_responses.render_page(turn.say, turn.arena.name, turn.person, shown)
        return page_responses.build_page_response(text, 200 if page else 404)

    async def _build_page_turn(self, store: Store, person: Person, meanings: TextEmbeddings | None) -> Turn:
        account = (await store.people.list_reachable_accounts(person.id))[0]
        say = Say(person.language, self.arena.zone)
        return Turn(store, person, account, say, self.arena, self.classifier, meanings)


async def _draw_nothing(_turn: Turn, _asked: PageRequest) -> WebPage | None:
    return None


def _read_page_request(request: web.Request) -> PageRequest:
    """Return what the address asks for. Of a name that stands twice, the first counts."""
    query = {name: _clean_text(value) for name, value in reversed(list(request.query.items()))}
    return PageRequest(request.path, _clean_text(request.match_info.get("code", "")), query)


def _clean_text(text: str) -> str:
    """Return the beginning of the text, without what no database takes: NUL, and halves of characters."""
    return text[:LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
