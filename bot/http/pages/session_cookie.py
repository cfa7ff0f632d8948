"""Set, read and clear the cookie of a session: no script reads it, and no other site sends it along with a form."""

from __future__ import annotations

import re

from aiohttp import web

from handlers.chat.turn import Arena
from handlers.pages.addresses import is_encrypted
from handlers.pages.sessions import LINK, SESSION

#: addresses of pages to which somebody may be led back: within the pages, and none that signs in or out
_PAGE = re.compile(r"/web/(?!sign-)(?:[a-z0-9-]{1,40}/){0,4}[A-Za-z0-9._-]{1,80}(?:\?[A-Za-z0-9=&%+_.-]{0,200})?")
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


def remember_asked_page(response: web.StreamResponse, request: web.Request, arena: Arena) -> None:
    """Remember for a while which page somebody asked for who has to sign in first."""
    asked = request.raw_path
    if _PAGE.fullmatch(asked):
        response.set_cookie(
            f"{choose_cookie_name(arena)}-asked",
            asked,
            max_age=round(LINK.total_seconds()),
            path="/",
            secure=is_encrypted(arena),
            httponly=True,
            samesite="Lax",
        )


def take_asked_page(request: web.Request, response: web.StreamResponse, arena: Arena) -> str:
    """Return the page that was asked for, or "", and forget it."""
    name = f"{choose_cookie_name(arena)}-asked"
    asked = request.cookies.get(name, "")
    if not asked:
        return ""
    response.del_cookie(name, path="/", secure=is_encrypted(arena), httponly=True, samesite="Lax")
    return asked if _PAGE.fullmatch(asked) else ""
