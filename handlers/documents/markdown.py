"""Write a document as Markdown, readable in a chat and drawn by whatever draws Markdown."""

from __future__ import annotations

import re

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.markup_writer import write_markup
from handlers.documents import (
    Heading,
    Paper,
    Paragraph,
    Picture,
    Points,
    Table,
    join_clean_lines,
    remove_unfit_characters,
    split_clean_lines,
)

#: Markup at the beginning of a line: a heading, a list, a quote, code, a link target.
_BEGINS = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-*+](?=\s|$)|>|=+\s*$|-{2,}\s*$|`{3}|~{3}|\[)")
#: A number that would begin a list, as dates do: "27. november".
_NUMBERED = re.compile(r"^(\s*\d{1,9}[.)])(?:\s|$)")
#: The beginning of a tag, or what turns preceding text into a link or an image.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
#: what begins a heading or draws a line, and is no mark of a member's words
_HEADING = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|=+\s*$|-{2,}\s*$|~{3})")
_WITHIN = re.compile(r"<(?=[A-Za-z/!?])|(?<=\])\(")


def write_markdown(paper: Paper) -> str:
    rows = [f"# {join_clean_lines(paper.title)}"]
    for part in paper.parts:
        match part:
            case Heading(text=text, level=level):
                rows.append(f"{'#' * (level + 1)} {join_clean_lines(text)}")
            case Paragraph(text=text, marked=True):
                rows.append(_write_marked_text(text))
            case Paragraph(text=text):
                rows += [_escape_markdown(one) for one in split_clean_lines(text)]
            case Points(lines=points):
                rows.append("\n".join(f"- {_escape_markdown(join_clean_lines(point))}" for point in points))
            case Table():
                rows.append(_write_table_points(part))
            case Picture():
                rows.append(_escape_markdown(join_clean_lines(part.caption)))
    return "\n\n".join(filter(None, rows)) + "\n"


def _write_marked_text(text: str) -> str:
    """Write a member's words with their marks; all that other Markdown would read besides is taken as typed."""
    lines = write_markup(parse_markup(remove_unfit_characters(text))).split("\n")
    return "\n".join(_TAG.sub(r"\\<", _HEADING.sub(r"\1\\\2", line)) for line in lines)


def _write_table_points(table: Table) -> str:
    """Write a point for each row: a Markdown table is no pleasure to read as it is."""
    found = []
    for first, *others in table.rows:
        rest = " – ".join(text for other in others if (text := join_clean_lines(other)))
        told = ": ".join(filter(None, (join_clean_lines(first), rest)))
        found.append(f"- {_escape_markdown(told)}")
    return "\n".join(found)


def _escape_markdown(text: str) -> str:
    """Convert a text by a person, so that Markdown shows it as typed."""
    marked = _BEGINS.sub(r"\1\\\2", text)
    # A non-breaking space begins no list, and reads like any other.
    return _WITHIN.sub(lambda found: f"\\{found[0]}", _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", marked))
