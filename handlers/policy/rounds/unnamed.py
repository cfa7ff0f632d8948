"""Unnamed: words that are shared without a name lose every organisation's name they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable


def without_names(text: str, names: Iterable[str], instead: str) -> str:
    """The longest names first, whatever their case."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known)
    return re.sub(pattern, instead, text, flags=re.IGNORECASE) if known else text
