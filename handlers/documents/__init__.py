"""Papers: a tiny language of documents, as cards are one of messages; each kind of file is written in its own way.

Everything in a paper is plain text: what somebody wrote comes out as typed, and changes nothing around it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

import msgspec

#: what no file holds: control characters, halves of characters, and marks that turn the text after them around
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


class Heading(msgspec.Struct, frozen=True):
    """Above a section; below another one with a lower level."""

    text: str
    level: Literal[1, 2] = 1


class Paragraph(msgspec.Struct, frozen=True):
    """A text of any length; its line ends begin new paragraphs."""

    text: str
    style: Literal["", "subtle", "strong"] = ""


class Points(msgspec.Struct, frozen=True):
    """A list, each entry of one paragraph."""

    lines: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """Rows of as many cells; `header` is empty where the first cell of each row says what it is."""

    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    #: how wide its columns are beside each other; empty: alike
    widths: tuple[float, ...] = ()


Part = Heading | Paragraph | Points | Table


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says, and what its properties say of it."""

    title: str
    parts: tuple[Part, ...]
    #: "nb", "nn" or "en"
    language: str
    #: what its file is called, without an ending
    name: str
    author: str
    #: what kind of paper it is, and what it is about
    subject: str
    keywords: str
    made_at: datetime


def lines(text: str) -> list[str]:
    """What a file can hold of a text, line by line; what is empty is left out."""
    found = (_NO_TEXT.sub("", line).rstrip() for line in _LINE_ENDS.split(text))
    return [line for line in found if line]


def line(text: str) -> str:
    """The same in one line."""
    return " ".join(" ".join(lines(text)).split())
