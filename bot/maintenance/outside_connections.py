"""Connect to other machines, but never into one's own network, whatever address somebody has sent.

An address is checked when it is connected to, after its name was resolved. A name that resolves
elsewhere the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

#: maximum number of connections
MOST = 100
#: (IPv6 network that contains IPv4 addresses, position of the address): NAT64, 6to4
_CARRIERS = ((ipaddress.IPv6Network("64:ff9b::/96"), 0), (ipaddress.IPv6Network("2002::/16"), 80))
_USUAL = {"http": 80, "https": 443}


class ForbiddenAddress(OSError):
    """Refuse an address that is not public."""


def build_guarded_connector(
    own: Iterable[str], *, any_local_port: bool = False, resolver: AbstractResolver | None = None
) -> aiohttp.TCPConnector:
    """Build the connector of a session that calls addresses from outside.

    `own`: the addresses of the settings. Where one of those is this machine itself, as in tests, its port
    on this machine may be connected to.
    """
    allowed = {port for url in own if (port := _find_local_port(url))}
    factory = _build_socket_factory(allowed, any_local_port=any_local_port)
    return aiohttp.TCPConnector(limit=MOST, resolver=resolver, socket_factory=factory)


def is_public_address(address: str) -> bool:
    """Return True if the address belongs to the internet at large.

    A private, local, shared or reserved address does not.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public_address(str(ip.ipv4_mapped))
        for network, shift in _CARRIERS:
            if ip in network:
                return is_public_address(str(ipaddress.IPv4Address((int(ip) >> shift) & 0xFFFFFFFF)))
    local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not (local or ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _build_socket_factory(allowed: set[int], *, any_local_port: bool) -> Callable[[Any], socket.socket]:
    def make_checked_socket(info: Any) -> socket.socket:
        family, kind, protocol, _, (address, port, *_) = info
        local = ipaddress.ip_address(address.partition("%")[0]).is_loopback
        here = local and (any_local_port or port in allowed)
        if not here and not is_public_address(address):
            raise ForbiddenAddress("not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)

    return make_checked_socket


def _find_local_port(url: str) -> int | None:
    """Return the port of an address on this machine; None for any other."""
    parts = urlsplit(url)
    try:
        local = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return None
    return (parts.port or _USUAL.get(parts.scheme)) if local else None
