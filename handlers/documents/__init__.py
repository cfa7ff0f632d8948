"""Describe documents in a tiny language, as cards describe messages; each file format has its own writer.

Everything in a document is plain text, but for members' own words, which have a small markup. What somebody wrote
changes nothing around it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Literal

import msgspec

#: kinds of files, by their extension
WORD, MARKDOWN, PDF = "docx", "md", "pdf"
#: characters that no file may contain: control characters, lone surrogates, marks that reverse the following text
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
#: centimetres of a line, and that a picture is high at most
LINE_WIDTH, TALLEST = 16.0, 9.0
#: maximum number of characters of the title and of a document property
LONGEST_PROPERTY = 255
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


class Heading(msgspec.Struct, frozen=True):
    """Begin a section, or with a lower level a section within one."""

    text: str
    level: Literal[1, 2] = 1


class Paragraph(msgspec.Struct, frozen=True):
    """Hold a text of any length; its line ends begin new paragraphs."""

    text: str
    style: Literal["", "subtle", "strong"] = ""
    #: True if the text is a member's own words, with their links and marks
    marked: bool = False


class Points(msgspec.Struct, frozen=True):
    """Hold a list, each entry of one paragraph."""

    lines: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """Hold rows of as many cells; `header` is empty if the first cell of each row is its heading."""

    rows: tuple[tuple[str, ...], ...]
    header: tuple[str, ...] = ()
    #: relative widths of the columns; empty: all equal
    widths: tuple[float, ...] = ()


class Picture(msgspec.Struct, frozen=True):
    """Hold a JPEG with what it shows and who took it. Where there is no `data` yet, `file` names it in the folder."""

    alt: str
    credit: str
    width: int
    height: int
    data: bytes | None = None
    file: str = ""

    @property
    def caption(self) -> str:
        return f"{self.alt.rstrip('.')}. {self.credit}"

    def fit_width(self, line: float) -> float:
        """Return how wide it is drawn on a line, in centimetres: a high picture is narrower."""
        return min(line, TALLEST * self.width / max(self.height, 1))


Part = Heading | Paragraph | Points | Table | Picture


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the text of a file, and the properties of the file."""

    title: str
    parts: tuple[Part, ...]
    #: "nb", "nn" or "en"
    language: str
    #: file name without extension
    name: str
    author: str
    #: kind of document and its topic
    subject: str
    keywords: str
    made_at: datetime


def remove_unfit_characters(text: str) -> str:
    """Return what a file can hold of a text, line ends included."""
    return _NO_TEXT.sub("", text)


def split_clean_lines(text: str) -> list[str]:
    """Return the lines that a file can hold of a text; empty lines are left out."""
    found = (_NO_TEXT.sub("", line).rstrip() for line in _LINE_ENDS.split(text))
    return [line for line in found if line]


def join_clean_lines(text: str) -> str:
    """Return what a file can hold of a text, in one line."""
    return " ".join(" ".join(split_clean_lines(text)).split())


def is_right_to_left(text: str) -> bool:
    """Return True if the first letter with a direction is of a right-to-left script."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"
