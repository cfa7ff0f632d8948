"""Read the table of a workbook or a text file: its cells as people see them, each row with its number."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.chat.rows import RowFault, reason

#: maximum size of a file in bytes, rows below the headings, and columns
MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 2_000_000, 2_000, 100


@dataclass(frozen=True, slots=True)
class CellTable:
    """Hold the rows that have something in them, and what its reader should know of the file."""

    #: (number of the row as a spreadsheet counts it, its cells)
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[RowFault, ...] = ()
    #: (row, column) of formulas whose file holds no value
    blank_formulas: frozenset[tuple[int, int]] = field(default=frozenset())


class UnreadableTable(Exception):
    """Report a file of which no table can be read; `text` says why and what to do."""

    def __init__(self, text: RowFault) -> None:
        super().__init__(str(text))
        self.text = text


def read_table_file(content: bytes) -> CellTable:
    """Return the table of a file. Its first bytes say whether it is a workbook. Raise UnreadableTable."""
    if len(content) > MOST_BYTES:
        raise UnreadableTable(reason("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000))
    if content.startswith(b"PK"):
        from handlers.documents.tables.workbook_reader import read_workbook_table  # its parser takes memory

        return read_workbook_table(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(reason("This is an old or a locked workbook. Save it as .xlsx without a password."))
    from handlers.documents.tables.delimited_text import decode_table_text, read_delimited_text

    return read_delimited_text(decode_table_text(content))


def refuse_many_rows(count: int) -> None:
    """Raise UnreadableTable for more rows than one import takes; `count` is without the headings."""
    if count > MOST_ROWS:
        raise UnreadableTable(reason("The table has more than {most} rows. Divide it.", most=MOST_ROWS))
