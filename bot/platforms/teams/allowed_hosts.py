"""Limit where the bot's token may travel: Microsoft's connector hosts, and prefixes named in the settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from bot.maintenance.outside_connections import is_public_address
from bot.runtime.address_ranges import is_loopback_host

#: exact hosts, always https on port 443: public cloud, GCC, GCC High, DoD
HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
#: host for the first message to a tenant without a stored reference
DEFAULT = "https://smba.trafficmanager.net/teams/"
#: hosts of files in Teams, which carry no token of the bot; other addresses from a client are not passed on
_SHARED = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us")
_PLAIN = re.compile(r"[A-Za-z0-9._~:/\[\]-]{8,500}")


def read_url_host(url: object) -> str:
    """Return the host of a URL, to be named to the operator; "" if it has none."""
    try:
        return urlsplit(str(url)).hostname or ""
    except ValueError:
        return ""


class AllowedServiceUrls:
    """Decide whether an activity's `serviceUrl` may be trusted and written to."""

    def __init__(self, prefixes: Iterable[str] = ()) -> None:
        self.prefixes: list[SplitResult] = []
        #: prefix as configured -> reason why it is not used
        self.unusable: dict[str, str] = {}
        for prefix in prefixes:
            why = _find_prefix_fault(prefix)
            if why:
                self.unusable[prefix] = why
            else:
                self.prefixes.append(urlsplit(prefix))
        #: every activity and every answer to one names its address, and there are few
        self._is_allowed = lru_cache(maxsize=256)(self._judge_url)

    def is_allowed_url(self, url: object) -> bool:
        """Return True if the URL is allowed.

        No user info, query, fragment, escape or dot segment is ever accepted.
        """
        return isinstance(url, str) and self._is_allowed(url)

    def _judge_url(self, url: str) -> bool:
        if not _PLAIN.fullmatch(url):
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
        return any(_is_below_prefix(parts, prefix) for prefix in self.prefixes)

    def list_portless_prefixes(self) -> list[str]:
        """Return the prefixes that name this machine without a port.

        Such a prefix allows any port of this machine, in and out.
        """
        return [prefix.geturl() for prefix in self.prefixes if _is_any_local_port(prefix)]


def is_shared_file_address(address: str) -> bool:
    """Return True for the address of a file that is kept where Teams keeps files."""
    try:
        found = urlsplit(address)
        return found.scheme == "https" and (found.hostname or "").endswith(_SHARED) and found.port is None
    except ValueError:
        return False


def _find_prefix_fault(prefix: str) -> str:
    try:
        parts = urlsplit(prefix)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "is no address: write https://HOST/PATH"
    if parts.scheme != "https" and not is_loopback_host(host):
        return "would send the token in the clear: write https://"
    return "leads into a private network, where nothing is sent" if _is_private_address(host) else ""


def _is_private_address(host: str) -> bool:
    """Return True for a private address.

    Where a host name leads is checked when it is connected to.
    """
    try:
        return not is_loopback_host(host) and not is_public_address(host)
    except ValueError:
        return False


def _is_below_prefix(url: SplitResult, prefix: SplitResult) -> bool:
    """Return True for the same scheme, host and port, and a path that begins with the prefix's whole segments."""
    if (url.scheme, url.hostname) != (prefix.scheme, prefix.hostname) or not prefix.hostname:
        return False
    if not _is_any_local_port(prefix) and _find_port(url) != _find_port(prefix):
        return False
    path = prefix.path.rstrip("/")
    return url.path.rstrip("/") == path or url.path.startswith(f"{path}/")


def _is_any_local_port(prefix: SplitResult) -> bool:
    return bool(prefix.hostname) and prefix.port is None and is_loopback_host(prefix.hostname or "")


def _find_port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)
