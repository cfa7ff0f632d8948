"""Take the file out of a form that a browser sends in parts, whose body is read within limits already."""

from __future__ import annotations

from email.message import Message

_LINE, _GAP = b"\r\n", b"\r\n\r\n"


def extract_form_file(content_type: str, body: bytes) -> bytes | None:
    """Return the first file of a form; None for a body that holds none."""
    boundary = _read_boundary(content_type)
    if not boundary:
        return None
    # each part stands between two delimiters, of which the first has no line before it
    for part in (_LINE + body).split(_LINE + b"--" + boundary)[1:-1]:
        head, gap, content = part.partition(_GAP)
        if gap and b"filename=" in head.lower():
            return content
    return None


def _read_boundary(content_type: str) -> bytes:
    """Return what parts the form; empty for another type of content."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_boundary("")
    plain = message.get_content_type() == "multipart/form-data" and boundary.isascii() and len(boundary) <= 70
    return boundary.encode() if plain else b""
