"""Addresses that are their own key: one answer to every wrong one, and a stop for whoever tries many."""

from __future__ import annotations

from aiohttp import web

from bot.http.client_addresses import AddressCounter

#: wrong addresses from one place in so many seconds, before it is told to stop
GUESSES, WINDOW = 20, 60.0
#: headers of everything behind such an address: it stays with the one who holds it
SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class Guesses:
    """Who has tried wrong addresses lately."""

    def __init__(self) -> None:
        self._tries = AddressCounter(GUESSES, WINDOW)

    def wrong(self, request: web.Request, text: str, content_type: str = "text/plain") -> web.Response:
        """404, the same for what never was, has run out or is somebody else's; 429 for whoever goes on trying."""
        status = 429 if self._tries.add(request) else 404
        return web.Response(status=status, text=text, headers=SECRET, content_type=content_type)
