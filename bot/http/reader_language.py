"""Finds the language of whoever opens a page: what the address says, else what their browser asks for."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from handlers.chat.say import LANGUAGES

#: what browsers call them; Danes and Swedes read bokmål
_CALLED = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en", "da": "nb", "sv": "nb"}


def choose_language(request: web.Request, default: str) -> str:
    """Return what `?lang=` says, else the best of Accept-Language, else the arena's.

    English for those who ask for what there is not.
    """
    asked = request.query.get("lang", "")
    if asked in LANGUAGES:
        return asked
    wanted = sorted(_read_wishes(request.headers.get("Accept-Language", "")), key=lambda wish: -wish[1])
    for tag, weight in wanted:
        if weight <= 0:
            continue
        if tag == "*":
            return default
        if tag in _CALLED:
            return _CALLED[tag]
    return "en" if wanted else default


def _read_wishes(header: str) -> Iterator[tuple[str, float]]:
    """Yield each language with its weight; what is no weight counts as none."""
    for part in header.split(","):
        tag, _, options = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language:
            yield language, _read_weight(options)


def _read_weight(options: str) -> float:
    name, _, number = options.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        weight = float(number)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
