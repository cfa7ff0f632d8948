"""Export records as JSON Lines or CSV: what an organisation or the secretariat may have of the database."""

from __future__ import annotations

import csv as tables
import io
import json
from collections.abc import Iterator
from typing import Any

from bot.importers.rows import EXPORT, topics
from storage.kit.database import Database

#: first characters that make a spreadsheet read a cell as a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def export_records(database: Database, kind: str, *, csv: bool = False) -> Iterator[str]:
    """Return lines without their ends: JSON objects, or a header and rows.

    Raise KeyError for an unknown kind.
    """
    async with database.read() as store:
        rows = await EXPORT[kind](store)
    if csv and kind == "topics":
        rows = [topics.flatten_topic_row(row) for row in rows]
    return _format_csv_table(rows) if csv else (json.dumps(row, ensure_ascii=False) for row in rows)


def _format_csv_table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield rows as CSV.

    Lists are joined with `;`; a cell with line breaks spans lines, as CSV allows.
    """
    header = list(dict.fromkeys(name for row in rows for name in row))
    if header:
        yield _format_csv_line(header)
    for row in rows:
        yield _format_csv_line([_format_csv_cell(row.get(name)) for name in header])


def _format_csv_line(cells: list[str]) -> str:
    written = io.StringIO()
    # Python 3.11 quotes a line break only if it is in the terminator.
    tables.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().removesuffix("\r\n")


def _escape_list_entry(text: str) -> str:
    """Write a backslash before each `;` of an entry.

    An entry that ends with a backslash gets a space: it must not escape the separator.
    """
    return f"{text} ".replace(";", "\\;") if text.endswith("\\") else text.replace(";", "\\;")


def _format_csv_cell(value: Any) -> str:
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        text = str(len(value))  # nested values do not fit into a cell
    elif isinstance(value, list):
        text = ";".join(_escape_list_entry(str(one)) for one in value)
    else:
        text = "" if value is None or isinstance(value, dict) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
