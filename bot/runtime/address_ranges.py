"""Parse networks and addresses as settings write them."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parse_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Return addresses and networks ("10.0.0.5", "10.0.0.0/8"). Raise ValueError for any other text."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def is_loopback_host(host: str) -> bool:
    """Return True if the name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
