"""Remove the names of all organisations from words that are shared without a name."""

from __future__ import annotations

import re
from collections.abc import Iterable


def anonymise_words(text: str, names: Iterable[str], instead: str) -> str:
    """Replace the names, the longest first, whatever their case."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known)
    return re.sub(pattern, instead, text, flags=re.IGNORECASE) if known else text
