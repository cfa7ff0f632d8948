"""Serve `/data/send-picture/<token>`: where somebody sends a picture of a plot, and says what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from aiohttp import web

from bot.http.html_templates import render_template
from bot.http.multipart_files import FormParts, parse_form_parts
from bot.http.pages import page_responses
from bot.http.reader_language import choose_page_language
from bot.http.request_bodies import BodyReader, BodyRefused
from bot.http.token_guess_throttle import TokenGuessThrottle
from bot.maintenance.picture_decoder import PictureRefused, copy_picture
from bot.maintenance.picture_room import PictureRoom
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext
from handlers.exchange.plots.picture_upload import (
    PATH,
    PictureUploadPage,
    list_description_faults,
    load_picture_upload_page,
    store_plot_picture,
)
from handlers.exchange.plots.plot_pictures import MOST
from handlers.library.pictures.picture_outcomes import HEAVY, describe_refusal
from storage.kit.database import Database

#: bytes of a form, seconds to send it - a telephone may have a poor line -, and bytes of all that are being sent
LARGEST, SECONDS, MOST_HELD = 20_000_000, 60.0, 48_000_000
#: pictures that are decoded at once: one may take some hundred MB
AT_ONCE = 1


class PictureUploadPages:
    """Show where a picture is sent, and take it in."""

    def __init__(self, database: Database, arena: Arena, room: PictureRoom) -> None:
        self.database, self.arena, self.room, self.guesses = database, arena, room, TokenGuessThrottle()
        self._reader = BodyReader(seconds=SECONDS, most_held=MOST_HELD)
        self._turns = asyncio.Semaphore(AT_ONCE)

    def build_picture_upload_routes(self) -> Iterable[web.RouteDef]:
        return web.get(PATH, self._serve_page), web.post(PATH, self._take_picture)

    async def _serve_page(self, request: web.Request) -> web.Response:
        return self._answer_page(request, await self._load_page(request))

    async def _load_page(
        self, request: web.Request, values: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
    ) -> PictureUploadPage | None:
        if not (token := self.guesses.read_token(request)):
            return None
        async with self.database.read() as store:
            at = LinkContext(store, Say(self.arena.language, self.arena.zone), self.arena)
            return await load_picture_upload_page(at, token, values, errors)

    async def _take_picture(self, request: web.Request) -> web.StreamResponse:
        """Keep a copy; the page is then asked for anew, so that to load it again sends nothing twice."""
        page = await self._load_page(request)
        if page is None or page.is_full:  # nothing is read of whoever has no link
            return self._answer_page(request, page)
        try:
            body = await self._reader.read_limited_body(request, LARGEST)
        except BodyRefused as refusal:
            if refusal.status != 413:
                return web.Response(status=refusal.status)
            return self._answer_page(request, page, describe_refusal(page.say, HEAVY), 413)
        parts = parse_form_parts(request.headers.get("Content-Type", ""), body)
        errors = list_description_faults(page.say, parts.fields)
        wrong = "" if errors else await self._keep_picture(request, page.say, parts)
        if not errors and not wrong:
            return web.Response(status=303, headers=page_responses.HEADERS | {"Location": request.path})
        wrong = wrong or page.say("Something has to be changed before it can be saved.")
        return self._answer_page(request, await self._load_page(request, parts.fields, errors), wrong, 422)

    async def _keep_picture(self, request: web.Request, say: Say, parts: FormParts) -> str:
        """Keep a copy of the file; return what is wrong with it, if anything is."""
        if not parts.file:
            return say("Choose a picture.")
        try:
            async with self._turns:
                copy = await asyncio.to_thread(copy_picture, parts.file, parts.name)
            file = await self.room.place_copy(self.database, copy.data)
        except PictureRefused as refusal:
            return describe_refusal(say, refusal.reason)
        async with self.database.begin() as store:
            at = LinkContext(store, say, self.arena)
            kept = await store_plot_picture(at, request.match_info["token"], parts.fields, copy, file)
        return "" if kept else say("The plot cannot have more pictures.")

    def _answer_page(
        self, request: web.Request, page: PictureUploadPage | None, wrong: str = "", status: int = 200
    ) -> web.Response:
        if page is not None:
            return page_responses.build_page_response(self._render_page(page, wrong), status)
        say = Say(choose_page_language(request, self.arena.language), self.arena.zone)
        why = say("The link has ended. Press “Pictures” below the plot in the chat for a new one.")
        return page_responses.build_gone_page(self.guesses, request, say, self.arena.name, why)

    def _render_page(self, page: PictureUploadPage, wrong: str) -> str:
        say = page.say
        count = say.many("The plot has {n} picture.", "The plot has {n} pictures.", page.count) if page.count else ""
        full = say("It can have {n}: remove one in the chat to send another.", n=MOST) if page.is_full else ""
        return render_template(
            "pages/picture_upload.html",
            title=page.title,
            lead=say(
                "A copy is kept, without place and camera data, for whoever sees the plot. {readers}.",
                readers=page.readers.rstrip("."),
            ),
            wrong=wrong,
            progress=" ".join(filter(None, (count, full))),
            page=page,
            label=say("Picture"),
            kinds=say("JPEG, PNG, WebP or HEIC, up to 20 MB."),
            optional=say("may stand empty"),
            choose=say("Choose"),
            send=say("Send"),
            foot=say("The link is yours alone, and works for 12 hours."),
            language=say.language,
            name=self.arena.name,
        )
