"""Draw a page where a browser would show a line of plain English: a wrong address, an old link, trouble, an error.

Programs, which do not ask for pages, get the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from bot.http.http_limits import DRAW_ERROR
from bot.http.pages import page_responses
from bot.http.paper_files import PaperNotDrawn
from bot.http.reader_language import choose_page_language
from handlers.chat.say import Say
from handlers.chat.turn import Arena

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

#: status of what is not there, and of whoever has tried too often, who is told the same
_MISSING = (404, 429)
#: status of what the bot itself did wrong
_OWN_ERROR = 500


def add_error_pages(app: web.Application, arena: Arena) -> None:
    """Let the application draw these pages, also of errors that nothing in it has caught."""

    def draw_error(request: web.BaseRequest) -> web.Response | None:
        return _draw_trouble(request, arena, _OWN_ERROR) if _reads_pages(request) else None

    app.middlewares.append(build_error_page_middleware(arena))
    app[DRAW_ERROR] = draw_error


def build_error_page_middleware(arena: Arena) -> Middleware:
    @web.middleware
    async def draw_error_page(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            answer = await handler(request)
        except (web.HTTPNotFound, web.HTTPServiceUnavailable) as error:
            if not _is_page_wanted(request):
                raise
            return _build_error_page(request, arena, error)
        if isinstance(answer, PaperNotDrawn) and _is_page_wanted(request):
            return _draw_paper_advice(request, arena)
        is_line = answer.status in _MISSING and answer.content_type == "text/plain" and not answer.prepared
        return _build_error_page(request, arena, answer) if is_line and _is_page_wanted(request) else answer

    return draw_error_page


def _is_page_wanted(request: web.Request) -> bool:
    return request.method in (hdrs.METH_GET, hdrs.METH_POST) and _reads_pages(request)


def _reads_pages(request: web.BaseRequest) -> bool:
    return "text/html" in request.headers.get(hdrs.ACCEPT, "")


def _build_error_page(request: web.Request, arena: Arena, answer: web.StreamResponse) -> web.Response:
    """Return a page with the status, and with when to come back. All that is missing gets the same."""
    say = _choose_say(request, arena)
    if answer.status in _MISSING:
        text = say(
            "The link may have expired, or you no longer have access to what it led to. Ask {name} in the chat.",
            name=arena.name,
        )
        page = page_responses.render_notice(say, arena.name, say("There is nothing here"), text)
        response = page_responses.build_page_response(page, answer.status)
    else:
        response = _draw_trouble(request, arena, answer.status)
    if hdrs.RETRY_AFTER in answer.headers:
        response.headers[hdrs.RETRY_AFTER] = answer.headers[hdrs.RETRY_AFTER]
    return response


def _draw_trouble(request: web.BaseRequest, arena: Arena, status: int) -> web.Response:
    say = _choose_say(request, arena)
    title = say("That did not work. Try again in a little while.")
    return page_responses.build_page_response(page_responses.render_notice(say, arena.name, title), status)


def _draw_paper_advice(request: web.Request, arena: Arena) -> web.Response:
    say = _choose_say(request, arena)
    title, advice = say("The PDF could not be made"), say("Take the Word file: it says the same.")
    page = page_responses.render_notice(say, arena.name, title, advice)
    return page_responses.build_page_response(page, PaperNotDrawn.STATUS)


def _choose_say(request: web.BaseRequest, arena: Arena) -> Say:
    return Say(choose_page_language(request, arena.language), arena.zone)
