"""Throttle guesses at addresses that are their own key.

Every wrong address gets the same answer, and whoever tries many is stopped.
"""

from __future__ import annotations

from aiohttp import web

from bot.http.client_addresses import AddressCounter

#: number of wrong tokens from one address within these seconds, before it is throttled
GUESSES, WINDOW = 20, 60.0
#: longest token that is looked up
LONGEST = 160
#: headers of pages behind a secret link, so that it stays with its owner
SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class TokenGuessThrottle:
    """Count who has tried wrong addresses lately."""

    def __init__(self) -> None:
        self._tries = AddressCounter(GUESSES, WINDOW)

    def read_token(self, request: web.Request, name: str = "token") -> str:
        """Return the token of the address; "" where it is not even looked up.

        It is too long, or whoever sends it has tried too many lately.
        """
        token = request.match_info[name]
        return "" if len(token) > LONGEST or self.is_throttled(request) else token

    def is_throttled(self, request: web.Request) -> bool:
        """Return True if this address has tried too many lately: what it says now is not even looked at."""
        return self._tries.is_over_limit(request)

    def answer_wrong_token(self, request: web.Request, text: str, content_type: str = "text/plain") -> web.Response:
        """Return 404, the same for an unknown, an expired and somebody else's token.

        Return 429 to whoever goes on trying.
        """
        status = 429 if self._tries.count_request(request) else 404
        return web.Response(status=status, text=text, headers=SECRET, content_type=content_type)
