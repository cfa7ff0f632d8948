"""Write a table as CSV, in the form that spreadsheets of the reader's language expect."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from handlers.chat.rows.row_reader import FORMULA
from handlers.chat.say import Say

#: byte order mark, by which Excel recognises UTF-8
BOM = "\ufeff"


def format_csv(say: Say, rows: Sequence[Sequence[str]]) -> str:
    """Format the rows as CSV, with the separator of the reader's language. No cell can be run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if say.language == "en" else ";", lineterminator="\r\n")
    writer.writerows([[_escape_formula(cell) for cell in row] for row in rows])
    return BOM + text.getvalue()


def _escape_formula(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
