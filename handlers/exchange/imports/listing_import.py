"""Bring in offers and needs. Rooms hear of none of them, and what they fit with is looked for in the night."""

from __future__ import annotations

import re
from typing import Any

from handlers.chat.rows import RowFault, reason
from handlers.chat.say import Say
from handlers.exchange.daily_hours import find_daily_hours
from handlers.exchange.grid_needs import reads_as_conditional
from handlers.exchange.imports.import_plan import list_plain_changes
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope
from handlers.exchange.imports.import_template import build_example_lines
from handlers.exchange.imports.listing_rows import read_listing_row
from handlers.exchange.imports.listing_words import HEADING_FIELDS, REGION_LEVEL
from handlers.exchange.imports.table_kinds import ImportPlan, TableKind
from handlers.exchange.listing_labels import describe_direction, title_listing
from handlers.exchange.listings.listing_form import VALID_MONTHS
from handlers.exchange.listings.listing_publication import (
    build_listing_document,
    find_listing_topic,
    is_listing_published,
    synchronise_listing,
)
from handlers.exchange.matching.flow_phrases import name_flow_type
from handlers.exchange.waste_codes import is_hazardous_code
from handlers.language.document_search import index_documents
from handlers.library.solutions.publication import add_months
from storage.access.audiences import REGION
from storage.exchange.listings import DOWN, EXPIRED, HIDDEN, MEMBERS_LEVEL, OPEN, Listing
from storage.kit.database import Store


class ListingImport:
    """Bring in one plan, and remember what many of its rows have in common."""

    def __init__(self, store: Store, scope: ImportScope) -> None:
        self.store = store
        self.scope = scope
        self._last_day = add_months(scope.now.astimezone(scope.zone).date(), VALID_MONTHS)
        self._topics: dict[str, int | None] = {}
        self._contacts: dict[int, int | None] = {}
        self._regions = {one.id: one.region for one in scope.organisations}

    async def store_listings(self, plan: ImportPlan) -> None:
        """Add what is new and change what is changed, in the caller's transaction."""
        new = [await self._build_listing(row) for row in plan.new]
        await self.store.listings.add_listings(new)
        await index_documents(self.store, *[build_listing_document(one) for one in new if is_listing_published(one)])
        for row, listing, values in plan.changed:
            columns = dict(values)
            if "type" in columns:
                columns["topic_id"] = await self._find_topic(columns["type"])
            if circle := columns.pop("circle", ""):
                columns |= await self._find_audience(circle, row.site.organisation_id)
            for name, value in columns.items():
                setattr(listing, name, value)
            listing.changed_at = self.scope.now
            await synchronise_listing(self.store, listing)

    async def _build_listing(self, row: ImportedRow) -> Listing:
        organisation_id, said = row.site.organisation_id, dict(row.values)
        audience = await self._find_audience(said.pop("circle", REGION_LEVEL), organisation_id)
        values: dict[str, Any] = {**_EMPTY, "language": "nb", "valid_to": self._last_day} | said | audience
        listing = Listing(
            **values, reference=row.reference, organisation_id=organisation_id, site_id=row.site.id, sendings=0,
            topic_id=await self._find_topic(values["type"]), contact_id=await self._find_contact(organisation_id),
        )  # fmt: skip
        listing.conditional, listing.daily_hours = reads_as_conditional(listing), find_daily_hours(listing.text)
        return listing

    async def _find_audience(self, circle: str, organisation_id: int) -> dict[str, Any]:
        """Return level and audience. An organisation of which no region is known is seen by all members."""
        if circle != REGION_LEVEL:
            return {"level": circle, "reach_id": None}
        region = self._regions.get(organisation_id, "")
        audience = await self.store.audiences.ensure_audience(REGION, region=region) if region else None
        return {"level": MEMBERS_LEVEL, "reach_id": audience.id if audience is not None else None}

    async def _find_topic(self, type_: str) -> int | None:
        if type_ not in self._topics:
            self._topics[type_] = await find_listing_topic(self.store, type_)
        return self._topics[type_]

    async def _find_contact(self, organisation_id: int) -> int | None:
        """Return whoever brings the table in, if they act for the organisation; else its first contact."""
        if organisation_id not in self._contacts:
            people = await self.store.organisations.list_representatives(organisation_id)
            ids = [person.id for person in people]
            mine = self.scope.person_id
            self._contacts[organisation_id] = mine if mine in ids else next(iter(ids), None)
        return self._contacts[organisation_id]


