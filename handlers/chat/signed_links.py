"""Sign links that open one thing, with the rights of one reader, until a day, for whoever holds them.

A link says whose rights count, never what they are: the rights are checked each time a link is opened.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from handlers.chat.turn import Arena
from storage.kit.record_ids import DIGITS

#: number of characters of a signature: 160 bits
SIGNED = 40


@dataclass(frozen=True, slots=True)
class SignedLink:
    """Hold what a link opens (the record's number), and for whom: a person, everybody in a room, or neither (0)."""

    id: int
    person_id: int = 0
    room_id: int = 0


def build_link_token(arena: Arena, purpose: str, link: SignedLink, until: datetime) -> str:
    """Return the part of an address that opens the link up to `until`; "" where there is no secret to sign with.

    The purpose is part of what is signed: a token made for one purpose opens no other.
    """
    if not arena.secret:
        return ""
    told = f"{link.id}.{link.person_id}.{link.room_id}.{int(until.timestamp())}"
    return f"{told}.{_sign_link(arena.secret, purpose, told)}"


def build_link_address(arena: Arena, purpose: str, path: str, link: SignedLink, until: datetime) -> str:
    """Return an address of the web process: `path` with the token for "{token}".

    Return "" where nothing can be signed.
    """
    signed = build_link_token(arena, purpose, link, until) if arena.base_url else ""
    return arena.base_url.rstrip("/") + path.format(token=signed) if signed else ""


def parse_link_token(arena: Arena, purpose: str, text: str, now: datetime) -> SignedLink | None:
    """Return what a token opens now; None if the token is forged, made for another purpose, or expired."""
    told, _, signature = text.rpartition(".")
    numbers = told.split(".")
    if len(numbers) != 4 or not all(_is_link_number(number) for number in numbers):
        return None
    known = [_sign_link(secret, purpose, told) for secret in (arena.secret, *arena.older_secrets) if secret]
    # Compare with every secret, so that the duration does not disclose which one is in use.
    if not sum(hmac.compare_digest(one.encode(), signature.encode()) for one in known):
        return None
    id, person, room, until = (int(number) for number in numbers)
    return SignedLink(id, person, room) if now.timestamp() < until else None


def hash_token(token: str) -> str:
    """Return the hash under which a token or a code is stored.

    It needs no key: a token has 256 random bits, and a code to type lasts for minutes.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def _is_link_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def _sign_link(secret: bytes, purpose: str, told: str) -> str:
    return hmac.new(secret, f"{purpose}:{told}".encode(), hashlib.sha256).hexdigest()[:SIGNED]
