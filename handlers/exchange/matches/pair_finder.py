"""Find the offers and needs that fit, best first, each pair with who may know what of the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.exchange.matches.listing_sight import NAMED, NEVER, SightJudge, choose_first_side
from handlers.exchange.matches.pair_facts import PairFacts, map_pair_facts
from handlers.exchange.matching.class_facts import compute_facts_key
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES
from handlers.exchange.matching.offer_matching import NeedIndex, ShownPair, match_offer
from storage.exchange.listings import NEED, OFFER, Listing
from storage.kit.database import Store


class FoundPair(NamedTuple):
    """Hold an offer and a need that fit."""

    offer: Listing
    need: Listing
    #: True if figures were compared, since each side may find the other's listing by name
    named: bool
    first_side: str
    score: float
    factors: dict[str, float]
    facts_key: str

    @property
    def key(self) -> tuple[int, int, str]:
        return self.offer.id, self.need.id, self.facts_key


async def find_pairs_of_listing(store: Store, listing: Listing) -> list[FoundPair]:
    """Return the pairs that a listing in force is in, best first."""
    direction = NEED if listing.direction == OFFER else OFFER
    others = await store.listings.list_open_counterparts(
        direction, _list_counterpart_types(listing), listing.organisation_id
    )
    if listing.direction == OFFER:
        return await find_pairs(store, [listing], others)
    return await find_pairs(store, others, [listing])


def _list_counterpart_types(listing: Listing) -> tuple[str, ...]:
    if listing.direction == OFFER:
        return SERVED_TYPES[listing.type]
    return tuple(offered for offered, served in SERVED_TYPES.items() if listing.type in served)


async def find_pairs(store: Store, offers: Sequence[Listing], needs: Sequence[Listing]) -> list[FoundPair]:
    """Return the pairs of these that fit, best first."""
    facts = await map_pair_facts(store, [*offers, *needs])
    known = {need.id: need for need in needs}
    judge, found = SightJudge(store), []
    indexes = {named: NeedIndex([facts[id].choose(named=named) for id in known]) for named in (True, False)}
    for offer in offers:
        for named, index in indexes.items():
            shown, _ = match_offer(facts[offer.id].choose(named=named), index, store.now.date())
            for pair in shown:
                need = known[pair.need.id]
                first_side = await _find_first_side(judge, offer, need, named=named)
                if first_side:
                    found.append(_build_pair(offer, need, pair, first_side, facts, named=named))
    return sorted(found, key=lambda pair: -pair.score)


async def _find_first_side(judge: SightJudge, offer: Listing, need: Listing, *, named: bool) -> str:
    """Return who is asked first; empty where the two must not meet, or meet in the other manner."""
    offer_sight = await judge.judge_sight(offer, need.organisation_id)
    need_sight = await judge.judge_sight(need, offer.organisation_id)
    both_named = offer_sight == need_sight == NAMED
    if NEVER in (offer_sight, need_sight) or both_named != named:
        return ""
    return choose_first_side(offer_sight, need_sight)


def _build_pair(
    offer: Listing, need: Listing, pair: ShownPair, first_side: str, facts: dict[int, PairFacts], *, named: bool
) -> FoundPair:
    key = compute_facts_key(facts[offer.id].classes, facts[need.id].classes)
    return FoundPair(offer, need, named, first_side, round(pair.score, 4), dict(pair.factors), key)
