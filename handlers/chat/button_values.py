"""Define what a button or a form carries beside its name: a class for each value of more than one part."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, Final, Self

import msgspec

from handlers.chat.record_ids import parse_id, parse_optional_id

_PARSERS: Final[dict[Any, Callable[[str], int | str | None]]] = {
    int: parse_id,
    int | None: parse_optional_id,
    str: str,
}


class ButtonValue(msgspec.Struct, frozen=True):
    """Hold the parts of a value in the order in which they are written: "12:3", "solution:12:brukt syre".

    Buttons that are out keep the value of their time: a new part comes last and has a default. A part is an id, a
    number or a word; only the last one may be free text.
    """

    #: separator of the parts
    separator: ClassVar[str] = ":"

    def encode_value(self) -> str:
        """Return the value as a button carries it."""
        parts = (getattr(self, name) for name in self.__struct_fields__)
        return self.separator.join("" if part is None else str(part) for part in parts)

    @classmethod
    def parse_value(cls, value: str) -> Self:
        """Return the parts of a value. What was made up becomes NONE, which no record has, and what is missing too."""
        fields = _list_fields(cls)
        parts = value.split(cls.separator, len(fields) - 1)
        given = {field.name: _PARSERS[field.type](part) for field, part in zip(fields, parts, strict=False)}
        missing = {field.name: _PARSERS[field.type]("") for field in fields[len(parts) :] if field.required}
        return cls(**given, **missing)


@cache
def _list_fields(cls: type[ButtonValue]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Read the annotations of a class once: that takes longer than to parse a value."""
    return msgspec.structs.fields(cls)


class RecordValue(ButtonValue, frozen=True):
    """Name a record of any kind: "question:12"."""

    kind: str
    id: int


class ListPage(ButtonValue, frozen=True):
    """Hold which page of a list is shown: "6:nett" begins with the seventh entry of those about "nett"."""

    skip: int
    #: filter of the list; empty: none
    word: str = ""


class RecordPage(ButtonValue, frozen=True):
    """Hold which page of a record is shown: "7:5"."""

    record: int
    page: int = 0


class RecordVersion(ButtonValue, frozen=True):
    """Hold a record and the version of it that was seen; 0 where there was none yet."""

    record: int
    version: int


class RecordDay(ButtonValue, frozen=True):
    """Hold a record and the day that its form is filled with: "7:2027-01-15"; without one: as the record has it."""

    record: int
    day: str = ""
