"""Find the client address of a request behind trusted proxies, and count what each address does."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

from aiohttp import web

from bot.runtime.address_ranges import Network, parse_ip_address

#: address ranges of proxies whose X-Forwarded-For is trusted
TRUSTED: web.AppKey[Sequence[Network]] = web.AppKey("trusted", tuple)
#: maximum number of proxies in a row
MOST_PROXIES = 10
#: maximum number of addresses counted at once
PLACES = 4096


def find_client_address(request: web.Request) -> str:
    """Return the nearest address that no trusted proxy has.

    An IPv6 address is returned as its /64, which is one customer's. X-Forwarded-For is written by whoever
    sends it. It is read from the right, as far as those who added to it are trusted.
    """
    trusted = request.config_dict.get(TRUSTED, ())
    told = [part for line in request.headers.getall("X-Forwarded-For", ()) for part in line.split(",")]
    address = parse_ip_address(request.remote or "")
    for part in reversed(told[-MOST_PROXIES:]):
        if address is None or not any(address in network for network in trusted):
            break
        address = parse_ip_address(part) or address
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or "")


class AddressCounter:
    """Count what each address did lately."""

    def __init__(self, most: int, window: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.window, self.clock = most, window, clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def is_over_limit(self, request: web.Request) -> bool:
        """Return True if the address of this request sent more than `most` within the window, without counting it."""
        tries = self._tries.get(find_client_address(request))
        return tries is not None and len(tries) > self.most and self.clock() - tries[0] < self.window

    def count_request(self, request: web.Request) -> bool:
        """Count one request; return True if its address sent more than `most` within the window."""
        place, now = find_client_address(request), self.clock()
        tries = self._tries.setdefault(place, deque(maxlen=self.most + 1))
        self._tries.move_to_end(place)
        if len(self._tries) > PLACES:
            self._tries.popitem(last=False)
        tries.append(now)
        return len(tries) > self.most and now - tries[0] < self.window
