"""Bring in streams: the register of a plant, or the table of its energy mapping."""

from __future__ import annotations

import re
from typing import Any

from handlers.chat.rows import reason
from handlers.chat.say import Say
from handlers.exchange.imports.import_plan import list_plain_changes
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope, find_row_site
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.imports.stream_words import (
    BASIS_WORDS,
    STREAM_DIRECTIONS,
    STREAM_HEADINGS,
    USED,
    build_stream_example,
    find_stream_type,
)
from handlers.exchange.imports.table_kinds import ImportPlan, TableKind
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from handlers.exchange.streams.stream_fields import parse_stream_year
from handlers.exchange.streams.stream_labels import describe_stream_direction, name_stream_type, title_stream
from handlers.quantities.text_folding import fold_spelling
from storage.exchange.listings import AMOUNT, REFERENCE
from storage.exchange.streams import DESTINATION, IN, NAME, Stream
from storage.kit.database import Store

_EMPTY: dict[str, Any] = {
    "name": "", "amount": "", "basis": "", "year": None, "temperature": None, "months": [], "destination": "",
    "quality": "", "waste_code": "",
}  # fmt: skip


def read_stream_row(row: RowCells, scope: ImportScope) -> ImportedRow | None:
    """Return the columns that the row says."""
    site, reference = find_row_site(row, scope), row.parse_text("id", REFERENCE)
    name = " ".join(row.parse_text("name", NAME).split())
    said = row.find_text("type")
    type_ = find_stream_type(said, name)
    if not type_:
        what = said or name
        fault = reason("“{said}” is no type that I know.", said=what[:40]) if what else reason("is required")
        row.add_fault("type", fault, reason("type"))
    values: dict[str, Any] = {"type": type_, "direction": _read_direction(row)}
    readers: dict[str, Any] = {
        "name": lambda: name,
        "amount": lambda: row.parse_amount(type_, AMOUNT),
        "basis": lambda: row.parse_word("basis", BASIS_WORDS),
        "year": lambda: _read_year(row, scope),
        "temperature": lambda: _read_temperature(row, type_),
        "quality": lambda: row.parse_quality("quality"),
        "months": lambda: row.parse_months("months"),
        "destination": lambda: " ".join(row.parse_text("destination", DESTINATION).split()),
        "waste_code": lambda: row.parse_waste_code("waste_code"),
    }
    values |= {field: read() for field, read in readers.items() if row.has_column(field)}
    return ImportedRow(row.number, reference, site, values) if site is not None else None


def _read_direction(row: RowCells) -> str:
    """Return the direction; what is told by a column of what is used flows in."""
    if row.find_text("direction"):
        return row.parse_word("direction", STREAM_DIRECTIONS)
    if any(word in USED for word in fold_spelling(row.find_label("amount")).split()):
        return IN
    row.add_fault("direction", reason("does it flow in or out?"), reason("in or out"))
    return ""


def _read_year(row: RowCells, scope: ImportScope) -> int | None:
    text = row.find_text("year")
    year = parse_stream_year(text, scope.now.year)
    if year == 0:
        row.add_fault("year", reason("“{said}” is no year from 1990 until now.", said=text[:40]))
    return year


def _read_temperature(row: RowCells, type_: str) -> float | None:
    celsius = row.parse_celsius("temperature")
    return celsius if type_ in TEMPERED_TYPES else None


async def _store_streams(store: Store, scope: ImportScope, plan: ImportPlan) -> None:
    """Add what is new and change what is changed, in the caller's transaction."""
    new = [
        Stream(**(_EMPTY | row.values), reference=row.reference, site_id=row.site.id,
               organisation_id=row.site.organisation_id)
        for row in plan.new
    ]  # fmt: skip
    await store.streams.add_streams(new)
    for _, stream, values in plan.changed:
        for name, value in values.items():
            setattr(stream, name, value)
        stream.changed_at = scope.now
    await store.session.flush()


async def _list_changes(store: Store, stream: Stream, row: ImportedRow) -> dict[str, Any]:
    return list_plain_changes(stream, row)


def _describe_row(say: Say, row: ImportedRow) -> str:
    what = ", ".join(filter(None, (name_stream_type(say, row.values["type"]), row.values.get("amount", ""))))
    return f"{describe_stream_direction(say, row.values['direction'])}: {what}"


STREAMS = TableKind(
    name="streams",
    headings=STREAM_HEADINGS,
    code=re.compile(r"F-[1-9]\d{0,8}", re.ASCII | re.IGNORECASE),
    facts={"direction": "", "type": "", **_EMPTY},
    read_row=read_stream_row,
    list_records=lambda store, ids: store.streams.list_streams_of_organisations(ids),
    find_refusal=lambda *_: None,
    is_current=lambda _: True,
    list_changes=_list_changes,
    store_plan=_store_streams,
    describe_row=_describe_row,
    describe_record=title_stream,
    labels={
        "type": lambda say: say("type"),
        "direction": lambda say: say("in or out"),
        "name": lambda say: say("name"),
        "amount": lambda say: say("amount"),
        "basis": lambda say: say("how it is known"),
        "year": lambda say: say("year"),
        "temperature": lambda say: say("temperature"),
        "quality": lambda say: say("quality"),
        "months": lambda say: say("months"),
        "destination": lambda say: say("where it goes today"),
        "waste_code": lambda say: say("waste code"),
        "site_id": lambda say: say("site"),
    },
    describe_terms=lambda say: say("Your organisation and the secretariat alone see streams, until you lay one out."),
    open="streams.page",
    label=lambda say: say("Streams"),
    list_example_lines=build_stream_example,
    explain=lambda say: say(
        "Has your plant mapped its energy? Copy the cells of the table with their headings, and paste them. Only"
        " what it is, in or out and the site are required. You see what would happen before anything does."
    ),
)
