"""Serve `/web/tab`: the first page inside a chat, where a code that the bot gives there is typed to sign in.

A link of the chat opens a browser of its own, and never the tab beside it. No script is needed for this.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qs

from aiohttp import web

from bot.http.html_templates import render_template
from bot.http.pages import page_responses, session_cookie
from bot.http.pages.sign_in_pages import SignInPages, is_own_form
from bot.http.pages.tab_frames import adapt_to_tab
from bot.http.request_bodies import BodyRefused, read_request_body
from handlers.chat.say import Say
from handlers.pages import sessions
from handlers.pages.addresses import ROOT, TAB, is_tab_shown
from handlers.pages.start_page import choose_first_page

#: bytes and fields of the form
LARGEST, MOST_FIELDS = 2048, 4


class TabPages:
    """Sign people in inside a chat."""

    def __init__(self, doors: SignInPages) -> None:
        self.doors, self.database, self.arena = doors, doors.database, doors.arena

    def build_tab_routes(self) -> Iterable[web.RouteDef]:
        """Return the routes; none where the pages are not shown inside a chat."""
        return (web.get(TAB, self._serve_tab), web.post(TAB, self._sign_in)) if is_tab_shown(self.arena) else ()

    async def _serve_tab(self, request: web.Request) -> web.StreamResponse:
        """Send whoever has signed in to their first page, and show others where the code goes."""
        token = session_cookie.read_session_cookie(request, self.arena)
        async with self.database.read() as store:
            found = await sessions.find_signed_in_person(store, token)
            first = choose_first_page(found[0]) if found is not None else ""
        if first:
            return web.Response(status=303, headers=page_responses.HEADERS | {"Location": first})
        response = page_responses.build_page_response(self._render_form(self.doors.choose_language(request)))
        adapt_to_tab(response, request, self.arena)
        return response

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        try:
            code = _parse_code(await read_request_body(request, LARGEST))
        except (BodyRefused, ValueError) as error:
            return web.Response(status=error.status if isinstance(error, BodyRefused) else 400)
        token, first = "", ROOT
        if code and is_own_form(request) and not self.doors.guesses.is_throttled(request):
            earlier = session_cookie.read_session_cookie(request, self.arena)
            async with self.database.begin() as store:
                token = await sessions.exchange_sign_in_code(store, code, earlier)
                found = await sessions.find_signed_in_person(store, token) if token else None
                first = choose_first_page(found[0]) if found is not None else ROOT
        if not token:
            return self._answer_wrong_code(request)
        response = web.Response(status=303, headers=page_responses.HEADERS | {"Location": first})
        session_cookie.set_tab_cookie(response, token)
        return response

    def _answer_wrong_code(self, request: web.Request) -> web.Response:
        say = self.doors.choose_language(request)
        wrong = say("This code is not right, has been used or is too old. Press “Code for the tab” for a new one.")
        answer = self.doors.guesses.answer_wrong_token(request, self._render_form(say, wrong), "text/html")
        answer.headers.update(page_responses.HEADERS)
        adapt_to_tab(answer, request, self.arena)
        return answer

    def _render_form(self, say: Say, wrong: str = "") -> str:
        name = self.arena.name
        return render_template(
            "pages/tab_sign_in.html",
            title=say("Sign in to {name}", name=name),
            lines=(
                say("Write “web” to {name} in the chat, and press “Code for the tab”.", name=name),
                say("You are then signed in here for 12 hours."),
            ),
            label=say("Code"),
            wrong=wrong,
            button=say("Sign in"),
            longest=sessions.LENGTH * 2,
            hint=say(
                "Asked again at once? Then cookies are blocked here. Write “web”, and open the pages in a browser."
            ),
            language=say.language,
            name=name,
        )


def _parse_code(body: bytes) -> str:
    """Return the code of the form. Raises ValueError for what is no form."""
    fields = parse_qs(body.decode(), max_num_fields=MOST_FIELDS)
    return sessions.parse_sign_in_code(fields.get("code", [""])[0])
