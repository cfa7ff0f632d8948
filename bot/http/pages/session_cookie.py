"""Set, read and clear the cookie of a session: no script reads it, and no other site sends it along with a form."""

from __future__ import annotations

import re

from aiohttp import web

from handlers.chat.turn import Arena
from handlers.pages.addresses import is_encrypted, is_tab_shown
from handlers.pages.sessions import LINK, SESSION

#: addresses of pages to which somebody may be led back: within the pages, and none that signs in or out
_PAGE = re.compile(r"/web/(?!sign-)(?:[a-z0-9-]{1,40}/){0,4}[A-Za-z0-9._-]{1,80}(?:\?[A-Za-z0-9=&%+_.-]{0,200})?")
#: longest cookie that is looked up: ours has 43 characters
LONGEST = 100
#: Name and attributes of the cookie in a tab: there the page is framed by another site, which is told apart from all
#: others. The cookie is sent only where the same site frames the page.
TAB_COOKIE, _FRAMED = "__Host-arena-tab", "Path=/; Secure; HttpOnly; SameSite=None; Partitioned"


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


def set_tab_cookie(response: web.StreamResponse, token: str) -> None:
    """Set the cookie of a tab. The library has no word for partitioned cookies."""
    response.headers.add("Set-Cookie", f"{TAB_COOKIE}={token}; Max-Age={round(SESSION.total_seconds())}; {_FRAMED}")


def read_session_cookie(request: web.Request, arena: Arena) -> str:
    """Return the token that the browser sends, or "". That of a tab counts where there is no other."""
    token = request.cookies.get(choose_cookie_name(arena), "")
    if not token and is_tab_shown(arena):
        token = request.cookies.get(TAB_COOKIE, "")
    return token if token.isascii() and len(token) <= LONGEST else ""


def may_be_in_tab(request: web.Request, arena: Arena) -> bool:
    """Return True unless the request is made with the cookie of a window of its own, which no frame gets."""
    return is_tab_shown(arena) and choose_cookie_name(arena) not in request.cookies


def is_signed_in_tab(request: web.Request, arena: Arena) -> bool:
    return may_be_in_tab(request, arena) and TAB_COOKIE in request.cookies


def clear_tab_cookie(response: web.StreamResponse) -> None:
    response.headers.add("Set-Cookie", f"{TAB_COOKIE}=; Max-Age=0; {_FRAMED}")


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
