"""Compare the rows of a table with what is there: what would be new, what changed, and what stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.rows import reason
from handlers.documents.tables import CellTable
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope
from handlers.exchange.imports.table_kinds import ChangedRecord, ImportPlan, TableKind
from handlers.exchange.imports.table_reading import TableReading, begin_table_reading
from storage.kit.database import Store

#: what a row or a record is known by -> the record
_Known = dict[tuple[Any, ...], Any]


async def plan_table_import(store: Store, kind: TableKind, table: CellTable, scope: ImportScope) -> ImportPlan:
    """Return what would come of the table, and change nothing. Raise UnreadableTable."""
    reading = begin_table_reading(kind, table, scope)
    reading.read_rows(reading.total)
    return await plan_read_rows(store, reading)


async def plan_read_rows(store: Store, reading: TableReading) -> ImportPlan:
    """Return what would come of rows that are read."""
    kind, seen = reading.kind, dict[tuple[Any, ...], int]()
    plan = ImportPlan(faults=[*reading.faults], notes=(*reading.notes,))
    known = await _load_known_records(store, kind, reading.scope)
    for row in reading.rows:
        key = _build_row_key(kind, row)
        if key in seen:
            twice = reason(
                "Row {row}: the same as row {first}. Each row is brought in once.", row=row.number, first=seen[key]
            )
            plan.faults.append(twice)
        else:
            seen[key] = row.number
            await _place_row(store, kind, plan, known.get(key), row)
    if not reading.rows and not plan.faults:
        plan.faults.append(reason("The table has no rows below its headings."))
    return plan


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
        fault = kind.find_refusal(record, row)
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
