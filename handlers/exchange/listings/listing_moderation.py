"""Hide and restore listings."""

from __future__ import annotations

from handlers.chat.record_moderation import Moderable
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.display_names import format_signature
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.listings.listing_publication import announce_listing
from handlers.exchange.listings.lookup import load_visible_listing
from handlers.exchange.matches.match_sides import build_listing_subject
from storage.exchange.listings import HIDDEN, OPEN, Listing
from storage.kit.database import Store


def build_listing_moderable(listing: Listing) -> Moderable:
    async def describe_listing_contact(store: Store, say: Say) -> str:
        return await format_signature(store, listing.contact_id, listing.organisation_id, say)

    return Moderable(
        kind="listing",
        row=listing,
        subject=build_listing_subject(listing.id),
        author_id=listing.contact_id,
        text=listing.text or listing.amount or listing.code,
        hidden=listing.state == HIDDEN,
        shown=listing.state == OPEN,
        name=lambda say: title_listing(say, listing),
        by=describe_listing_contact,
    )


class ListingModeration:
    async def find_moderable(self, store: Store, id: int, *, lock: bool = False) -> Moderable | None:
        listing = await (store.listings.lock(id) if lock else store.listings.find(id))
        return build_listing_moderable(listing) if listing is not None else None

    async def find_visible(self, turn: Turn, id: int) -> Moderable:
        return build_listing_moderable(await load_visible_listing(turn, str(id)))

    async def list_alternatives(self, store: Store, row: Listing) -> list[Moderable]:
        return []

    async def hide_record(self, store: Store, arena: Arena, row: Listing) -> str:
        before, row.state = row.state, HIDDEN
        await announce_listing(store, arena, row)
        return before

    async def restore_record(self, store: Store, arena: Arena, row: Listing, before: str) -> None:
        row.state = before or OPEN
        await announce_listing(store, arena, row)
