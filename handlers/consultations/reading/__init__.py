"""Reads consultations out of a file or an answer from the web: which kind it is, its content says.

Nothing of this is loaded before something is to be read: the parsers take memory, and are needed now and then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from handlers.records import Reason, reason

#: bytes of a file, and entries that are looked at
LARGEST, ENTRIES = 5_000_000, 5_000
#: what each entry becomes, with where it stands
Rows = Iterator[tuple[str, dict[str, Any]]]
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|script)\b",
    re.IGNORECASE | re.DOTALL,
)


class Unreadable(Exception):
    """Nothing of it can be read. `why` is a word of the code, the text says it to whoever has the file."""

    def __init__(self, why: str, text: Reason) -> None:
        super().__init__(str(text))
        self.why = why
        self.text = text


@dataclass(frozen=True, slots=True)
class Reader:
    """Where and when it is read: what is over by then is left out, and times become days there."""

    today: date
    zone: ZoneInfo


def rows(content: bytes, reader: Reader, faults: list[str]) -> Rows:
    """Each entry as a row to seed. Raises Unreadable; what is wrong with one entry becomes a fault."""
    if len(content) > LARGEST:
        raise Unreadable("large", reason("larger than {most} MB", most=LARGEST // 1_000_000))
    if _HTML.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("html", reason("this is a web page; give the address or the file of its feed instead"))
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        from handlers.consultations.reading import xml

        return xml.rows(content, reader)
    text = _text(content)
    if text.lstrip("\ufeff \r\n\t").upper().startswith("BEGIN:"):
        from handlers.consultations.reading import calendars

        return calendars.rows(text, reader)
    if '"horinger_liste"' in text:
        from handlers.consultations.reading import storting

        return storting.of_json(_json(text), reader)
    from handlers.records.reading import read

    return read(text.splitlines(keepends=True), faults)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable("unknown", reason("line {n}: not UTF-8; save the file as UTF-8", n=line)) from error


def _json(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("unknown", reason("not JSON: {error}", error=error)) from error
