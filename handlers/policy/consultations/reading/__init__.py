"""Reads consultations out of a file or an answer from the web: which kind it is, its content says.

Nothing of this is loaded before something is to be read: the parsers take memory, and are needed now and then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from handlers.chat.rows import Reason, reason

#: bytes of a file, and entries that are looked at
LARGEST, ENTRIES = 5_000_000, 5_000
#: what each entry becomes, with where it stands
Rows = Iterator[tuple[str, dict[str, Any]]]
#: bytes in which a web page shows that it is one
_HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_HTML_ELEMENTS = ("html", "head", "body", "div", "script")


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
    if is_html(content):
        raise Unreadable("html", reason("this is a web page; give the address or the file of its feed instead"))
    start = content[:_HEAD].removeprefix(_BOM).lstrip()
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        from handlers.policy.consultations.reading import xml

        return xml.rows(content, reader)
    text = _text(content)
    if text.lstrip("\ufeff \r\n\t")[:6].upper() == "BEGIN:":
        from handlers.policy.consultations.reading import calendars

        return calendars.rows(text, reader)
    if '"horinger_liste"' in text:
        from handlers.policy.consultations.reading import storting

        return storting.of_json(_json(text), reader)
    from handlers.chat.rows.reading import read

    return read(text.splitlines(keepends=True), faults)


def is_html(content: bytes) -> bool:
    """Return True if the first element, behind an XML declaration and comments, is one of a web page.

    Only the first bytes are looked at, each once: the content comes from outside.
    """
    rest = content[:_HEAD].removeprefix(_BOM).lstrip()
    while rest.startswith((b"<?", b"<!--")):
        end = b"?>" if rest.startswith(b"<?") else b"-->"
        _, found, rest = rest.partition(end)
        if not found:
            return False
        rest = rest.lstrip()
    if not rest.startswith(b"<"):
        return False
    words = rest[1:200].decode("latin-1").casefold().replace(">", " ").replace("/", " ").split(maxsplit=2)
    return words[:1] in ([name] for name in _HTML_ELEMENTS) or words[:2] == ["!doctype", "html"]


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
