"""Internal: what begins with a lock or with "intern:" is for those who are in the room, and stays there."""

from __future__ import annotations

import re

#: bold, a quotation mark and the like may stand before it
_MARK = re.compile(r"[\s*_~`\"'«“(\[>]*(?:🔒|:lock:|intern(?:t|al)?[*_]*\s*[:\uff1a])", re.IGNORECASE)


def is_internal(text: str) -> bool:
    """Whether its author keeps it in the room: it is neither stored nor carried, and is no answer."""
    return _MARK.match(text) is not None
