"""Read the rows of a table as offers and needs: at which site each is, and the columns that the table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from handlers.chat.rows import RowFault, reason
from handlers.documents.tables import CellTable
from handlers.exchange.describing import describe_text
from handlers.exchange.imports.listing_words import (
    DIRECTION_WORDS,
    EXAMPLE_IDS,
    HEADING_FIELDS,
    LEVEL_WORDS,
    find_type,
)
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.imports.table_headings import find_headings
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from handlers.language import detect_language
from storage.directory.organisations import Organisation
from storage.exchange.listings import AMOUNT, REFERENCE, TEXT
from storage.exchange.sites import Site


@dataclass(frozen=True, slots=True)
class ImportScope:
    """Hold for which sites rows may speak, who brings them in, and when."""

    sites: Sequence[Site]
    organisations: Sequence[Organisation]
    now: datetime
    zone: ZoneInfo
    #: None: the command line
    person_id: int | None = None
    _known: dict[str, list[Site]] = field(default_factory=dict)

    def find_sites(self, name: str, organisation: str) -> list[Site]:
        """Return the sites of this name or code; all for an empty name."""
        if not self._known:
            for site in self.sites:
                for key in {site.code.casefold(), site.name.casefold(), f"{site.name}, {site.municipality}".casefold()}:
                    self._known.setdefault(key, []).append(site)
        found = self._known.get(name.casefold(), []) if name else list(self.sites)
        ids = {
            one.id
            for one in self.organisations
            if organisation.casefold() in (one.name.casefold(), one.code.casefold())
        }
        return [site for site in found if not organisation or site.organisation_id in ids]


class ListingRow(NamedTuple):
    """Hold what a row says: its own name for itself, its site, and values by column."""

    number: int
    reference: str
    site: Site
    values: dict[str, Any]
    #: who sees it, as `LEVEL_WORDS` has it; empty where the row does not say
    circle: str


class ReadListings(NamedTuple):
    """Hold the rows of a table, and what is wrong with the others."""

    rows: list[ListingRow]
    faults: list[RowFault]
    notes: tuple[RowFault, ...]


def read_listing_rows(table: CellTable, scope: ImportScope) -> ReadListings:
    """Return what each row says. Raise UnreadableTable for a table without headings."""
    headings = find_headings(table, HEADING_FIELDS)
    labels = {one.field: one for one in headings.columns.values()}
    rows, faults = list[ListingRow](), list[RowFault]()
    for number, cells in table.rows:
        if number <= headings.row:
            continue
        named = {one.field: cells[at] for at, one in headings.columns.items() if at < len(cells)}
        blank = [one for at, one in headings.columns.items() if (number, at) in table.blank_formulas]
        if not (any(named.values()) or blank) or named.get("id", "").casefold() in EXAMPLE_IDS:
            continue
        row = RowCells(number, named, labels)
        for heading in blank:
            row.add_fault(heading.field, reason("a formula whose value is not in the file. Open and save it first."))
        found = _read_row(row, scope)
        faults += row.faults
        if found is not None and not row.faults:
            rows.append(found)
    return ReadListings(rows, faults, (*table.notes, *headings.describe_unknown()))


def _read_row(row: RowCells, scope: ImportScope) -> ListingRow | None:
    site = _find_site(row, scope)
    text = row.parse_text("text", TEXT)
    reference = row.parse_text("id", REFERENCE)
    values: dict[str, Any] = {"type": _read_type(row, text)}
    values["direction"] = _read_direction(row, text)
    if row.has_column("text"):
        values["text"] = text
        values["language"] = detect_language(text) if text else "nb"
    if row.has_column("amount"):
        values["amount"] = row.parse_amount(values["type"], AMOUNT)
    if row.has_column("temperature"):
        celsius = row.parse_celsius("temperature")
        values["temperature"] = celsius if values["type"] in TEMPERED_TYPES else None
    if row.has_column("months"):
        values["months"] = row.parse_months("months")
    last = row.parse_day("valid_to", scope.now, scope.zone)
    if last:
        values["valid_to"] = date.fromisoformat(last)
    circle = row.parse_word("level", LEVEL_WORDS)
    return ListingRow(row.number, reference, site, values, circle) if site is not None else None


def _find_site(row: RowCells, scope: ImportScope) -> Site | None:
    name = row.find_text("site")
    found = scope.find_sites(name, row.find_text("organisation"))
    if len(found) == 1:
        return found[0]
    if found:
        fault = reason("there are several sites. Write the name of one, or its code, such as A-3.")
        row.add_fault("site", fault, "site")
    elif name:
        row.add_fault("site", reason("“{said}” is none of your sites.", said=name[:60]))
    else:
        row.add_fault("organisation", reason("no site of it is written down."), "site")
    return None


def _read_type(row: RowCells, text: str) -> str:
    said = row.find_text("type")
    type_ = find_type(said, text)
    if not type_:
        what = said or text
        fault = reason("“{said}” is no type that I know.", said=what[:40]) if what else reason("is required")
        row.add_fault("type", fault, "type")
    return type_


def _read_direction(row: RowCells, text: str) -> str:
    """Return the direction that the row says in a column of its own, or in its words."""
    if row.find_text("direction"):
        return row.parse_word("direction", DIRECTION_WORDS)
    told = describe_text(f"{row.find_text('type')}. {text}").direction
    if told is None:
        row.add_fault("direction", reason("is it an offer or a need?"), "offer or need")
    return told or ""
