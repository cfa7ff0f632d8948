"""Where the bot's token may travel: Microsoft's connector hosts, and prefixes named in the settings."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from bot.maintenance.outside_connections import is_public

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
        self.prefixes: list[SplitResult] = []
        #: prefix as it was written -> why nothing is taken from there and nothing goes there
        self.unusable: dict[str, str] = {}
        for prefix in prefixes:
            why = _find_fault(prefix)
            if why:
                self.unusable[prefix] = why
            else:
                self.prefixes.append(urlsplit(prefix))

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

    def portless(self) -> list[str]:
        """Return the prefixes that name this machine without a port: any port here is meant, in and out."""
        return [prefix.geturl() for prefix in self.prefixes if _is_any_port_here(prefix)]


def _find_fault(prefix: str) -> str:
    try:
        parts = urlsplit(prefix)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "is no address: write https://HOST/PATH"
    if parts.scheme != "https" and not _loopback(host):
        return "would send the token in the clear: write https://"
    return "leads into a private network, where nothing is sent" if _is_private(host) else ""


def _is_private(host: str) -> bool:
    """Of an address; where a name leads is seen when it is connected to."""
    try:
        return not _loopback(host) and not is_public(host)
    except ValueError:
        return False


def _below(url: SplitResult, prefix: SplitResult) -> bool:
    """Same scheme, host and port, and a path that begins with the prefix's, whole segments only."""
    if (url.scheme, url.hostname) != (prefix.scheme, prefix.hostname) or not prefix.hostname:
        return False
    if not _is_any_port_here(prefix) and _port(url) != _port(prefix):
        return False
    path = prefix.path.rstrip("/")
    return url.path.rstrip("/") == path or url.path.startswith(f"{path}/")


def _is_any_port_here(prefix: SplitResult) -> bool:
    return bool(prefix.hostname) and prefix.port is None and _loopback(prefix.hostname or "")


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
