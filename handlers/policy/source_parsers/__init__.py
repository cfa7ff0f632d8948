"""Parse consultations from a file or a web response. The format is detected from the content.

The parsers are imported only when there is something to parse: they take memory, and are needed rarely.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from handlers.chat.rows import RowFault, reason

#: maximum number of bytes of a file, and of entries read
LARGEST, ENTRIES = 5_000_000, 5_000
#: (position of the entry, its row)
Rows = Iterator[tuple[str, dict[str, Any]]]
#: number of bytes searched for the signs of an HTML page
_HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_HTML_ELEMENTS = ("html", "head", "body", "div", "script")


class UnreadableSource(Exception):
    """Report content of which nothing can be parsed.

    `why` is a code, `text` explains it to whoever has the file.
    """

    def __init__(self, why: str, text: RowFault) -> None:
        super().__init__(str(text))
        self.why = why
        self.text = text


@dataclass(frozen=True, slots=True)
class ParsingContext:
    """Hold the day and the time zone of parsing.

    Entries that are over on `today` are left out, and times become days in `zone`.
    """

    today: date
    zone: ZoneInfo


def parse_source(content: bytes, reader: ParsingContext, faults: list[str]) -> Rows:
    """Yield each entry as a row to import. Raise UnreadableSource; an error in one entry is added to `faults`."""
    if len(content) > LARGEST:
        raise UnreadableSource("large", reason("larger than {most} MB", most=LARGEST // 1_000_000))
    if is_html_page(content):
        raise UnreadableSource("html", reason("this is a web page; use the address or file of its feed instead"))
    start = content[:_HEAD].removeprefix(_BOM).lstrip()
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        from handlers.policy.source_parsers import xml_parser

        return xml_parser.parse_xml_source(content, reader)
    text = _decode_utf8(content)
    if text.lstrip("\ufeff \r\n\t")[:6].upper() == "BEGIN:":
        from handlers.policy.source_parsers import ical_parser

        return ical_parser.parse_ical(text, reader)
    if '"horinger_liste"' in text:
        from handlers.policy.source_parsers import storting_parser

        return storting_parser.parse_storting_json(_parse_json(text), reader)
    from handlers.chat.rows.row_reader import read_rows

    return read_rows(text.splitlines(keepends=True), faults)


def is_html_page(content: bytes) -> bool:
    """Return True if the first element is one of a web page, after an XML declaration and comments.

    Only the first bytes are checked, each once: the content comes from outside.
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


def cut_source_text(text: str, most: int) -> str:
    """Return at most so many characters, an ellipsis in place of the rest."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _decode_utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableSource("unknown", reason("line {n}: not UTF-8; save the file as UTF-8", n=line)) from error


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource("unknown", reason("not JSON: {error}", error=error)) from error
