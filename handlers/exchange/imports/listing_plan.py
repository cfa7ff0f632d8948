"""Compare the rows of a table with what is there: what would be new, what changed, and what stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from handlers.chat.rows import RowFault, reason
from handlers.documents.tables import CellTable
from handlers.exchange.imports.listing_rows import ImportScope, ListingRow, read_listing_rows
from handlers.exchange.imports.listing_words import REGION_LEVEL
from storage.access.audiences import REGION
from storage.exchange.listings import DOWN, EXPIRED, HIDDEN, MEMBERS_LEVEL, OPEN, Listing
from storage.kit.database import Store

_CODE = re.compile(r"B-[1-9]\d{0,8}", re.ASCII | re.IGNORECASE)
#: what tells whether two rows without a name of their own are the same
_FACTS = ("direction", "type", "amount", "temperature", "months", "text")
_EMPTY: dict[str, Any] = {"amount": "", "temperature": None, "months": [], "text": ""}


class ChangedListing(NamedTuple):
    """Hold a listing that is there, and the columns that the row changes."""

    row: ListingRow
    listing: Listing
    values: dict[str, Any]


@dataclass(slots=True)
class ImportPlan:
    """Hold what would come of a table. With faults nothing may come of it."""

    new: list[ListingRow] = field(default_factory=list)
    changed: list[ChangedListing] = field(default_factory=list)
    same: list[Listing] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    notes: tuple[RowFault, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed


async def plan_listing_import(store: Store, table: CellTable, scope: ImportScope) -> ImportPlan:
    """Return what would come of the table, and change nothing. Raise UnreadableTable."""
    read = read_listing_rows(table, scope)
    plan = ImportPlan(faults=list(read.faults), notes=read.notes)
    known = await _load_known_listings(store, scope)
    seen: dict[tuple[Any, ...], int] = {}
    for row in read.rows:
        key = _build_row_key(row)
        if key in seen:
            plan.faults.append(
                reason(
                    "Row {row}: the same as row {first}. Each row is brought in once.", row=row.number, first=seen[key]
                )
            )
            continue
        seen[key] = row.number
        await _place_row(store, plan, known, row)
    if not read.rows and not plan.faults:
        plan.faults.append(reason("The table has no rows below its headings."))
    return plan


async def _load_known_listings(store: Store, scope: ImportScope) -> dict[tuple[Any, ...], Listing]:
    """Return the listings of the organisations by code, by their name in a table, and by what they say."""
    ids = {site.organisation_id for site in scope.sites}
    known: dict[tuple[Any, ...], Listing] = {}
    for listing in await store.listings.list_listings_of_organisations(ids):
        if listing.reference:
            known.setdefault((listing.organisation_id, listing.reference.casefold()), listing)
        known[listing.code.casefold(),] = listing
        if listing.state == OPEN:
            values = {name: getattr(listing, name) for name in _FACTS}
            known.setdefault((listing.site_id, *_list_facts(values)), listing)
    return known


def _build_row_key(row: ListingRow) -> tuple[Any, ...]:
    if _CODE.fullmatch(row.reference):
        return (row.reference.casefold(),)
    if row.reference:
        return row.site.organisation_id, row.reference.casefold()
    return row.site.id, *_list_facts(_EMPTY | row.values)


def _list_facts(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value := values[name], list) else value for name in _FACTS)


async def _place_row(store: Store, plan: ImportPlan, known: dict[tuple[Any, ...], Listing], row: ListingRow) -> None:
    """Add the row to what is new, changed or the same, or say why it can be none of them."""
    listing = known.get(_build_row_key(row))
    fault = None
    if listing is None and _CODE.fullmatch(row.reference):
        fault = reason(
            "none of your offers and needs is {code}. Leave the cell empty for a new one.", code=row.reference
        )
    elif listing is not None and listing.organisation_id != row.site.organisation_id:
        fault = reason("{code} belongs to another organisation than that site.", code=listing.code)
    elif listing is not None and listing.state == HIDDEN:
        fault = reason("The secretariat has hidden {code}.", code=listing.code)
    if fault is not None:
        plan.faults.append(reason("Row {row}, {column}: {fault}", row=row.number, column="Id", fault=fault))
    elif listing is None:
        plan.new.append(row)
    else:
        values = await _list_changes(store, listing, row)
        if values:
            plan.changed.append(ChangedListing(row, listing, values))
        else:
            plan.same.append(listing)


async def _list_changes(store: Store, listing: Listing, row: ListingRow) -> dict[str, Any]:
    """Return the columns that the row changes. Its language follows its text, and who sees it is "circle"."""
    said = row.values | {"site_id": row.site.id}
    changes = {name: value for name, value in said.items() if getattr(listing, name) != value and name != "language"}
    if "text" in changes:
        changes["language"] = row.values["language"]
    if "valid_to" in said and listing.state in (DOWN, EXPIRED):
        changes["state"] = OPEN
    if row.circle and row.circle != await _find_circle(store, listing):
        changes["circle"] = row.circle
    return changes


async def _find_circle(store: Store, listing: Listing) -> str:
    """Return who sees a listing in the words of a table; empty for an audience that tables do not know."""
    if listing.level != MEMBERS_LEVEL or listing.reach_id is None:
        return listing.level
    audience = await store.audiences.find(listing.reach_id)
    return REGION_LEVEL if audience is not None and audience.kind == REGION else ""
