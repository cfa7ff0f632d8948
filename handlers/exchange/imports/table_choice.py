"""Choose what the rows of a table are, open it, and say whether they have a place to be of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.documents.tables import CellTable, UnreadableTable, read_table_file
from handlers.documents.tables.delimited_text import read_delimited_text
from handlers.exchange.imports.import_scope import ImportScope
from handlers.exchange.imports.listing_import import LISTINGS
from handlers.exchange.imports.plot_import import PLOTS
from handlers.exchange.imports.stream_import import STREAMS
from handlers.exchange.imports.table_headings import find_headings
from handlers.exchange.imports.table_kinds import TableKind

TABLE_KINDS: Mapping[str, TableKind] = {kind.name: kind for kind in (LISTINGS, STREAMS, PLOTS)}
#: rows that one event reads and brings in itself: more of them take seconds
AT_ONCE = 200


def has_import_place(scope: ImportScope, kind: TableKind) -> bool:
    """Return True if rows of this kind have a site, or an organisation, that they may be of."""
    return bool(scope.sites if kind.needs_site else scope.organisations)


def open_draft_table(content: str, file: bytes | None) -> CellTable:
    """Return the table as it was typed, or as its file has it. Raise UnreadableTable."""
    return read_delimited_text(content) if file is None else read_table_file(file)


def list_possible_kinds(
    scope: ImportScope, kinds: Iterable[TableKind] = tuple(TABLE_KINDS.values())
) -> list[TableKind]:
    """Return the kinds whose rows have a place to be of."""
    return [kind for kind in kinds if has_import_place(scope, kind)]


def find_fitting_kinds(table: CellTable) -> list[TableKind]:
    """Return the kind whose headings the table has most of; several where that does not tell. Raise UnreadableTable."""
    known = {kind.name: _count_headings(table, kind) for kind in TABLE_KINDS.values()}
    if not any(known.values()):
        find_headings(table, LISTINGS.headings)  # which says what is missing
    return [kind for kind in TABLE_KINDS.values() if known[kind.name] == max(known.values())]


def _count_headings(table: CellTable, kind: TableKind) -> int:
    try:
        return len(find_headings(table, kind.headings).columns)
    except UnreadableTable:
        return 0
