"""Codes that link accounts: eight characters that nobody mixes up; what is kept of one cannot be typed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from handlers.chat.turn import Arena

#: without what is easily taken for something else: 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V
ALPHABET = "ACDEFGHJKMNPQRTUWXY34679"
LENGTH = 8
LASTS = timedelta(minutes=10)


def made_of(arena: Arena, seed: str) -> str:
    """The code that a seed and the arena's secret come to: a message at rest carries the seed alone."""
    number = int.from_bytes(hmac.digest(arena.secret, f"code:{seed}".encode(), hashlib.sha256))
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def spelt(code: str) -> str:
    """ "ACDE FGHJ", as it is shown."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def typed(text: str) -> str:
    """As it was made, however somebody writes it."""
    return "".join(filter(str.isalnum, text)).upper()


def hashed(arena: Arena, code: str) -> str:
    """With the arena's secret as the key: whoever reads the table learns no code."""
    return hmac.digest(arena.secret, f"link:{code}".encode(), hashlib.sha256).hex()
