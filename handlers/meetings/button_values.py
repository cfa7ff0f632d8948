"""Define the values of more than one part that buttons and forms of meetings carry."""

from __future__ import annotations

import re
from typing import Final, Self

from handlers.chat.button_values import ButtonValue
from handlers.chat.record_ids import NONE, parse_id

#: letters in the value of a form for what it edits
DRAFT, MEETING, OCCURRENCE = "d", "m", "o"
_FORM_SOURCE: Final = re.compile(r"([dmo])(\d{1,16})(?::(\d{1,9}))?")
#: scope of a cancellation
ONE, ALL = "one", "all"


class FormSource(ButtonValue, frozen=True):
    """Hold what a form is drawn from, and the version that was seen.

    "d5:3" is a draft, "m12:3" a meeting, "o34:3" one occurrence.
    """

    kind: str
    id: int
    version: int = 0

    def encode_value(self) -> str:
        return f"{self.kind}{self.id}:{self.version}"

    @classmethod
    def parse_value(cls, value: str) -> Self:
        match = _FORM_SOURCE.fullmatch(value)
        return cls(match[1], parse_id(match[2]), int(match[3] or 0)) if match else cls("", NONE)


class CancelledDates(ButtonValue, frozen=True):
    """Hold an occurrence, and whether it is called off alone: "12:one", "12:all"."""

    occurrence: int
    which: str


class ActionOrigin(ButtonValue, frozen=True):
    """Hold the occurrence that an action is from, and the item: "12:34"; "12" is the meeting as a whole."""

    occurrence: int
    item: int | None = None
