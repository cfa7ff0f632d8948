"""Serve `/data/import/<kind>/<token>`: where somebody sends the file of a table, and sees how far it is."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.html_templates import render_template
from bot.http.multipart_files import extract_form_file
from bot.http.pages import page_responses
from bot.http.reader_language import choose_page_language
from bot.http.request_bodies import BodyRefused, read_request_body
from bot.http.token_guess_throttle import TokenGuessThrottle
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext
from handlers.documents.tables import MOST_BYTES, MOST_ROWS
from handlers.exchange.imports.upload_link import PATH, UploadPage, load_upload_page, store_uploaded_table
from storage.kit.database import Database, Store

#: bytes of a form beside its file
BESIDE = 4096
#: seconds until a page is loaded again whose table is worked on
AGAIN = "2"


class TableUploadPages:
    """Show where a file is sent, and take it in."""

    def __init__(self, database: Database, arena: Arena) -> None:
        self.database, self.arena, self.guesses = database, arena, TokenGuessThrottle()

    def build_table_upload_routes(self) -> Iterable[web.RouteDef]:
        return web.get(PATH, self._serve_page), web.post(PATH, self._take_file)

    async def _serve_page(self, request: web.Request) -> web.Response:
        return self._answer_page(request, await self._load_page(request))

    async def _load_page(self, request: web.Request) -> UploadPage | None:
        if not (token := self.guesses.read_token(request)):
            return None
        async with self.database.read() as store:
            return await load_upload_page(self._build_context(store), request.match_info["kind"], token)

    def _build_context(self, store: Store) -> LinkContext:
        return LinkContext(store, Say(self.arena.language, self.arena.zone), self.arena)

    async def _take_file(self, request: web.Request) -> web.StreamResponse:
        """Take the file in; the page is then asked for anew, so that to load it again sends nothing twice."""
        page = await self._load_page(request)
        if page is None:  # nothing is read of whoever has no link
            return self._answer_page(request, None)
        try:
            body = await read_request_body(request, MOST_BYTES + BESIDE)
        except BodyRefused as refusal:
            if refusal.status != 413:
                return web.Response(status=refusal.status)
            why = page.say("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000)
            return self._answer_page(request, page, why, 413)
        file = extract_form_file(request.headers.get("Content-Type", ""), body)
        if not file:
            return self._answer_page(request, page, page.say("Choose a file."), 422)
        async with self.database.begin() as store:
            kind, token = request.match_info["kind"], request.match_info["token"]
            taken = await store_uploaded_table(self._build_context(store), kind, token, file)
        if not taken:
            return self._answer_page(request, None)
        return web.Response(status=303, headers=page_responses.HEADERS | {"Location": request.path})

    def _answer_page(
        self, request: web.Request, page: UploadPage | None, wrong: str = "", status: int = 200
    ) -> web.Response:
        if page is None:
            say = Say(choose_page_language(request, self.arena.language), self.arena.zone)
            why = say("The link has ended. Write “exchange import” to {name} in the chat.", name=self.arena.name)
            return page_responses.build_gone_page(self.guesses, request, say, self.arena.name, why)
        answer = page_responses.build_page_response(self._render_page(page, wrong), status)
        if page.is_busy and not wrong:
            answer.headers["Refresh"] = AGAIN
        return answer

    def _render_page(self, page: UploadPage, wrong: str) -> str:
        say = page.say
        lead = say(
            "A workbook (.xlsx) or a text file (.csv) with headings, up to {rows} rows and {most} MB. The chat shows"
            " what would happen, and nothing comes in before you say yes there.",
            rows=say.format_number(MOST_ROWS), most=MOST_BYTES // 1_000_000,
        )  # fmt: skip
        return render_template(
            "pages/table_upload.html",
            title=page.title,
            lead=lead,
            wrong=wrong,
            progress=page.progress,
            label=say("File"),
            send=say("Send"),
            foot=say("The link is yours alone, and works for 12 hours."),
            language=say.language,
            name=self.arena.name,
        )
