"""Take files and fields out of a form that a browser sends in parts. Its body is read within limits already."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from typing import NamedTuple

_LINE, _GAP = b"\r\n", b"\r\n\r\n"
#: parts that are looked at, and bytes of a field of text
MOST_PARTS, LONGEST_FIELD = 20, 4096


class FormParts(NamedTuple):
    """Hold what a form says: its fields of text, and its first file with the name that it had."""

    fields: Mapping[str, str]
    file: bytes | None = None
    name: str = ""


def extract_form_file(content_type: str, body: bytes) -> bytes | None:
    """Return the first file of a form; None for a body that holds none."""
    return parse_form_parts(content_type, body).file


def parse_form_parts(content_type: str, body: bytes) -> FormParts:
    """Return what the parts of a form hold. What is no form holds nothing."""
    boundary, fields, found = _read_boundary(content_type), dict[str, str](), FormParts({})
    if not boundary:
        return found
    # each part stands between two delimiters, of which the first has no line before it
    parts = (_LINE + body).split(_LINE + b"--" + boundary, MOST_PARTS)[1:-1]
    for part in parts:
        head, gap, content = part.partition(_GAP)
        named = _read_disposition(head) if gap else {}
        if "filename" in named and found.file is None:
            found = FormParts(fields, content, named["filename"])
        elif "filename" not in named and named.get("name"):
            fields[named["name"]] = content[:LONGEST_FIELD].decode("utf-8", "replace")
    return found._replace(fields=fields)


def _read_disposition(head: bytes) -> dict[str, str]:
    """Return the names of a part: that of its field, and that of its file."""
    for line in head.decode("utf-8", "replace").splitlines():
        label, _, value = line.partition(":")
        if label.strip().lower() == "content-disposition":
            message = Message()
            message["Content-Disposition"] = value.strip()
            named = message.get_params(header="Content-Disposition") or []
            return {key.lower(): text for key, text in named[1:]}
    return {}


def _read_boundary(content_type: str) -> bytes:
    """Return what parts the form; empty for another type of content."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_boundary("")
    plain = message.get_content_type() == "multipart/form-data" and boundary.isascii() and len(boundary) <= 70
    return boundary.encode() if plain else b""
