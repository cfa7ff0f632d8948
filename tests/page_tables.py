"""Draw tables for the pages that are written from the code, and find the tables of a group of data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storage.data_classification.data_groups import DataGroup
from storage.data_classification.inventory import map_classified_tables
from storage.kit.tables import metadata

#: of a line of a page
WIDTH = 150


def draw_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield its lines, without the columns that are empty in all rows."""
    names, cells = list(heads), [list(row) for row in rows]
    used = [n for n in range(len(names)) if any(row[n] for row in cells)]
    yield f"| {' | '.join(names[n] for n in used)} |"
    yield f"|{'---|' * len(used)}"
    for row in cells:
        yield f"| {' | '.join(row[n] for n in used)} |"


def join_codes(names: Iterable[str]) -> str:
    """Return "`one`, `another`"."""
    return ", ".join(f"`{name}`" for name in names)


def list_tables(group: DataGroup) -> list[str]:
    """Return the tables of the group. Those that refer to no other of them come first."""
    names = [name for name, declared in map_classified_tables().items() if declared.group is group]
    return sorted(names, key=lambda name: _refers_to_others(name, names))


def _refers_to_others(name: str, others: Iterable[str]) -> bool:
    return bool({key.column.table.name for key in metadata.tables[name].foreign_keys} & {*others} - {name})
