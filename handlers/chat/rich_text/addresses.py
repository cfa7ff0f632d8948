"""Find addresses in text, and tell those that a link may lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_ADDRESS = 2000
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9\-]{1,63}\.){1,8}[a-z]{2,24}(?:[/?#][^\s]*|:\d{1,5}[^\s]*)?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![^\W_])(?:https?://(?:[^\s<>\"`*~{}|\[\]\\]|~(?!~))++|(?<![.+\-])[^\W_][\w.+\-]{0,63}@(?:[\w\-]{1,63}\.){1,8}[a-z]{2,24}(?![^\W_]))",
    re.IGNORECASE,
)
#: brackets that are closed, as a link's address in brackets may hold them
_PAIRED = re.compile(r"[^()]*+(?:\([^()]*+\)[^()]*+)*+")
#: characters that no address holds, and that a platform could read as its own
_UNSAFE = re.compile(r"[<>\"`{}|\\^]")
#: what ends a sentence and no address
_AFTER = ".,:;!?'\"*_~`"
_HIDDEN = re.compile(r"[\x00-\x20\x7f\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def clean_link(address: str) -> str:
    """Return the address that a link may lead to; "" for any other, like `javascript:`.

    An address without a scheme is taken for a web address.
    """
    address = _HIDDEN.sub("", address)
    if len(address) > LONGEST_ADDRESS:
        return ""
    if not _PAIRED.fullmatch(address):
        address = address.replace("(", "%28").replace(")", "%29")
    address = _UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", address)
    if _SCHEME.match(address):
        return address
    return f"https://{address}" if _DOMAIN.fullmatch(address) else ""


def find_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Find bare addresses, as (start, end, link). The full stop of the sentence is no part of them."""
    if "://" not in text and "@" not in text:
        return
    for found in _ADDRESS.finditer(text):
        address = _trim_address(found.group())
        web = "://" in address[:8]
        link = clean_link(address if web else f"mailto:{address}")
        if link and (not web or len(address) > len("https://")):
            yield found.start(), found.start() + len(address), link


def _trim_address(address: str) -> str:
    """Strip what follows the address in its sentence. A closing bracket belongs to it if the address opens one."""
    extra = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and extra > 0:
            extra -= 1
        elif last not in _AFTER:
            break
        end -= 1
    return address[:end]
