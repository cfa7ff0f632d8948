"""Addresses that are their own key: one answer to every wrong one, and a stop for whoever tries many."""

from __future__ import annotations

import time
from collections import OrderedDict, deque

from aiohttp import web

#: wrong addresses from one place in so many seconds, before it is told to stop
GUESSES, WINDOW = 20, 60.0
#: places that are watched at once
PLACES = 4096
#: headers of everything behind such an address: it stays with the one who holds it
SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class Guesses:
    """Who has tried wrong addresses lately."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wrong(self, request: web.Request, text: str, content_type: str = "text/plain") -> web.Response:
        """404, the same for what never was, has run out or is somebody else's; 429 for whoever goes on trying."""
        status = 429 if self._too_many(request.remote or "") else 404
        return web.Response(status=status, text=text, headers=SECRET, content_type=content_type)

    def _too_many(self, place: str) -> bool:
        """Counts one more."""
        now, tries = time.monotonic(), self._tries.setdefault(place, deque(maxlen=GUESSES + 1))
        self._tries.move_to_end(place)
        if len(self._tries) > PLACES:
            self._tries.popitem(last=False)
        tries.append(now)
        return len(tries) > GUESSES and now - tries[0] < WINDOW
