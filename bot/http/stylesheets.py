"""Serve what all pages share: the stylesheet, its design tokens alone for the playground's page, and the icon."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
STYLE, TOKENS, ICON = "/web/style.css", "/web/tokens.css", "/web/icon.svg"
#: where browsers look for an icon that no page names, as for a file that they show themselves
_UNNAMED_ICON = "/favicon.ico"
#: the address of the whole names its content, so browsers need not ask again; that of the tokens does not
_KEPT, _ASKED = {"Cache-Control": "public, max-age=31536000, immutable"}, {"Cache-Control": "no-cache"}
_DAILY = {"Cache-Control": "public, max-age=86400"}


@cache
def _load_tokens() -> bytes:
    return (STATIC / "tokens.css").read_bytes()


@cache
def load_stylesheet() -> bytes:
    return _load_tokens() + (STATIC / "pages.css").read_bytes()


@cache
def _load_icon() -> bytes:
    return (STATIC / "icon.svg").read_bytes()


@cache
def build_style_address() -> str:
    """Return the address that stands in pages: it is another one when the stylesheet changes."""
    return f"{STYLE}?{hashlib.sha256(load_stylesheet()).hexdigest()[:12]}"


def build_stylesheet_routes() -> Iterable[web.RouteDef]:
    styles = web.get(STYLE, _serve_stylesheet), web.get(TOKENS, _serve_tokens)
    return *styles, web.get(ICON, _serve_icon), web.get(_UNNAMED_ICON, _serve_icon)


async def _serve_stylesheet(_request: web.Request) -> web.Response:
    return web.Response(body=load_stylesheet(), content_type="text/css", charset="utf-8", headers=_KEPT)


async def _serve_tokens(_request: web.Request) -> web.Response:
    return web.Response(body=_load_tokens(), content_type="text/css", charset="utf-8", headers=_ASKED)


async def _serve_icon(_request: web.Request) -> web.Response:
    return web.Response(body=_load_icon(), content_type="image/svg+xml", headers=_DAILY)
