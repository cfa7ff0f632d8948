"""Set, read and clear the cookie of a session: no script reads it, and no other site sends it along with a form."""

from __future__ import annotations

from aiohttp import web

from handlers.chat.turn import Arena
from handlers.pages.addresses import is_encrypted
from handlers.pages.sessions import SESSION

#: longest cookie that is looked up: ours has 43 characters
LONGEST = 100


def choose_cookie_name(arena: Arena) -> str:
    """Return a name by which browsers keep the cookie to this host and to HTTPS; another one within this machine."""
    return "__Host-arena" if is_encrypted(arena) else "arena"


def set_session_cookie(response: web.StreamResponse, arena: Arena, token: str) -> None:
    response.set_cookie(
        choose_cookie_name(arena),
        token,
        max_age=round(SESSION.total_seconds()),
        path="/",
        secure=is_encrypted(arena),
        httponly=True,
        samesite="Lax",
    )


def read_session_cookie(request: web.Request, arena: Arena) -> str:
    """Return the token that the browser sends, or ""."""
    token = request.cookies.get(choose_cookie_name(arena), "")
    return token if token.isascii() and len(token) <= LONGEST else ""


def clear_session_cookie(response: web.StreamResponse, arena: Arena) -> None:
    response.del_cookie(choose_cookie_name(arena), path="/", secure=is_encrypted(arena), httponly=True, samesite="Lax")
