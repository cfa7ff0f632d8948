"""Find the language of a page's reader: what the address says, else what the browser asks for."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

#: browser's code -> language; Danes and Swedes read bokmål
_CALLED = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en", "da": "nb", "sv": "nb"}


def choose_page_language(request: web.BaseRequest, default: str) -> str:
    """Return what `?lang=` says, such as "nn" or "nb-no", else the best of Accept-Language, else the arena's.

    Return English for readers who ask only for languages that the bot does not have.
    """
    asked = _CALLED.get(request.query.get("lang", "").lower().partition("-")[0])
    if asked:
        return asked
    wanted = sorted(
        _parse_accept_language(request.headers.get("Accept-Language", "")), key=lambda preference: -preference[1]
    )
    for tag, weight in wanted:
        if weight <= 0:
            continue
        if tag == "*":
            return default
        if tag in _CALLED:
            return _CALLED[tag]
    return "en" if wanted else default


def _parse_accept_language(header: str) -> Iterator[tuple[str, float]]:
    """Yield each language with its weight; an unreadable weight counts as 0."""
    for part in header.split(","):
        tag, _, options = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language:
            yield language, _parse_language_weight(options)


def _parse_language_weight(options: str) -> float:
    name, _, number = options.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        weight = float(number)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
