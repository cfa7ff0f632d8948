"""Bring in the rows of a plan. Rooms hear of none of them, and what they fit with is looked for in the night."""

from __future__ import annotations

from typing import Any

from handlers.exchange.imports.listing_plan import ImportPlan
from handlers.exchange.imports.listing_rows import ImportScope, ListingRow
from handlers.exchange.imports.listing_words import REGION_LEVEL
from handlers.exchange.listings.listing_form import VALID_MONTHS
from handlers.exchange.listings.listing_publication import (
    build_listing_document,
    find_listing_topic,
    is_listing_published,
    synchronise_listing,
)
from handlers.language.document_search import index_documents
from handlers.library.solutions.publication import add_months
from storage.access.audiences import REGION
from storage.exchange.listings import MEMBERS_LEVEL, Listing
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

    async def store_plan(self, plan: ImportPlan) -> None:
        """Add what is new and change what is changed, in the caller's transaction."""
        new = [await self._build_listing(row) for row in plan.new]
        await self.store.listings.add_listings(new)
        await index_documents(self.store, *[build_listing_document(one) for one in new if is_listing_published(one)])
        for row, listing, values in plan.changed:
            columns = dict(values)
            circle = columns.pop("circle", "")
            if "type" in columns:
                columns["topic_id"] = await self._find_topic(columns["type"])
            columns |= await self._find_audience(circle, row.site.organisation_id) if circle else {}
            for name, value in columns.items():
                setattr(listing, name, value)
            listing.changed_at = self.scope.now
            await synchronise_listing(self.store, listing, announce=False)

    async def _build_listing(self, row: ListingRow) -> Listing:
        organisation_id = row.site.organisation_id
        values: dict[str, Any] = {
            "text": "", "language": "nb", "amount": "", "temperature": None, "months": [],
            "valid_to": self._last_day,
        } | row.values  # fmt: skip
        values |= await self._find_audience(row.circle or REGION_LEVEL, organisation_id)
        return Listing(
            **values, reference=row.reference, organisation_id=organisation_id, site_id=row.site.id, sendings=0,
            topic_id=await self._find_topic(values["type"]), contact_id=await self._find_contact(organisation_id),
        )  # fmt: skip

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
