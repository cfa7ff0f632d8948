"""Where the bot's token may travel: Microsoft's connector hosts, and prefixes named in the settings."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

#: exact hosts, always https on port 443: public cloud, GCC, GCC High, DoD
HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
#: used to write to a place before anything has been heard from its tenant
DEFAULT = "https://smba.trafficmanager.net/teams/"
_PLAIN = re.compile(r"[A-Za-z0-9._~:/\[\]-]{8,500}")


class ServiceUrls:
    """Whether an activity's `serviceUrl` may be believed, and written to."""

    def __init__(self, prefixes: Iterable[str] = ()) -> None:
        self.prefixes = [urlsplit(prefix) for prefix in prefixes]

    def allow(self, url: object) -> bool:
        """No user info, query, fragment, escape or dot segment is ever accepted."""
        if not isinstance(url, str) or not _PLAIN.fullmatch(url):
            return False
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if ".." in parts.path or not parts.hostname:
            return False
        if parts.scheme == "https" and port in (None, 443) and parts.hostname in HOSTS:
            return True
        return any(_below(parts, prefix) for prefix in self.prefixes)

    def odd(self) -> list[str]:
        """Prefixes that would send the token in the clear to another machine, or that are no addresses."""
        return [
            prefix.geturl()
            for prefix in self.prefixes
            if not prefix.hostname or (prefix.scheme != "https" and not _loopback(prefix.hostname))
        ]


def _below(url: SplitResult, prefix: SplitResult) -> bool:
    """Same scheme, host and port, and a path that begins with the prefix's, whole segments only."""
    if (url.scheme, url.hostname) != (prefix.scheme, prefix.hostname) or not prefix.hostname:
        return False
    anywhere = prefix.port is None and _loopback(prefix.hostname)
    if not anywhere and _port(url) != _port(prefix):
        return False
    path = prefix.path.rstrip("/")
    return url.path.rstrip("/") == path or url.path.startswith(f"{path}/")


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
