"""Register the record kind of listings: what is offered and needed."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.arena_modes import PRACTICAL
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Item
from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import (
    DigestNews,
    HandoverEntry,
    Ownership,
    RecordKind,
    SearchSupport,
    SentRecord,
    show_argument,
)
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange import listing_labels
from handlers.exchange.asking.pending_listings import list_pending_listings
from handlers.exchange.leveled_records import list_contact_ties, may_see_laid_out
from handlers.exchange.listings.listing_moderation import ListingModeration
from handlers.exchange.listings.listing_publication import build_listing_document, is_listing_published
from handlers.exchange.listings.lookup import find_numbered_listing
from handlers.exchange.listings.new_listings import list_new_listings
from handlers.exchange.matches.match_disclosure import redraw_listing_matches
from handlers.exchange.matches.match_sides import build_listing_subject, build_shown_subject
from handlers.exchange.matches.readable_rests import load_readable_rests
from handlers.exchange.own_words import choose_current_words
from handlers.language.document_search import Document, Hit
from handlers.language.matches import add_matched_words
from handlers.library.solutions.match_explanations import describe_matches
from storage.directory.people import Person
from storage.exchange.listings import Listing
from storage.kit.database import Store


async def _build_listing_documents(_store: Store, listings: Sequence[Listing]) -> list[Document]:
    return [build_listing_document(listing) for listing in listings if is_listing_published(listing)]


async def _draw_listing_hit(turn: Turn, hit: Hit, value: str) -> Item | None:
    listing, say = await turn.store.listings.find(hit.id), turn.say
    if listing is None or not await may_see_laid_out(turn.store, turn.person, listing):
        return None
    organisation = await turn.store.organisations.find(listing.organisation_id)
    why = describe_matches(say, add_matched_words(hit.why, build_listing_document(listing).text))
    rest = (await load_readable_rests(turn, [listing.id])).describe_rest(listing)
    notes = " · ".join(filter(None, (organisation.name if organisation else "", rest, why)))
    show = Button(say("Show"), "exchange.open", value)
    words = shorten_text(choose_current_words(listing), 80)
    return Item(listing_labels.title_listing(say, listing), words, notes, (show,))


async def _describe_owned_listing(what: RenderContext, id: int) -> HandoverEntry:
    listing = await what.store.listings.find(id)
    title = listing_labels.title_listing(what.say, listing) if listing else ""
    return HandoverEntry(title, what.say("Offer or need"), "exchange.open", str(id))


async def _redraw_listing(store: Store, id: int) -> None:
    await store.outbox.refresh_copies(build_listing_subject(id))
    await store.outbox.refresh_copies(build_shown_subject(id))
    await redraw_listing_matches(store, id)


async def _find_listing_sending(turn: Turn, id: int) -> SentRecord | None:
    listing = await turn.store.listings.find(id)
    if listing is None or not is_listing_published(listing):
        return None
    title = listing_labels.title_listing(turn.say, listing)
    topics = frozenset({listing.topic_id} if listing.topic_id is not None else ())
    ties = await list_contact_ties(turn, listing)
    value = RecordValue("listing", id)
    return SentRecord(value, build_listing_subject(id), title, topics, ties, listing.reach_id)


async def _retract_listings(store: Store, person: Person) -> set[int]:
    """Keep what the organisation offers and needs: it is handed over with everything else that the person has."""
    return {listing.id for listing in await store.listings.list_listings_of_contact(person.id)}


LISTING = RecordKind(
    name="listing",
    label=lambda say: say("Offer or need"),
    table=Listing,
    find=lambda store, key: store.listings.find(key),
    list_writers=lambda listing: (listing.contact_id,),
    find_shown=show_argument("listing", lambda store, key: store.listings.find(key)),
    search=SearchSupport(PRACTICAL, _build_listing_documents, _draw_listing_hit, "exchange.open"),
    codes=RecordCodes("B", lambda number: f"B-{number}", find_numbered_listing, "exchange.open"),
    moderation=ListingModeration(),
    ownerships=(Ownership("listing", _describe_owned_listing, _redraw_listing),),
    erasure=Erasure(_retract_listings),
    find_sending=_find_listing_sending,
    list_pending=list_pending_listings,
    news=DigestNews(lambda say: say("New offers and needs in your topics"), list_new_listings),
)
KINDS = (LISTING,)
