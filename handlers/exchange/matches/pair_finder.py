"""Find the offers and needs that fit, best first, each pair with who may know what of the other.

Only what loads asks the database. So all pairs of a network can be found outside a unit of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from handlers.exchange.matches.exchange_uses import ListingUse, map_listing_uses
from handlers.exchange.matches.listing_sight import NAMED, NEVER, ListingSights, choose_first_side, load_listing_sights
from handlers.exchange.matches.pair_facts import MatchRow, PairFacts, build_match_row, read_match_row
from handlers.exchange.matching.class_facts import compute_facts_key
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES, list_served_types, may_listings_meet
from handlers.exchange.matching.offer_matching import NeedIndex, ShownPair, match_offer
from handlers.exchange.matching.pair_factors import OfferScorer
from handlers.exchange.matching.remaining_flow import TakenFlow, compute_use
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.matches import SUPPLY
from storage.kit.database import Store


@dataclass(frozen=True)
class Candidate:
    """Hold a listing as it was when it was loaded, and what matching reads of it."""

    id: int
    organisation_id: int
    direction: str
    type: str
    level: str
    reach_id: int | None
    changed_at: datetime
    row: MatchRow
    #: what exchanges take of it
    taken: tuple[TakenFlow, ...] = ()

    @property
    def whole_facts(self) -> PairFacts:
        """Return the facts as the owner states them, whatever is taken of it."""
        return read_match_row(self.row)

    @cached_property
    def pair_facts(self) -> PairFacts:
        """Return the facts of what is left for others."""
        return self.whole_facts.leave_rest(self.taken)

    @cached_property
    def is_spent(self) -> bool:
        """Return True if exchanges take all of it."""
        use = compute_use(self.whole_facts.figures, self.taken) if self.taken else None
        return use is not None and use.is_spent


class FoundPair(NamedTuple):
    """Hold an offer and a need that fit, or in their places two needs that have something to talk about."""

    offer: Candidate
    need: Candidate
    #: True if figures were compared, since each side may find the other's listing by name
    named: bool
    first_side: str
    score: float
    factors: dict[str, float]
    facts_key: str
    purpose: str = SUPPLY

    @property
    def pair_key(self) -> tuple[int, int, str]:
        return self.offer.id, self.need.id, self.facts_key


async def load_candidates(store: Store, listings: Sequence[Listing]) -> list[Candidate]:
    """Return the listings as they are now."""
    sites = await store.sites.map_sites_by_id({listing.site_id for listing in listings})
    stretches = await store.matching_limits.map_stretches()
    uses = await map_listing_uses(store, [listing.id for listing in listings])
    nothing = ListingUse(())
    return [
        Candidate(
            listing.id, listing.organisation_id, listing.direction, listing.type, listing.level, listing.reach_id,
            listing.changed_at, build_match_row(listing, sites[listing.site_id], "nb", stretches),
            uses.get(listing.id, nothing).taken,
        )
        for listing in listings
    ]  # fmt: skip


async def find_pairs_of_listing(store: Store, listing: Listing, today: date) -> list[FoundPair]:
    """Return the pairs that a listing in force is in, best first."""
    others = await list_counterparts(store, listing)
    candidates = await load_candidates(store, [listing, *others])
    sights = await load_listing_sights(store, candidates)
    if listing.direction == OFFER:
        return find_pairs_of_offer(candidates[0], candidates[1:], sights, today)
    pairs = [pair for offer in candidates[1:] for pair in find_pairs_of_offer(offer, candidates[:1], sights, today)]
    return sort_pairs(pairs)


async def list_counterparts(store: Store, listing: Listing) -> Sequence[Listing]:
    """Return listings in force of others that such an offer may serve, or that may serve such a need."""
    direction = NEED if listing.direction == OFFER else OFFER
    types = _list_counterpart_types(listing)
    return await store.listings.list_open_counterparts(direction, types, listing.organisation_id)


def _list_counterpart_types(listing: Listing) -> tuple[str, ...]:
    if listing.direction == OFFER:
        return SERVED_TYPES[listing.type]
    return tuple(offered for offered, served in SERVED_TYPES.items() if listing.type in served)


def find_pairs_of_offer(
    offer: Candidate, needs: Iterable[Candidate], sights: ListingSights, today: date
) -> list[FoundPair]:
    """Return the pairs of an offer with those needs that it fits, best first."""
    if offer.is_spent:
        return []
    sides = {need.id: (need, *find_manner(sights, offer, need)) for need in needs if not need.is_spent}
    found = []
    for named in (True, False):
        met = [
            need.pair_facts.choose_facts(named=named)
            for need, manner, side in sides.values()
            if side and manner == named
        ]
        shown, _ = match_offer(offer.pair_facts.choose_facts(named=named), NeedIndex(met), today) if met else ((), ())
        for pair in shown:
            need, _, side = sides[pair.need.id]
            found.append(_build_pair(offer, need, pair, side, named=named))
    return sort_pairs(found)


def find_manner(sights: ListingSights, offer: Candidate | Listing, need: Candidate | Listing) -> tuple[bool, str]:
    """Return whether the two meet by name, and who is asked first; an empty side where they must not meet."""
    offer_sight = sights.judge_sight(offer, need.organisation_id)
    need_sight = sights.judge_sight(need, offer.organisation_id)
    if NEVER in (offer_sight, need_sight):
        return False, ""
    return offer_sight == need_sight == NAMED, choose_first_side(offer_sight, need_sight)


def find_pair_scorer(offer: Candidate, need: Candidate, sights: ListingSights, today: date) -> OfferScorer | None:
    """Return what scores the two by their figures; None where a gate or an audience keeps them apart."""
    here, there = offer.pair_facts.figures, need.pair_facts.figures
    if offer.is_spent or need.is_spent or not find_manner(sights, offer, need)[1]:
        return None
    if there.type not in list_served_types(here) or not may_listings_meet(here, there, today):
        return None
    return OfferScorer(here, there.type or "")


def _build_pair(offer: Candidate, need: Candidate, pair: ShownPair, first_side: str, *, named: bool) -> FoundPair:
    # what others take is no new fact of the two: who refused is not asked again since less is left
    key = compute_facts_key(offer.whole_facts.classes, need.whole_facts.classes)
    return FoundPair(offer, need, named, first_side, round(pair.score, 4), dict(pair.factors), key)


def sort_pairs(pairs: Iterable[FoundPair]) -> list[FoundPair]:
    """Return pairs, best first."""
    return sorted(pairs, key=lambda pair: -pair.score)
