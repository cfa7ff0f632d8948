"""Build the addresses of pages, and say whether a browser keeps a cookie for them safely."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from handlers.chat.turn import Arena

#: path of the first page, below which all others stand
ROOT = "/web"
#: path of a link that signs in, with its code; path to sign out
SIGN_IN, SIGN_OUT = f"{ROOT}/sign-in/{{code}}", f"{ROOT}/sign-out"
#: path of the tab inside a chat, where a code is typed to sign in
TAB = f"{ROOT}/tab"
#: paths of the year of an organisation, of the reports of the network, and of the investor sheets of parks
YEAR, REPORTS, INVESTORS = f"{ROOT}/year", f"{ROOT}/reports", f"{ROOT}/investors"


def is_encrypted(arena: Arena) -> bool:
    """Return True if the public address is one of HTTPS."""
    return urlsplit(arena.base_url).scheme == "https"


def is_sign_in_safe(arena: Arena) -> bool:
    """Return True if a cookie crosses no network unencrypted: over HTTPS, or within this machine."""
    return is_encrypted(arena) or _is_loopback_name(urlsplit(arena.base_url).hostname or "")


def is_tab_shown(arena: Arena) -> bool:
    """Return True if the pages are shown inside a chat, too: its cookie needs HTTPS."""
    return bool(arena.tab_platform) and is_encrypted(arena)


def build_sign_in_address(arena: Arena, code: str) -> str:
    return arena.base_url.rstrip("/") + SIGN_IN.format(code=code)


def _is_loopback_name(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
