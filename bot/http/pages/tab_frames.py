"""Let the pages be framed by Teams where they are shown there as a tab, and by nobody else."""

from __future__ import annotations

from aiohttp import web

from bot.http.pages import session_cookie
from handlers.chat.turn import Arena

#: where Teams itself runs, as Microsoft names it for tabs
FRAMES = "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft"
#: what stands at each link that leads to another site, and at nothing else
_OUTSIDE = ' rel="noopener noreferrer nofollow"'
_POLICY, _NOBODY = "Content-Security-Policy", "frame-ancestors 'none'"


def adapt_to_tab(response: web.StreamResponse, request: web.Request, arena: Arena) -> None:
    """Let Teams frame the page unless it was read with the cookie of a window of its own.

    Links to other sites open a window of their own: those sites cannot be framed.
    """
    policy = response.headers.get(_POLICY, "")
    if not session_cookie.may_be_in_tab(request, arena) or _NOBODY not in policy:
        return
    response.headers[_POLICY] = policy.replace(_NOBODY, f"frame-ancestors {FRAMES}")
    if isinstance(response, web.Response) and response.content_type == "text/html" and response.text:
        response.text = response.text.replace(_OUTSIDE, f' target="_blank"{_OUTSIDE}')


def is_asked_by_frame(request: web.Request) -> bool:
    """Return True if the browser says that the page is for a frame."""
    return request.headers.get("Sec-Fetch-Dest", "") == "iframe"
