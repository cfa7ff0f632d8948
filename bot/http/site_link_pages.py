"""Serve `/data/site/<token>`: the form in which somebody with a link writes down what flows at a site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from bot.http.html_templates import render_template
from bot.http.pages import page_responses
from bot.http.reader_language import choose_page_language
from bot.http.request_bodies import BodyRefused, read_request_body
from bot.http.token_guess_throttle import TokenGuessThrottle
from handlers.chat.say import Say
from handlers.chat.turn import Arena, LinkContext
from handlers.pages.site_link_form import SiteLinkForm, load_site_link_form, store_proposed_stream
from handlers.pages.site_links import PATH
from storage.kit.database import Database

#: bytes and fields of a form
LARGEST, MOST_FIELDS = 16_384, 30


class SiteLinkPages:
    """Show the form, and take in what is written."""

    def __init__(self, database: Database, arena: Arena) -> None:
        self.database, self.arena, self.guesses = database, arena, TokenGuessThrottle()

    def build_site_link_routes(self) -> Iterable[web.RouteDef]:
        return web.get(PATH, self._serve_form), web.post(PATH, self._take_form)

    async def _serve_form(self, request: web.Request) -> web.Response:
        say, token = self._choose_language(request), self.guesses.read_token(request)
        if not token:
            return self._answer_form(request, say, None)
        async with self.database.read() as store:
            form = await load_site_link_form(LinkContext(store, say, self.arena), token)
        return self._answer_form(request, say, form)

    async def _take_form(self, request: web.Request) -> web.StreamResponse:
        """Store what was written; the page is then asked for anew, so that to load it again writes nothing twice."""
        say, token = self._choose_language(request), self.guesses.read_token(request)
        if not token:  # nothing is read of whoever has no link
            return self._answer_form(request, say, None)
        try:
            values = _parse_form(await read_request_body(request, LARGEST))
        except (BodyRefused, ValueError) as error:
            return web.Response(status=error.status if isinstance(error, BodyRefused) else 400)
        async with self.database.begin() as store:
            at = LinkContext(store, say, self.arena)
            errors = await store_proposed_stream(at, token, values)
            form = await load_site_link_form(at, token, values, errors) if errors else None
        if errors == {}:
            return web.Response(status=303, headers=page_responses.HEADERS | {"Location": request.path})
        return self._answer_form(request, say, form)

    def _answer_form(self, request: web.Request, say: Say, form: SiteLinkForm | None) -> web.Response:
        if form is not None:
            return page_responses.build_page_response(self._render_form(say, form), 422 if form.errors else 200)
        why = say("The link has ended. Ask whoever sent it to you for a new one.")
        return page_responses.build_gone_page(self.guesses, request, say, self.arena.name, why)

    def _render_form(self, say: Say, form: SiteLinkForm) -> str:
        return render_template(
            "pages/site_form.html",
            title=say("What flows in and out of {site}?", site=form.site),
            lead=say("One flow at a time: what, in or out, and how much. What you do not know can stand empty."),
            form=form,
            wrong=say("Something has to be changed before it can be saved.") if form.errors else "",
            optional=say("may stand empty"),
            choose=say("Choose"),
            progress="",
            save=say("Save, and write the next one"),
            written=say("Written so far"),
            foot=say(
                "It waits for the yes of whoever sent you the link. It works until {day}. Leave out names of persons.",
                day=form.until,
            ),
            language=say.language,
            name=self.arena.name,
        )

    def _choose_language(self, request: web.Request) -> Say:
        return Say(choose_page_language(request, self.arena.language), self.arena.zone)


def _parse_form(body: bytes) -> Mapping[str, str]:
    """Return the fields. Raises ValueError for more of them than a form has, and for what is no text."""
    return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
