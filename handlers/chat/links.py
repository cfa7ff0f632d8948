"""Signed links: they open one thing, in the eyes of one reader, until a day, for whoever holds them.

What a link opens is asked anew each time: it says whose rights count, and never what they are.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from handlers.chat.turn import Arena
from storage.kit.record_ids import DIGITS

#: characters of a signature: 160 bits
SIGNED = 40


@dataclass(frozen=True, slots=True)
class Link:
    """What it opens (the record's number), and for whom: a person, everybody in a room, or neither (0)."""

    id: int
    person_id: int = 0
    room_id: int = 0


def token(arena: Arena, purpose: str, link: Link, until: datetime) -> str:
    """The part of an address that opens it, up to that moment; empty where there is no secret to sign with.

    A purpose is part of what is signed: what was made for one opens no other.
    """
    if not arena.secret:
        return ""
    told = f"{link.id}.{link.person_id}.{link.room_id}.{int(until.timestamp())}"
    return f"{told}.{_sign(arena.secret, purpose, told)}"


def address(arena: Arena, purpose: str, path: str, link: Link, until: datetime) -> str:
    """Where the web process answers, `path` with the token in place of "{token}"; empty where nothing can be signed."""
    signed = token(arena, purpose, link, until) if arena.base_url else ""
    return arena.base_url.rstrip("/") + path.format(token=signed) if signed else ""


def opened(arena: Arena, purpose: str, text: str, now: datetime) -> Link | None:
    """What a token opens now; None for one that is made up, was made for something else, or has run out."""
    told, _, signature = text.rpartition(".")
    numbers = told.split(".")
    if len(numbers) != 4 or not all(_is_number(number) for number in numbers):
        return None
    known = [_sign(secret, purpose, told) for secret in (arena.secret, *arena.older_secrets) if secret]
    # each is compared, so that the time it takes does not tell which secret is in use
    if not sum(hmac.compare_digest(one.encode(), signature.encode()) for one in known):
        return None
    id, person, room, until = (int(number) for number in numbers)
    return Link(id, person, room) if now.timestamp() < until else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def _sign(secret: bytes, purpose: str, told: str) -> str:
    return hmac.new(secret, f"{purpose}:{told}".encode(), hashlib.sha256).hexdigest()[:SIGNED]
