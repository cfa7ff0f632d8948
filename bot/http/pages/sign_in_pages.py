"""Serve `/web/sign-in/<code>` and `/web/sign-out`.

Mail programs and chats open links by themselves, so that to open one signs nobody in: its button does.
"""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.http.pages import page_responses, session_cookie
from bot.http.reader_language import choose_page_language
from bot.http.token_guess_throttle import TokenGuessThrottle
from handlers.chat.say import Say
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import Arena
from handlers.pages import sessions
from handlers.pages.addresses import ROOT, SIGN_IN, SIGN_OUT, TAB, is_sign_in_safe
from handlers.pages.start_page import choose_first_page
from storage.kit.database import Database


class SignInPages:
    """Sign people in and out."""

    def __init__(self, database: Database, arena: Arena) -> None:
        self.database, self.arena, self.guesses = database, arena, TokenGuessThrottle()

    def build_sign_in_routes(self) -> Iterable[web.RouteDef]:
        return (
            web.get(SIGN_IN, self._serve_sign_in_button),
            web.post(SIGN_IN, self._sign_in),
            web.post(SIGN_OUT, self._sign_out),
        )

    async def _serve_sign_in_button(self, request: web.Request) -> web.Response:
        """Serve the same page for every code: whether it is good is asked when the button is pressed."""
        say = self.choose_language(request)
        text = page_responses.render_notice(
            say,
            self.arena.name,
            say("Sign in to {name}", name=self.arena.name),
            say("Press the button, and you are signed in as yourself in this browser for 12 hours."),
            say("You did not ask for this link? Then close the page: nobody has been signed in."),
            button=say("Sign in"),
        )
        return page_responses.build_page_response(text)

    async def _sign_in(self, request: web.Request) -> web.StreamResponse:
        code, earlier = (
            self.guesses.read_token(request, "code"),
            session_cookie.read_session_cookie(request, self.arena),
        )
        token, first = "", ROOT
        if is_own_form(request) and is_sign_in_safe(self.arena) and code and code.isascii():
            async with self.database.begin() as store:
                token = await sessions.exchange_sign_in_code(store, code, earlier)
                found = await sessions.find_signed_in_person(store, token) if token else None
                first = choose_first_page(found[0]) if found is not None else ROOT
        if not token:
            say = self.choose_language(request)
            return page_responses.build_gone_page(self.guesses, request, say, self.arena.name, *self._list_ways_in(say))
        response = web.Response(status=303, headers=page_responses.HEADERS)
        asked = session_cookie.take_asked_page(request, response, self.arena)
        response.headers["Location"] = asked or first
        session_cookie.set_session_cookie(response, self.arena, token)
        return response

    async def _sign_out(self, request: web.Request) -> web.StreamResponse:
        """End the session of this browser or tab. A form of another site ends nothing."""
        token, say = session_cookie.read_session_cookie(request, self.arena), self.choose_language(request)
        if not is_own_form(request):
            return page_responses.build_page_response(self.render_signed_out(request), 404)
        async with self.database.begin() as store:
            found = await sessions.find_signed_in_person(store, token)
            say = Say(found[0].language, self.arena.zone) if found else say
            await store.web_sessions.end_session(hash_token(token))
        if session_cookie.is_signed_in_tab(request, self.arena):
            left = web.Response(status=303, headers=page_responses.HEADERS | {"Location": TAB})
            session_cookie.clear_tab_cookie(left)
            return left
        text = page_responses.render_notice(say, self.arena.name, say("You are signed out"), self._describe_way_in(say))
        response = page_responses.build_page_response(text)
        session_cookie.clear_session_cookie(response, self.arena)
        return response

    def render_signed_out(self, request: web.Request) -> str:
        """Render what everybody is told who is not signed in, whatever they asked for."""
        say = self.choose_language(request)
        return page_responses.render_notice(
            say, self.arena.name, say("There is nothing here"), *self._list_ways_in(say)
        )

    def _list_ways_in(self, say: Say) -> tuple[str, str]:
        why = say("You are not signed in here, or your link has been used or is too old.")
        return why, self._describe_way_in(say)

    def _describe_way_in(self, say: Say) -> str:
        return say("Write “web” to {name} in the chat, and you get a link that signs you in.", name=self.arena.name)

    def choose_language(self, request: web.Request) -> Say:
        return Say(choose_page_language(request, self.arena.language), self.arena.zone)


def is_own_form(request: web.Request) -> bool:
    """Return True unless the browser says that another site's page sends the form.

    Otherwise somebody could be signed in as whoever has made that page.
    """
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
