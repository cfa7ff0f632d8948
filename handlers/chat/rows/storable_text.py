"""Tell text that every database can hold from text that none can: it comes from files, and from whoever types."""

from __future__ import annotations

from typing import Any


def is_storable_text(text: str) -> bool:
    """Return False for a text with NUL, or with half of a sign that takes two.

    PostgreSQL refuses both. SQLite refuses the half, and reads no further than NUL in its own functions.
    """
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_storable_value(value: Any) -> bool:
    """Return True if every text in a value of JSON can be stored, names of fields too."""
    if isinstance(value, str):
        return is_storable_text(value)
    if isinstance(value, dict):
        return all(is_storable_text(str(name)) and is_storable_value(one) for name, one in value.items())
    return all(map(is_storable_value, value)) if isinstance(value, list) else True
