"""Publish a listing to the index and the rooms of its topic in one transaction, and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena
from handlers.exchange.asking import question_withdrawal
from handlers.exchange.listings.blind_publication import build_blind_subject, withdraw_blind_cards
from handlers.exchange.matches.match_proposals import close_organisation_matches, update_listing_matches
from handlers.exchange.matches.match_sides import build_listing_subject, build_shown_subject
from handlers.exchange.matching.flow_phrases import name_flow_type
from handlers.exchange.seats.seat_changes import end_seats, leave_seats, settle_seats
from handlers.language.document_search import Document, index_documents, unindex_document
from storage.directory.rooms import Room
from storage.exchange.listings import HIDDEN_LEVEL, OPEN, Listing
from storage.kit.database import Store

#: type -> the topic whose rooms get its listings; all others go to the first one
SYMBIOSIS = "symbiose"
_TOPICS = {"power": "nett", "heat": "energi", "steam": "energi", "cooling": "energi", "area": "areal"}


class ListingCard(CardArguments, frozen=True):
    template = "exchange.card"

    listing: int
    #: Number of the publication that it belongs to. Cards of an earlier one were withdrawn.
    sending: int


async def find_listing_topic(store: Store, type_: str) -> int | None:
    """Return the topic whose rooms get listings of this type; None where the network has no such topic."""
    for slug in (_TOPICS.get(type_, SYMBIOSIS), SYMBIOSIS):
        topic = await store.topics.find_topic_by_slug(slug)
        if topic is not None:
            return topic.id
    return None


def build_listing_document(listing: Listing) -> Document:
    """Build the search document. The type is found in each language, whichever the text is in."""
    names = [name_flow_type(Say(language, Arena().zone), listing.type) for language in LANGUAGES]
    return Document(
        kind="listing",
        id=listing.id,
        topic_id=listing.topic_id,
        language=listing.language,
        organisation_id=listing.organisation_id,
        level=listing.level,
        reach_id=listing.reach_id,
        title=extract_plain_text(listing.text)[:200] or names[0],
        body=extract_plain_text(listing.text)[200:],
        extra=f"{listing.code}. {listing.amount}",
        keywords=tuple(dict.fromkeys(names)),
    )


def is_listing_published(listing: Listing) -> bool:
    return listing.state == OPEN and listing.level != HIDDEN_LEVEL


async def announce_listing(store: Store, arena: Arena, listing: Listing) -> None:
    """Match it now and not in the night, and bring all else up to it. Rooms in reach that have no card get one."""
    await store.session.flush()
    await update_listing_matches(store, arena, listing)
    await synchronise_listing(store, listing)
    if is_listing_published(listing):
        await _post_listing_cards(store, listing)


async def synchronise_listing(store: Store, listing: Listing) -> None:
    """Update the index and every copy; its matches follow in the night."""
    await store.session.flush()
    await settle_seats(store, listing)
    await withdraw_blind_cards(store, listing)
    await store.outbox.refresh_copies(build_shown_subject(listing.id))
    await question_withdrawal.withdraw_settled_questions(store, listing)
    if not is_listing_published(listing):
        await unindex_document(store, "listing", listing.id)
        await _withdraw_cards(store, listing)
        return
    await index_documents(store, build_listing_document(listing))
    about = build_listing_subject(listing.id)
    await store.outbox.refresh_copies(about)
    allowed = {room.id for room in await _list_listing_rooms(store, listing)}
    for copy in await store.posted_copies.list_sent_copies(about):
        if copy.room_id is not None and copy.room_id not in allowed:
            await store.outbox.withdraw_delivery(copy)


async def _withdraw_cards(store: Store, listing: Listing) -> None:
    await store.outbox.withdraw_copies(build_listing_subject(listing.id))
    listing.sendings += 1


async def _list_listing_rooms(store: Store, listing: Listing) -> Sequence[Room]:
    if listing.topic_id is None:
        return ()
    rooms = await store.rooms.list_open_rooms_of_topics([listing.topic_id])
    return await store.audiences.list_rooms_within_audience(listing.reach_id, rooms)


async def _post_listing_cards(store: Store, listing: Listing) -> None:
    """Post the card to those rooms that have none."""
    about = build_listing_subject(listing.id)
    have = await store.posted_copies.list_rooms_with_copy(about, ListingCard.template)
    card, key = ListingCard(listing.id, listing.sendings), f"listing:{listing.id}:{listing.sendings}"
    drafts = [
        outgoing.build_room_draft(room, card, key=f"{key}:room:{room.id}", subject=about)
        for room in await _list_listing_rooms(store, listing)
        if room.id not in have
    ]
    await store.outbox.post_deliveries(*drafts)


async def forget_organisation_exchange(store: Store, organisation_id: int, today: date) -> None:
    """Delete its streams, listings and sites; cards in rooms are taken back, and its places of others given on.

    What it had to spare is of use to nobody without it, and where its plants lie is its own.
    """
    await close_organisation_matches(store, organisation_id, today)
    await leave_seats(store, organisation_id)
    await store.streams.withdraw_declaration(organisation_id)
    for stream in await store.streams.list_streams_of_organisations([organisation_id]):
        await store.streams.delete(stream)
    for listing in await store.listings.list_listings_of_organisations([organisation_id]):
        await unindex_document(store, "listing", listing.id)
        id = listing.id
        for about in (build_listing_subject(id), build_shown_subject(id), build_blind_subject(id)):
            await store.outbox.withdraw_copies(about)
        await end_seats(store, listing)
        await store.listings.delete(listing)
        await question_withdrawal.redraw_questions(store, listing.id)
    for site in await store.sites.list_sites_of_organisations([organisation_id]):
        await store.sites.delete(site)
