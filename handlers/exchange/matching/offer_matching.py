"""Match one offer with all needs: those that are shown, best first, and those that fail in one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from handlers.exchange.matching.compatibility_gates import is_hazard_refused, list_served_types, may_listings_meet
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.near_matches import (
    compute_mean_of_others,
    find_failing_factor,
    list_low_factors,
    name_bridge,
)
from handlers.exchange.matching.pair_factors import OfferScorer, PairFactors
from handlers.exchange.matching.pair_score import MEAN_SHOWN, WEAKEST_SHOWN, compute_weighted_mean
from handlers.exchange.matching.quality_factor import list_broken_musts


class ShownPair(NamedTuple):
    """Hold a match: the need, the mean of its factors, and these."""

    need: ListingFacts
    score: float
    factors: dict[str, float]


class NearPair(NamedTuple):
    """Hold a near match: the need, what it fails in, the mean of the other factors."""

    need: ListingFacts
    failing: str
    others: float


class NeedIndex:
    """Hold all needs by their type."""

    def __init__(self, needs: Iterable[ListingFacts]) -> None:
        self._by_type: dict[str, list[ListingFacts]] = defaultdict(list)
        for need in needs:
            if need.type is not None:
                self._by_type[need.type].append(need)

    def list_needs(self, type_: str) -> list[ListingFacts]:
        return self._by_type.get(type_, [])


def match_offer(offer: ListingFacts, index: NeedIndex, today: date) -> tuple[list[ShownPair], list[NearPair]]:
    """Return the shown pairs of an offer, best first, and the near ones, best first by their other factors."""
    shown: list[ShownPair] = []
    near: list[NearPair] = []
    organisation, is_gated = offer.organisation, offer.is_gated
    for need_type in list_served_types(offer):
        scorer = OfferScorer(offer, need_type)
        for need in index.list_needs(need_type):
            if need.organisation == organisation:
                continue
            if (is_gated or need.is_gated) and not may_listings_meet(offer, need, today):
                continue
            found = judge_pair(scorer, need)
            if found is None:
                continue
            if isinstance(found, ShownPair):
                shown.append(found)
            else:
                near.append(found)
    shown.sort(key=lambda pair: -pair.score)
    near.sort(key=lambda pair: -pair.others)
    return shown, near


def judge_pair(scorer: OfferScorer, need: ListingFacts) -> ShownPair | NearPair | None:
    """Return the pair as shown or as near. Return None if it fails in several things, or is only middling."""
    factors = scorer.score_flow(need)
    low = list_low_factors(factors)
    if len(low) > 1:
        return None  # whatever the distance is, it fails in two things
    pair, offer = PairFactors(factors, scorer.add_place(need, factors)), scorer.offer
    if low and pair.best_distance is not None and pair.best_distance < WEAKEST_SHOWN:
        return None
    hazard = offer.hazardous and is_hazard_refused(offer, need)
    must = bool(need.wishes) and bool(list_broken_musts(offer.values, need.wishes))
    if not (hazard or must or list_low_factors(factors)):
        mean = compute_weighted_mean(factors)
        return ShownPair(need, mean, factors) if mean >= MEAN_SHOWN else None
    failing = find_failing_factor(pair, hazard=hazard, must=must)
    return None if failing is None else NearPair(need, failing, compute_mean_of_others(pair, failing))


def find_bridge(offer: ListingFacts, near: NearPair) -> str | None:
    return name_bridge(near.failing, offer, near.need)
