"""Read a row of a table as an offer or a need."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.chat.rows import reason
from handlers.exchange.describing import describe_text
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope, find_row_site
from handlers.exchange.imports.listing_words import DIRECTION_WORDS, LEVEL_WORDS, find_type
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.matching.pair_factors import HEAT_NEEDS, TEMPERED_TYPES
from handlers.exchange.waste_codes import is_hazardous_code
from handlers.language import detect_language
from storage.exchange.listings import AMOUNT, REFERENCE, TEXT


def read_listing_row(row: RowCells, scope: ImportScope) -> ImportedRow | None:
    """Return the columns that the row says; "circle" is who sees it, as `LEVEL_WORDS` has it."""
    site = find_row_site(row, scope)
    text = row.parse_text("text", TEXT)
    reference = row.parse_text("id", REFERENCE)
    values: dict[str, Any] = {"type": read_row_type(row, text)}
    values["direction"] = _read_direction(row, text)
    if row.has_column("text"):
        values["text"] = text
        values["language"] = detect_language(text) if text else "nb"
    if row.has_column("amount"):
        values["amount"] = row.parse_amount(values["type"], AMOUNT)
    if row.has_column("temperature"):
        celsius = row.parse_celsius("temperature")
        values["temperature"] = celsius if values["type"] in TEMPERED_TYPES else None
    if row.has_column("back"):
        returned = row.parse_celsius("back")
        values["back"] = returned if values["type"] in TEMPERED_TYPES else None
        warm = values.get("temperature")
        if values["type"] in HEAT_NEEDS and warm is not None and returned is not None and returned >= warm:
            row.add_fault("back", reason("What comes back is colder than what is sent out."))
    if row.has_column("months"):
        values["months"] = row.parse_months("months")
    if row.has_column("quality"):
        values["quality"] = row.parse_quality("quality")
    if row.has_column("waste_code"):
        values["waste_code"] = row.parse_waste_code("waste_code")
        # a code without a star may still be of hazardous waste, and a need may take it: the form alone says so
        values |= {"hazardous": True} if is_hazardous_code(values["waste_code"]) else {}
    last = row.parse_day("valid_to", scope.now, scope.zone)
    if last:
        values["valid_to"] = date.fromisoformat(last)
    circle = row.parse_word("level", LEVEL_WORDS)
    if circle:
        values["circle"] = circle
    return ImportedRow(row.number, reference, site, values) if site is not None else None


def read_row_type(row: RowCells, text: str) -> str:
    """Return the type that the row names, in its cell or in its words."""
    said = row.find_text("type")
    type_ = find_type(said, text)
    if not type_:
        what = said or text
        fault = reason("“{said}” is no type that I know.", said=what[:40]) if what else reason("is required")
        row.add_fault("type", fault, reason("type"))
    return type_


def _read_direction(row: RowCells, text: str) -> str:
    """Return the direction that the row says in a column of its own, or in its words."""
    if row.find_text("direction"):
        return row.parse_word("direction", DIRECTION_WORDS)
    told = describe_text(f"{row.find_text('type')}. {text}").direction
    if told is None:
        row.add_fault("direction", reason("is it an offer or a need?"), reason("offer or need"))
    return told or ""
