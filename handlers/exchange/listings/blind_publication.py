"""Show a circle's listing without a name in rooms outside it, and take it back when too few share it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.exchange.listings.blind_listings import describe_blind_listing
from handlers.exchange.listings.listing_draft import draw_answer_button
from handlers.exchange.matches.blind_views import BlindListing, describe_area, find_blind_listings
from storage.directory.rooms import Room
from storage.exchange.listings import CIRCLES, MEMBERS_LEVEL, OPEN, Listing
from storage.kit.database import Store

router = Router()


class BlindListingCard(CardArguments, frozen=True):
    """Name the listing by another word than others do: whoever is outside its circle may read this one."""

    template = "exchange.blind"

    blind: int
    #: Number of the publication that it belongs to. Cards of an earlier one were withdrawn.
    sending: int


def build_blind_subject(listing_id: int) -> str:
    """Return the outbox subject of the cards without a name."""
    return f"listing:{listing_id}:blind"


async def is_blind_listing(store: Store, listing: Listing) -> bool:
    """Return True for a listing in force that others than its circle may know of without a name."""
    audience = await store.audiences.find(listing.reach_id)
    circle = audience is not None and audience.kind in CIRCLES
    return circle and listing.state == OPEN and listing.level == MEMBERS_LEVEL


async def find_blind_listing(store: Store, listing: Listing) -> BlindListing | None:
    """Return what may be told of the listing to those outside its circle; None if nothing may."""
    found = await find_blind_listings(store, [listing]) if await is_blind_listing(store, listing) else []
    return found[0] if found else None


@router.card(BlindListingCard)
async def draw_blind_card(view: View[BlindListingCard]) -> Card | None:
    listing, say = await view.store.listings.find(view.args.blind), view.say
    if listing is None or view.args.sending != listing.sendings:
        return None
    one = await find_blind_listing(view.store, listing)
    if one is None:
        return None
    where = say("{area}. Without a name: only its circle sees whose it is.", area=describe_area(say, one.view.area))
    button = draw_answer_button(say, listing.direction, listing.type)
    return Card(describe_blind_listing(say, one), (Text(where), Buttons((button,))))


async def withdraw_blind_cards(store: Store, listing: Listing) -> None:
    """Take back at once the cards without a name where they must not stand any more. Others wait for the night."""
    if not await store.posted_copies.has_live_post(build_blind_subject(listing.id)):
        return
    shown = await find_blind_listing(store, listing) is not None
    await _withdraw_elsewhere(store, listing, await _list_outside_rooms(store, listing) if shown else [])


async def _withdraw_elsewhere(store: Store, listing: Listing, rooms: Sequence[Room]) -> None:
    about, allowed = build_blind_subject(listing.id), {room.id for room in rooms}
    if not allowed:
        await store.outbox.withdraw_copies(about)
        return
    for copy in await store.posted_copies.list_sent_copies(about):
        if copy.room_id not in allowed:
            await store.outbox.withdraw_delivery(copy)


async def _list_outside_rooms(store: Store, listing: Listing) -> list[Room]:
    """List the rooms of its topic that other organisations read, outside the circle."""
    if listing.topic_id is None:
        return []
    rooms = await store.rooms.list_open_rooms_of_topics([listing.topic_id])
    inside = {room.id for room in await store.audiences.list_rooms_within_audience(listing.reach_id, rooms)}
    return [room for room in rooms if room.id not in inside and _is_read_by_others(room, listing)]


def _is_read_by_others(room: Room, listing: Listing) -> bool:
    return not room.triage and room.organisation_id not in (None, listing.organisation_id)


@router.every("35 4 * * *", "listings.blind")
async def synchronise_blind_cards(store: Store, _arena: Arena) -> None:
    """Post, redraw and take back cards without names, all in one night: the hour would tell when each was made."""
    listings = await store.listings.list_all_circle_listings()
    shown = {one.candidate.id for one in await find_blind_listings(store, listings)}
    for listing in listings:
        rooms = await _list_outside_rooms(store, listing) if listing.id in shown else []
        await store.outbox.refresh_copies(build_blind_subject(listing.id))
        await _withdraw_elsewhere(store, listing, rooms)
        await _post_blind_cards(store, listing, rooms)


async def _post_blind_cards(store: Store, listing: Listing, rooms: Sequence[Room]) -> None:
    """Post the card to those rooms that have none."""
    about = build_blind_subject(listing.id)
    have = await store.posted_copies.list_rooms_with_copy(about, BlindListingCard.template)
    card, key = BlindListingCard(listing.id, listing.sendings), f"{about}:{store.now:%Y%m%d}"
    drafts = [
        outgoing.build_room_draft(room, card, key=f"{key}:room:{room.id}", subject=about)
        for room in rooms
        if room.id not in have
    ]
    await store.outbox.post_deliveries(*drafts)
