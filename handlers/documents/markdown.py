"""A paper as Markdown: read as it is in a chat, and drawn by whatever draws Markdown."""

from __future__ import annotations

import re

from handlers.documents import Heading, Paper, Paragraph, Points, Table, line, lines

#: what would begin something else than a paragraph where a line begins: a heading, a list, a quote, code, a link's goal
_BEGINS = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-*+](?=\s|$)|>|=+\s*$|-{2,}\s*$|`{3}|~{3}|\[)")
#: a number that would begin a list, as a date does: "27. november"
_NUMBERED = re.compile(r"^(\s*\d{1,9}[.)])(?:\s|$)")
#: what would begin a tag, or make a link or a picture of what stands before it
_WITHIN = re.compile(r"<(?=[A-Za-z/!?])|(?<=\])\(")


def written(paper: Paper) -> str:
    rows = [f"# {line(paper.title)}"]
    for part in paper.parts:
        match part:
            case Heading(text=text, level=level):
                rows.append(f"{'#' * (level + 1)} {line(text)}")
            case Paragraph(text=text):
                rows += [_plain(one) for one in lines(text)]
            case Points(lines=points):
                rows.append("\n".join(f"- {_plain(line(point))}" for point in points))
            case Table():
                rows.append(_listed(part))
    return "\n\n".join(filter(None, rows)) + "\n"


def _listed(table: Table) -> str:
    """A point for each row: a table of Markdown is no pleasure to read as it is."""
    found = []
    for first, *others in table.rows:
        rest = " – ".join(text for other in others if (text := line(other)))
        told = ": ".join(filter(None, (line(first), rest)))
        found.append(f"- {_plain(told)}")
    return "\n".join(found)


def _plain(text: str) -> str:
    """What somebody wrote is words, whatever it looks like to Markdown."""
    marked = _BEGINS.sub(r"\1\\\2", text)
    # a space that does not break makes no list, and is read as any other
    return _WITHIN.sub(lambda found: f"\\{found[0]}", _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", marked))
