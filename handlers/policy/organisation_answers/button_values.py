"""Encode the value of a button that answers for an organisation: whose answer, to which record and text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.chat.record_ids import parse_id

#: letter before each part of a value, except the record
_LETTERS: Final = {"organisation": "o", "version": "v", "text": "t", "skip": "s"}


@dataclass(frozen=True, slots=True)
class AnswerValue:
    """Hold what a button carries: whose answer to which record, and to which version of its text."""

    record: int
    organisation: int | None = None
    version: int | None = None
    #: Result of `fingerprint_words` for the text, because a version number may be given twice.
    text: int | None = None
    #: number of organisations on the earlier pages
    skip: int = 0

    def encode_value(self) -> str:
        """Return "12", "12:o5:v3"."""
        parts = [(letter, getattr(self, name)) for name, letter in _LETTERS.items()]
        return ":".join((str(self.record), *(f"{letter}{number}" for letter, number in parts if number)))


def fingerprint_words(*words: str) -> int:
    """Return a number that differs for any other words. It is never 0, which a value does not carry."""
    return zlib.crc32("\0".join(words).encode()) or 1


def parse_answer_value(value: str, bare: Sequence[str] = ("organisation",)) -> AnswerValue:
    """Parse the value of a button.

    `bare` names the parts in their order, for values of the time before the letters.
    """
    record, *parts = value.split(":")
    found: dict[str, int] = {}
    for place, part in enumerate(parts):
        name = next((name for name, letter in _LETTERS.items() if part.startswith(letter)), "")
        name, number = (name, part[1:]) if name else (bare[place] if place < len(bare) else "", part)
        if name and parse_id(number):
            found[name] = parse_id(number)
    return AnswerValue(parse_id(record), **found)
