"""Match a listing with those that its reader may see, and tell why: in classes alone, and never of what is hidden.

Who is on the other side has not been asked. So nobody is matched here with what they could not find by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.chat.turn import Turn
from handlers.exchange.listings.lookup import list_listing_levels
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES
from handlers.exchange.matching.explanation import MatchExplainer
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.offer_matching import NeedIndex, ShownPair, match_offer
from storage.exchange.listings import NEED, OFFER, OPEN, Listing
from storage.exchange.sites import Site
from storage.kit.database import Store


class ListingMatch(NamedTuple):
    """Hold the listing on the other side, and the sentence that says why it fits."""

    listing: Listing
    score: float
    sentence: str


async def list_listing_matches(turn: Turn, listing: Listing) -> list[ListingMatch]:
    """Return the matches of a listing in force, best first."""
    if listing.state != OPEN:
        return []
    language = turn.say.language
    others = await _list_counterparts(turn, listing)
    facts = await _read_facts(turn.store, [listing, *others], language)
    known = {other.id: other for other in others}
    mine = facts[listing.id]
    offers = [mine] if mine.is_offer else [facts[other.id] for other in others]
    index = NeedIndex([facts[other.id] for other in others] if mine.is_offer else [mine])
    found = []
    for offer in offers:
        shown, _ = match_offer(offer, index, turn.now.astimezone(turn.arena.zone).date())
        found += [_explain(offer, pair, known, is_offer=mine.is_offer) for pair in shown]
    return sorted(found, key=lambda match: -match.score)


def _explain(offer: ListingFacts, pair: ShownPair, known: dict[int, Listing], *, is_offer: bool) -> ListingMatch:
    other = known[pair.need.id if is_offer else offer.id]
    return ListingMatch(other, pair.score, MatchExplainer(offer, blind=True).explain_match(pair))


async def _list_counterparts(turn: Turn, listing: Listing) -> Sequence[Listing]:
    """List what this reader sees of the other direction. Who sees less is matched with less."""
    direction = NEED if listing.direction == OFFER else OFFER
    viewer = await turn.store.audiences.build_viewer(turn.person)
    types = _list_counterpart_types(listing)
    levels = list_listing_levels(turn.person)
    found = await turn.store.listings.list_counterparts(direction, types, viewer, levels)
    return [other for other in found if other.organisation_id != listing.organisation_id]


def _list_counterpart_types(listing: Listing) -> tuple[str, ...]:
    if listing.direction == OFFER:
        return SERVED_TYPES[listing.type]
    return tuple(offered for offered, served in SERVED_TYPES.items() if listing.type in served)


async def _read_facts(store: Store, listings: Sequence[Listing], language: str) -> dict[int, ListingFacts]:
    sites = await store.sites.map_sites_by_id({listing.site_id for listing in listings})
    return {
        listing.id: read_listing(build_match_row(listing, sites[listing.site_id], language)) for listing in listings
    }


def build_match_row(listing: Listing, site: Site, language: str) -> dict[str, object]:
    """Return the listing with its site as `match` reads one."""
    row: dict[str, object] = {
        "id": listing.id, "organisation": str(listing.organisation_id), "direction": listing.direction,
        "type": listing.type, "text": listing.text, "amount": listing.amount or None,
        "temperature": listing.temperature, "months": listing.months or None, "language": language,
        "price_area": site.price_area or None, "grid_company": site.grid_company or None, "quay": site.quay,
        "rail": site.rail, "valid_to": listing.valid_to.isoformat(),
    }  # fmt: skip
    if site.latitude is not None and site.longitude is not None:
        row |= {"lat": site.latitude / 100, "lon": site.longitude / 100}
    return row
