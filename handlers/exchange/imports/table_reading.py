"""Read the rows of a table, a number of them at a time: the whole of a long one takes seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.chat.rows import RowFault, reason
from handlers.documents.tables import CellTable
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.imports.table_headings import TableHeadings, find_headings
from handlers.exchange.imports.table_kinds import EXAMPLE_IDS, TableKind

#: what a spreadsheet writes where a formula has no value, in English and in Norwegian
_BROKEN = re.compile(
    r"#(?:ref!|n/a|i/t|value!|verdi!|div/0!|name\?|navn\?|num!|null!|spill!|overflyt!|calc!|field!|getting_data)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class TableReading:
    """Hold what is read of a table so far, for this scope."""

    kind: TableKind
    scope: ImportScope
    table: CellTable
    headings: TableHeadings
    rows: list[ImportedRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    #: rows that are read, of those of the file
    count: int = 0

    @property
    def total(self) -> int:
        return len(self.table.rows)

    @property
    def is_over(self) -> bool:
        return self.count >= self.total

    @property
    def notes(self) -> Sequence[RowFault]:
        """Return what was not read of the file."""
        return (*self.table.notes, *self.headings.describe_unknown())

    def read_rows(self, most: int) -> None:
        """Read the next rows of the file, so many at the most."""
        for number, cells in self.table.rows[self.count : self.count + most]:
            self._read_row(number, cells)
        self.count = min(self.count + most, self.total)

    def _read_row(self, number: int, cells: Sequence[str]) -> None:
        columns = self.headings.columns
        named = {one.field: cells[at] for at, one in columns.items() if at < len(cells)}
        blank = [one for at, one in columns.items() if (number, at) in self.table.blank_formulas]
        broken = {name: text for name, text in named.items() if _BROKEN.fullmatch(text.strip())}
        named |= dict.fromkeys(broken, "")
        says = any(named.values()) or bool(blank) or bool(broken)
        if not says or named.get("id", "").casefold() in EXAMPLE_IDS:
            return
        row = RowCells(number, named, {one.field: one for one in columns.values()})
        for heading in blank:
            row.add_fault(heading.field, reason("a formula whose value is not in the file. Open and save it first."))
        for name, text in broken.items():
            row.add_fault(name, reason("“{said}” is an error of the spreadsheet. Mend its formula first.", said=text))
        found = self.kind.read_row(row, self.scope)
        self.faults += row.faults
        if found is not None and not row.faults:
            self.rows.append(found)


def begin_table_reading(kind: TableKind, table: CellTable, scope: ImportScope) -> TableReading:
    """Return a reading of the rows below the headings. Raise UnreadableTable."""
    headings = find_headings(table, kind.headings)
    below = tuple((number, cells) for number, cells in table.rows if number > headings.row)
    return TableReading(kind, scope, replace(table, rows=below), headings)
