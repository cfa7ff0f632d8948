"""Find how much of offers and needs the exchanges that run take, and what is left of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handlers.exchange.matching.amount_fields import read_amount_fields
from handlers.exchange.matching.field_reader import FieldReader
from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.remaining_flow import FlowUse, TakenFlow, compute_taken_flow, compute_use
from handlers.exchange.matching.running_time import find_running_hours
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.matches import SIDES, ListingMatch, TakingExchange
from storage.kit.database import Store

#: readings of listings that are kept
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class ListingUse:
    """Hold what exchanges take of one listing."""

    #: codes of the matches that take something of it
    codes: tuple[str, ...]
    taken: tuple[TakenFlow, ...] = ()
    #: codes of those of which nothing tells how much they take
    unsaid: tuple[str, ...] = ()
    #: organisations on the other side of them
    partner_ids: frozenset[int] = frozenset()


async def map_listing_uses(
    store: Store, listing_ids: Collection[int] | None = None, apart_from: int | None = None
) -> dict[int, ListingUse]:
    """Return listing -> its use, of those that are used. Without ids: of all; `apart_from`: a match that is no use."""
    found = await store.matches.list_taking_exchanges(listing_ids)
    return build_uses(one for one in found if one.match.id != apart_from)


async def list_spent_ids(store: Store) -> set[int]:
    """Return the listings of which exchanges take all."""
    found = await store.matches.list_taking_exchanges()
    uses = build_uses(found)
    listings = {listing.id: listing for one in found for listing in (one.offer, one.need)}
    return {id for id, one in listings.items() if is_listing_spent(one, uses)}


def is_listing_spent(listing: Listing, uses: Mapping[int, ListingUse]) -> bool:
    use = find_flow_use(listing, uses)
    return use is not None and use.is_spent


def build_uses(exchanges: Iterable[TakingExchange]) -> dict[int, ListingUse]:
    """Return listing -> its use, as these exchanges tell it."""
    codes, taken = defaultdict[int, list[str]](list), defaultdict[int, list[TakenFlow]](list)
    unsaid, partners = defaultdict[int, list[str]](list), defaultdict[int, set[int]](set)
    for one in exchanges:
        offer, need = read_listing_flow(one.offer), read_listing_flow(one.need)
        agreed = read_agreed_amount(one.match, one.offer)
        for side in SIDES:
            id = one.get_listing(side).id
            flow = compute_taken_flow(offer, need, agreed, of_offer=side == OFFER)
            codes[id].append(one.match.code)
            partners[id].add(one.match.get_organisation_id(NEED if side == OFFER else OFFER))
            if flow is None:
                unsaid[id].append(one.match.code)
            else:
                taken[id].append(flow)
    return {
        id: ListingUse(tuple(some), tuple(taken[id]), tuple(unsaid[id]), frozenset(partners[id]))
        for id, some in codes.items()
    }


def find_flow_use(listing: Listing, uses: Mapping[int, ListingUse]) -> FlowUse | None:
    """Return what is taken and left of the listing; None where nothing is, or nothing tells how much."""
    use = uses.get(listing.id)
    return compute_use(read_listing_flow(listing), use.taken) if use is not None and use.taken else None


def read_agreed_amount(match: ListingMatch, offer: Listing) -> FlowAmount | None:
    """Return how much the sides of the match have agreed on; None where they have said nothing."""
    return read_flow(offer.type, match.amount) if match.amount else None


def read_flow(type_: str, amount: str) -> FlowAmount | None:
    return read_amount_fields(FieldReader({"amount": amount}), type_, None)[0]


def read_listing_flow(listing: Listing) -> ListingFacts:
    """Return how much of what flows when, wherever the listing's site is."""
    return _read_flow_row(
        listing.direction, listing.type, listing.text, listing.amount, listing.temperature, listing.back,
        tuple(listing.months), listing.daily_hours,
    )  # fmt: skip


@lru_cache(maxsize=_KEPT)
def _read_flow_row(
    direction: str, type_: str, text: str, amount: str, temperature: float | None, back: float | None,
    months: tuple[float, ...], daily_hours: str,
) -> ListingFacts:  # fmt: skip
    return read_listing(
        {
            "id": 0, "organisation": "0", "direction": direction, "type": type_, "text": text,
            "amount": amount or None, "temperature": temperature, "back": back, "months": [*months] or None,
            "hours": find_running_hours(text, amount, months, daily_hours),
        }
    )  # fmt: skip
