"""Detect internal messages: a text that begins with a lock or "intern:" is for people in the room and stays there."""

from __future__ import annotations

import re

#: bold, a quotation mark and the like may stand before it
_MARK = re.compile(r"[\s*_~`\"'«“(\[>]*(?:🔒|:lock:|intern(?:t|al)?[*_]*\s*[:\uff1a])", re.IGNORECASE)


def is_internal_message(text: str) -> bool:
    """Return True if the author keeps the text in the room: it is not stored, not carried, and is no answer."""
    return _MARK.match(text) is not None
