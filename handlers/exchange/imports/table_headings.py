"""Find the headings of a table, in any of the three languages and in whatever order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from handlers.chat.rows import RowFault, reason
from handlers.documents.tables import CellTable, UnreadableTable
from handlers.quantities.text_folding import compose_signs, fold_spelling
from handlers.quantities.units import find_listed_unit, raise_unit_figures

#: rows in which headings are looked for: a table often has a title above them
SEARCHED = 10
#: headings that a row of them has at least
FEWEST = 2
#: "Mengde [GWh/år]", "Energi (MWh)"
_UNIT = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]")
_NOT_SAID = re.compile(r"[*:?!.\"]")


class ColumnHeading(NamedTuple):
    """Hold what a column is, as the table calls it, and a unit that stands beside its name."""

    field: str
    label: str
    unit: str = ""


class TableHeadings(NamedTuple):
    """Hold in which row the headings stand, what each column is, and which columns nobody knows."""

    row: int
    columns: dict[int, ColumnHeading]
    unknown: tuple[str, ...]

    def describe_unknown(self) -> tuple[RowFault, ...]:
        """Return a note about columns that are not read."""
        if not self.unknown:
            return ()
        return (reason("Columns that I do not know are not read: {names}.", names=", ".join(self.unknown[:8])),)


def index_headings(names: Mapping[str, str]) -> dict[str, str]:
    """Return heading -> field of a table in which each field has its headings, divided by commas."""
    return index_heading_names({field: said.split(",") for field, said in names.items()})


def index_heading_names(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return heading -> field of a table in which each field has its headings."""
    return {_fold_heading(name): field for field, said in names.items() for name in said}


def find_headings(table: CellTable, names: Mapping[str, str]) -> TableHeadings:
    """Return the headings of a table; `names` as `index_headings` returns them. Raise UnreadableTable."""
    for number, cells in table.rows[:SEARCHED]:
        columns, unknown = dict[int, ColumnHeading](), list[str]()
        for at, cell in enumerate(cells):
            field = names.get(_fold_heading(cell))
            if field is not None and field not in (one.field for one in columns.values()):
                columns[at] = ColumnHeading(field, " ".join(cell.split())[:60], _find_unit(cell))
            elif cell:
                unknown.append(" ".join(cell.split())[:40])
        if len(columns) >= FEWEST:
            return TableHeadings(number, columns, tuple(unknown))
    raise UnreadableTable(
        reason("I find no row of headings. It must name at least what each row is, and where.")
    )  # fmt: skip


def _fold_heading(text: str) -> str:
    words = _NOT_SAID.sub(" ", _UNIT.sub(" ", compose_signs(text))).replace("_", " ").replace("-", " ")
    return fold_spelling(" ".join(words.split()))


def _find_unit(heading: str) -> str:
    found = _UNIT.search(heading)
    unit = find_listed_unit(found[1]) if found is not None else None
    return raise_unit_figures(unit.name) if unit is not None else ""