_EMPTY: dict[str, Any] = {
    "amount": "", "temperature": None, "back": None, "months": [], "text": "", "quality": "", "waste_code": "",
    "hazardous": False,
}  # fmt: skip


async def _list_changes(store: Store, listing: Listing, row: ImportedRow) -> dict[str, Any]:
    """Return the columns that the row changes. Its language follows its text."""
    said = dict(row.values)
    circle, language = said.pop("circle", ""), said.pop("language", "")
    changes = list_plain_changes(listing, row._replace(values=said))
    if "text" in changes:
        changes["language"] = language
    if is_hazardous_code(listing.waste_code) and not is_hazardous_code(changes.get("waste_code", listing.waste_code)):
        changes["hazardous"] = False
    if "valid_to" in said and listing.state in (DOWN, EXPIRED):
        changes["state"] = OPEN
    if circle and circle != await _find_circle(store, listing):
        changes["circle"] = circle
    return changes


async def _find_circle(store: Store, listing: Listing) -> str:
    """Return who sees a listing in the words of a table; empty for an audience that tables do not know."""
    if listing.level != MEMBERS_LEVEL or listing.reach_id is None:
        return listing.level
    audience = await store.audiences.find(listing.reach_id)
    return REGION_LEVEL if audience is not None and audience.kind == REGION else ""


def _find_refusal(listing: Listing, _row: ImportedRow) -> RowFault | None:
    return reason("The secretariat has hidden {code}.", code=listing.code) if listing.state == HIDDEN else None


def _describe_row(say: Say, row: ImportedRow) -> str:
    what = ", ".join(filter(None, (name_flow_type(say, row.values["type"]), row.values.get("amount", ""))))
    return f"{describe_direction(say, row.values['direction'])}: {what}"


LISTINGS = TableKind(
    name="listings",
    headings=HEADING_FIELDS,
    code=re.compile(r"B-[1-9]\d{0,8}", re.ASCII | re.IGNORECASE),
    facts={"direction": "", "type": "", **{name: empty for name, empty in _EMPTY.items() if name != "hazardous"}},
    read_row=read_listing_row,
    list_records=lambda store, ids: store.listings.list_listings_of_organisations(ids),
    find_refusal=_find_refusal,
    is_current=lambda listing: bool(listing.state == OPEN),
    list_changes=_list_changes,
    store_plan=lambda store, scope, plan: ListingImport(store, scope).store_listings(plan),
    describe_row=_describe_row,
    describe_record=title_listing,
    labels={
        "type": lambda say: say("type"),
        "direction": lambda say: say("offer or need"),
        "text": lambda say: say("description"),
        "amount": lambda say: say("amount"),
        "temperature": lambda say: say("temperature"),
        "back": lambda say: say("return temperature"),
        "months": lambda say: say("months"),
        "quality": lambda say: say("quality"),
        "waste_code": lambda say: say("waste code"),
        "hazardous": lambda say: say("hazardous waste"),
        "valid_to": lambda say: say("last day"),
        "site_id": lambda say: say("site"),
        "circle": lambda say: say("who sees it"),
        "state": lambda say: say("in force again"),
    },
    describe_terms=lambda say: say(
        "Rooms get no cards of it, and what fits is looked for in the night. Where the table does not say who sees a"
        " new one, your region sees it by name."
    ),
    open="exchange.list",
    label=lambda say: say("Offers and needs"),
    list_example_lines=build_example_lines,
    explain=lambda say: say(
        "Copy the cells of a spreadsheet with their headings, and paste them. Only what it is, offer or need"
        " and the site are required. You see what would happen before anything does."
    ),
)
