"""Read a table out of text: cells that are copied from a spreadsheet, or a CSV file."""

from __future__ import annotations

import csv
import io

from handlers.chat.rows import reason
from handlers.chat.rows.row_reader import strip_formula_guard
from handlers.documents.tables import MOST_COLUMNS, CellTable, UnreadableTable, refuse_many_rows

#: what stands between cells, the surest sign first: no heading has a tab or a semicolon in it
_DELIMITERS = ("\t", ";", ",")
#: first lines, of which one has the headings: a title above them has no signs between cells
_HEAD = 10
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def decode_table_text(content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16, or else as Excel in Norway saves it."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_delimited_text(text: str) -> CellTable:
    """Return the table of a text. Raise UnreadableTable."""
    text = text.replace("\0", "")
    head = "".join(text.splitlines(keepends=True)[:_HEAD])
    delimiter = next((sign for sign in _DELIMITERS if sign in head), "\t")
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            row = tuple(strip_formula_guard(cell.strip()) for cell in cells[:MOST_COLUMNS])
            if any(row):
                rows.append((number, row))
                refuse_many_rows(len(rows) - 1)
    except csv.Error as error:
        raise UnreadableTable(reason("This is no table that I can read: {error}.", error=error)) from error
    return CellTable(tuple(rows))
