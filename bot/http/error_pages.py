"""Draw a page where a browser would show a line of plain English: a wrong address, an old link, a moment of trouble.

Programs, which do not ask for pages, get the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from bot.http.pages import page_responses
from bot.http.reader_language import choose_page_language
from handlers.chat.say import Say
from handlers.chat.turn import Arena

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

#: status of what is not there, and of whoever has tried too often, who is told the same
_MISSING = (404, 429)


def build_error_page_middleware(arena: Arena) -> Middleware:
    @web.middleware
    async def draw_error_page(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            answer = await handler(request)
        except (web.HTTPNotFound, web.HTTPServiceUnavailable) as error:
            if not _is_page_wanted(request):
                raise
            return _build_error_page(request, arena, error)
        is_line = answer.status in _MISSING and answer.content_type == "text/plain" and not answer.prepared
        return _build_error_page(request, arena, answer) if is_line and _is_page_wanted(request) else answer

    return draw_error_page


def _is_page_wanted(request: web.Request) -> bool:
    return request.method == hdrs.METH_GET and "text/html" in request.headers.get(hdrs.ACCEPT, "")


def _build_error_page(request: web.Request, arena: Arena, answer: web.StreamResponse) -> web.Response:
    """Return a page with the status, and with when to come back. All that is missing gets the same."""
    say = Say(choose_page_language(request, arena.language), arena.zone)
    if answer.status in _MISSING:
        text = say(
            "The link may have expired, or you no longer have access to what it led to. Ask {name} in the chat.",
            name=arena.name,
        )
        page = page_responses.render_notice(say, arena.name, say("There is nothing here"), text)
    else:
        page = page_responses.render_notice(say, arena.name, say("That did not work. Try again in a little while."))
    response = page_responses.build_page_response(page, answer.status)
    if hdrs.RETRY_AFTER in answer.headers:
        response.headers[hdrs.RETRY_AFTER] = answer.headers[hdrs.RETRY_AFTER]
    return response
