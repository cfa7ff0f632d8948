"""Compute how far matching should look, from what was refused and what was accepted. Pure functions of numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple

from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.pair_factors import OfferScorer, find_pair_mode
from handlers.exchange.matching.pair_score import WEAKEST_SHOWN

#: organisations that have to have refused, and matches that have to have been accepted, before a limit is proposed
LEAST_REFUSED, LEAST_ACCEPTED = 5, 3
#: bounds of a proposed stretch: at most a factor 2 from the rule
NARROWEST, WIDEST = 0.5, 2.0
#: a proposal that is nearer to what stands changes nothing that anybody would see
LEAST_CHANGE = 0.05
#: bounds between which it is sought what a pair would need
_LEAST, _MOST = 0.05, 20.0
_STEPS = 20


class LimitEvidence(NamedTuple):
    """Hold what each pair would need to be shown: of those refused for this reason, and of those accepted."""

    refused: tuple[float, ...]
    accepted: tuple[float, ...]


def find_needed_stretch(offer: ListingFacts, need: ListingFacts, factor: str) -> float | None:
    """Return the least stretch with which the factor lets the pair be shown; None where it is not known."""
    mode = find_pair_mode(offer, need)

    def score(stretch: float) -> float | None:
        stretched = replace(offer, stretches={**offer.stretches, (mode, factor): stretch})
        return OfferScorer(stretched, need.type or "").score_factors(need).factors.get(factor)

    if score(1.0) is None:
        return None
    return _bisect_stretch(score)


def _bisect_stretch(score: Callable[[float], float | None]) -> float:
    low, high = _LEAST, _MOST
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        if (score(middle) or 0.0) >= WEAKEST_SHOWN:
            high = middle
        else:
            low = middle
    return high


def propose_stretch(evidence: LimitEvidence, now: float) -> float | None:
    """Return the middle between the farthest that was accepted and the nearest that was refused, within bounds.

    `now`: the stretch that stands. Return None where too little is known, or nothing would change.
    """
    if len(evidence.accepted) < LEAST_ACCEPTED or not evidence.refused:
        return None
    middle = (max(evidence.accepted) + min(evidence.refused)) / 2
    proposed = round(min(max(middle, NARROWEST), WIDEST), 2)
    return None if abs(proposed - now) < LEAST_CHANGE else proposed


def have_enough_refused(organisations: Collection[int]) -> bool:
    return len(set(organisations)) >= LEAST_REFUSED
