"""Read the fields of a row: JSON values, or the texts of a table, where lists are joined with `;`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from handlers.chat.rows import RowError, reason
from handlers.chat.rows.storable_text import is_storable_text

Row = Mapping[str, Any]
#: Separator of list entries. A semicolon within an entry follows a backslash.
_JOINT = re.compile(r"(?<!\\);")
_FLAGS = {"yes": True, "ja": True, "true": True, "1": True, "no": False, "nei": False, "false": False, "0": False}


def validate_field_names(row: Row, known: Collection[str]) -> None:
    for name in row:
        if name not in known:
            raise RowError(str(name), reason("unknown field; use one of {names}", names=", ".join(known)))


def parse_text_field(row: Row, name: str, *, most: int, required: bool = False, default: str = "") -> str:
    """Return the trimmed text; `most` in characters. A number is taken as it is written. Raises RowError."""
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise RowError(name, reason("must be text, not {kind}", kind=type(value).__name__))
    found = (value or "").strip()
    if not is_storable_text(found):
        raise RowError(name, reason("contains a character that is not text"))
    if len(found) > most:
        raise RowError(name, reason("longer than {most} characters", most=most))
    if required and not found:
        raise RowError(name, reason("is required"))
    return found or default


def parse_choice_field(
    row: Row, name: str, choices: Collection[str], *, default: str = "", required: bool = False
) -> str:
    """Return one of the choices in any case; the default when the field is missing or empty. Raises RowError."""
    found = parse_text_field(row, name, most=40, required=required).casefold()
    if found and found not in choices:
        known = ", ".join(filter(None, choices))
        raise RowError(name, reason("must be one of {choices}, not {found}", choices=known, found=repr(found)))
    return found or default


def parse_flag_field(row: Row, name: str, *, default: bool = False) -> bool:
    value = row.get(name)
    if isinstance(value, bool):
        return value
    found = parse_text_field(row, name, most=5).casefold()
    if found and found not in _FLAGS:
        raise RowError(name, reason("must be yes or no (true or false)"))
    return _FLAGS[found] if found else default


def parse_number_field(row: Row, name: str, *, most: int = 1_000_000) -> int | None:
    """Return a whole number that is not negative; None when the field is missing or empty. Raises RowError."""
    found = "".join(parse_text_field(row, name, most=12).split())
    if found and not (found.isascii() and found.isdecimal() and int(found) <= most):
        raise RowError(name, reason("must be a whole number of at most {most}", most=most))
    return int(found) if found else None


def parse_list_field(row: Row, name: str) -> list[Any]:
    """Return what a list field holds: nothing, a JSON list, or a text joined with `;`. Raises RowError."""
    value = row.get(name)
    if value is None:
        return []
    if isinstance(value, str):
        return [part.strip().replace("\\;", ";") for part in _JOINT.split(value) if part.strip()]
    if not isinstance(value, list):
        raise RowError(name, reason("must be a list, not {kind}", kind=type(value).__name__))
    return value


def parse_texts_field(row: Row, name: str, *, most: int = 200) -> list[str]:
    """Return the texts of a list field, each once, in the order given. Raises RowError."""
    found = []
    for value in parse_list_field(row, name):
        if not isinstance(value, str) or not value.strip():
            raise RowError(name, reason("must be a list of texts, and {value} is none", value=repr(value)))
        found.append(parse_text_field({name: value}, name, most=most))
    return list(dict.fromkeys(found))


def parse_earlier_versions(row: Row) -> dict[str, int]:
    """Return what `earlier` says: an organisation's id, and the version it has spoken of: "eksempel: 1"."""
    found = {}
    for entry in parse_texts_field(row, "earlier", most=80):
        code, _, version = entry.rpartition(": ")
        if not code or not (version.isascii() and version.isdecimal() and len(version) < 6):
            raise RowError("earlier", reason("must be an organisation and a version, such as eksempel: 1"))
        found[code] = int(version)
    return found
