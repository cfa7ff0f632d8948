"""Serve the one stylesheet: its design tokens alone for the playground's page, and the whole for all others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
STYLE, TOKENS = "/web/style.css", "/web/tokens.css"
#: the address of the whole names its content, so browsers need not ask again; that of the tokens does not
_KEPT, _ASKED = {"Cache-Control": "public, max-age=31536000, immutable"}, {"Cache-Control": "no-cache"}


@cache
def _load_tokens() -> bytes:
    return (STATIC / "tokens.css").read_bytes()


@cache
def load_stylesheet() -> bytes:
    return _load_tokens() + (STATIC / "pages.css").read_bytes()


@cache
def build_style_address() -> str:
    """Return the address that stands in pages: it is another one when the stylesheet changes."""
    return f"{STYLE}?{hashlib.sha256(load_stylesheet()).hexdigest()[:12]}"


def build_stylesheet_routes() -> Iterable[web.RouteDef]:
    return web.get(STYLE, _serve_stylesheet), web.get(TOKENS, _serve_tokens)


async def _serve_stylesheet(_request: web.Request) -> web.Response:
    return web.Response(body=load_stylesheet(), content_type="text/css", charset="utf-8", headers=_KEPT)


async def _serve_tokens(_request: web.Request) -> web.Response:
    return web.Response(body=_load_tokens(), content_type="text/css", charset="utf-8", headers=_ASKED)
