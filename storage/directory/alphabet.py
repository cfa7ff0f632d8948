"""Sort names as a Norwegian reader looks them up: Æ, Ø and Å come last, whatever the database takes them for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")
#: signs that stand behind z in ASCII, in the order of the alphabet; Swedish and German letters stand with ours
_BEHIND_Z = str.maketrans(
    {
        "æ": "{",
        "ä": "{",
        "ø": "|",
        "ö": "|",
        "å": "}",
    }
)


def sort_by_name(rows: Iterable[Row], get_name: Callable[[Row], str]) -> list[Row]:
    """Return the rows in alphabetical order; rows of one name keep the order they had."""
    return sorted(rows, key=lambda row: get_alphabet_key(get_name(row)))


def get_alphabet_key(name: str) -> str:
    """Return what names are compared by: without case, and without accents but those of our own letters."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_BEHIND_Z)
    parts = unicodedata.normalize("NFD", folded)
    return "".join(part for part in parts if not unicodedata.combining(part))
