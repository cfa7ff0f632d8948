"""Make the codes that link accounts: eight characters that are hard to confuse.

Only a keyed hash of a code is stored, and the hash cannot be typed.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from handlers.chat.turn import Arena

#: characters that are not easily confused: without 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V
ALPHABET = "ACDEFGHJKMNPQRTUWXY34679"
LENGTH = 8
LASTS = timedelta(minutes=10)


def derive_link_code(arena: Arena, seed: str) -> str:
    """Return the code derived from `seed` and the arena's secret, so that a stored message holds only the seed."""
    number = int.from_bytes(hmac.digest(arena.secret, f"code:{seed}".encode(), hashlib.sha256))
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def format_link_code(code: str) -> str:
    """Format the code for display: "ACDE FGHJ"."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def normalise_link_code(text: str) -> str:
    """Return the code as it was made: letters and digits only, upper case."""
    return "".join(filter(str.isalnum, text)).upper()


def hash_link_code(arena: Arena, code: str) -> str:
    """Return the HMAC of the code. The arena's secret is the key, so the table reveals no code."""
    return hmac.digest(arena.secret, f"link:{code}".encode(), hashlib.sha256).hex()
