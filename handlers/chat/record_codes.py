"""Describe the codes that people know records by, and read them as they are typed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from handlers.chat.turn import Turn
from storage.kit.database import Store

_CODE = re.compile(r"\s*+([a-z#])\s*+(-?)\s*+(\d{1,9})\s*+[.!?]?\s*+", re.IGNORECASE)
_NAMED = re.compile(r"\s*+([^\W\d_]++)\s*+#?(\d{1,9})\s*+[.!?]?\s*+")


@dataclass(frozen=True, slots=True)
class RecordCodes:
    """Describe the codes of a kind: "S-7" is typed "s7" and "S 007" as well."""

    #: what stands before the number, in capitals
    mark: str
    #: returns the code as it is shown
    write_code: Callable[[int], str]
    #: returns the record of this number if this person may see it
    find_visible: Callable[[Turn, int], Awaitable[Any | None]]
    #: action of the button that shows a record, with its id as value
    open: str
    #: what cards call the record, before its number
    words: frozenset[str] = frozenset()
    #: action of the button whose form has the deadline; its value is a `RecordDay`. Empty where there is none.
    deadline_form: str = ""
    #: returns the deadline that the record has now, where a form moves it
    find_deadline: Callable[[Store, Any], Awaitable[date | None]] | None = None


class TypedCode(NamedTuple):
    """Hold a code that somebody typed."""

    codes: RecordCodes
    number: int
    #: True if it can be nothing but a code: "H-2", while "H2" may be hydrogen
    certain: bool

    @property
    def text(self) -> str:
        return self.codes.write_code(self.number)


async def find_own_deadline(_store: Store, record: Any) -> date | None:
    """Return the deadline of a record that stores it itself."""
    deadline: date | None = record.deadline
    return deadline


def parse_typed_code(text: str, known: Iterable[RecordCodes]) -> TypedCode | None:
    """Return the code that the whole text is; None for any other text."""
    known, named = tuple(known), _NAMED.fullmatch(text)
    called = next((one for one in known if named and named[1].casefold() in one.words), None)
    if named is not None and called is not None:
        return TypedCode(called, int(named[2]), certain=True)
    match = _CODE.fullmatch(text)
    codes = next((one for one in known if match and one.mark == match[1].upper()), None)
    if match is None or codes is None:
        return None
    return TypedCode(codes, int(match[3]), certain=bool(match[2]) or not match[1].isalpha())
