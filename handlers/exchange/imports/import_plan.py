"""Compare the rows of a table with what is there: what would be new, what changed, and what stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.rows import RowFault, reason
from handlers.documents.tables import CellTable
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.imports.table_headings import TableHeadings, find_headings
from handlers.exchange.imports.table_kinds import EXAMPLE_IDS, ChangedRecord, ImportPlan, TableKind
from storage.kit.database import Store

#: what a row or a record is known by -> the record
_Known = dict[tuple[Any, ...], Any]


async def plan_table_import(store: Store, kind: TableKind, table: CellTable, scope: ImportScope) -> ImportPlan:
    """Return what would come of the table, and change nothing. Raise UnreadableTable."""
    headings = find_headings(table, kind.headings)
    rows, faults = _read_rows(kind, table, headings, scope)
    plan = ImportPlan(faults=faults, notes=(*table.notes, *headings.describe_unknown()))
    known, seen = await _load_known_records(store, kind, scope), dict[tuple[Any, ...], int]()
    for row in rows:
        key = _build_row_key(kind, row)
        if key in seen:
            twice = reason(
                "Row {row}: the same as row {first}. Each row is brought in once.", row=row.number, first=seen[key]
            )
            plan.faults.append(twice)
        else:
            seen[key] = row.number
            await _place_row(store, kind, plan, known.get(key), row)
    if not rows and not plan.faults:
        plan.faults.append(reason("The table has no rows below its headings."))
    return plan


def _read_rows(
    kind: TableKind, table: CellTable, headings: TableHeadings, scope: ImportScope
) -> tuple[list[ImportedRow], list[RowFault]]:
    labels = {one.field: one for one in headings.columns.values()}
    rows, faults = list[ImportedRow](), list[RowFault]()
    for number, cells in table.rows:
        named = {one.field: cells[at] for at, one in headings.columns.items() if at < len(cells)}
        blank = [one for at, one in headings.columns.items() if (number, at) in table.blank_formulas]
        says = any(named.values()) or bool(blank)
        if number <= headings.row or not says or named.get("id", "").casefold() in EXAMPLE_IDS:
            continue
        row = RowCells(number, named, labels)
        for heading in blank:
            row.add_fault(heading.field, reason("a formula whose value is not in the file. Open and save it first."))
        found = kind.read_row(row, scope)
        faults += row.faults
        if found is not None and not row.faults:
            rows.append(found)
    return rows, faults


async def _load_known_records(store: Store, kind: TableKind, scope: ImportScope) -> _Known:
    """Return the records of the organisations by code, by their name in a table, and by what they say."""
    known: _Known = {}
    for record in await kind.list_records(store, {one.id for one in scope.organisations}):
        if record.reference:
            known.setdefault((record.organisation_id, record.reference.casefold()), record)
        known[record.code.casefold(),] = record
        if kind.is_current(record):
            values = {name: getattr(record, name) for name in kind.facts}
            known.setdefault((kind.find_place_id(record), *_list_facts(kind, values)), record)
    return known


def _build_row_key(kind: TableKind, row: ImportedRow) -> tuple[Any, ...]:
    if kind.code.fullmatch(row.reference):
        return (row.reference.casefold(),)
    if row.reference:
        return row.site.organisation_id, row.reference.casefold()
    return row.site.id, *_list_facts(kind, {**kind.facts, **row.values})


def _list_facts(kind: TableKind, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value := values[name], list) else value for name in kind.facts)


async def _place_row(store: Store, kind: TableKind, plan: ImportPlan, record: Any, row: ImportedRow) -> None:
    """Add the row to what is new, changed or the same, or say why it can be none of them."""
    fault = None
    if record is None and kind.code.fullmatch(row.reference):
        fault = reason("you have no {code}. Leave the cell empty for something new.", code=row.reference)
    elif record is not None and record.organisation_id != row.site.organisation_id:
        fault = reason("{code} belongs to another organisation than that site.", code=record.code)
    elif record is not None:
        fault = kind.find_refusal(record)
    if fault is not None:
        plan.faults.append(reason("Row {row}, {column}: {fault}", row=row.number, column="Id", fault=fault))
    elif record is None:
        plan.new.append(row)
    else:
        values = await kind.list_changes(store, record, row)
        if values:
            plan.changed.append(ChangedRecord(row, record, values))
        else:
            plan.same.append(record)


def list_plain_changes(record: Any, row: ImportedRow) -> dict[str, Any]:
    """Return the columns in which the row says something else than the record."""
    said = row.values | {"site_id": row.site.id}
    return {name: value for name, value in said.items() if getattr(record, name) != value}
