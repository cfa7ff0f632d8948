"""Find the one answer that would make a match of a pair: what one side has not said, at its best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from handlers.exchange.matching.distance_factor import LONGEST_HEAT_KM
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.offer_matching import ShownPair, judge_pair
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES, OfferScorer, measure_route_km
from handlers.exchange.matching.pair_score import WEAKEST_SHOWN

#: kelvin by which an offer is taken to be hotter than the need where only one of the two is said
_BETWEEN = 20.0


class AnswerGap(NamedTuple):
    """Hold which field of which side is missing, and the score that the best answer would give."""

    field: str
    #: True where the offer's side has to answer
    of_offer: bool
    score: float


def find_answer_gap(scorer: OfferScorer, need: ListingFacts) -> AnswerGap | None:
    """Return the answer that would help most to a pair that is no match; None where none helps alone."""
    return max(list_answer_gaps(scorer, need), key=lambda gap: gap.score, default=None)


def list_answer_gaps(scorer: OfferScorer, need: ListingFacts) -> list[AnswerGap]:
    """Return each answer that is missing and with which, at its best, the pair is a match.

    It decides about a pair that is one already as well: another answer would end it.
    """
    if _is_out_of_reach(scorer, need):
        return []
    gaps = []
    for field, of_offer, here, there in _fill_fields(scorer.offer, need):
        pair = judge_pair(OfferScorer(here, there.type or ""), there)
        if isinstance(pair, ShownPair):
            gaps.append(AnswerGap(field, of_offer, pair.score))
    return gaps


def _is_out_of_reach(scorer: OfferScorer, need: ListingFacts) -> bool:
    """Return True for two places so far apart that no answer makes up for it."""
    if scorer.is_heat:
        km = measure_route_km(scorer.offer, need)
        return km is not None and km > LONGEST_HEAT_KM
    distance, _ = scorer.score_distance(need, 1.0)
    return distance is not None and distance < WEAKEST_SHOWN


def _fill_fields(offer: ListingFacts, need: ListingFacts) -> Iterator[tuple[str, bool, ListingFacts, ListingFacts]]:
    """Yield the pair with each field filled that one side alone has not said, as the other wishes it."""
    if offer.amount is None and need.amount is not None:
        yield "amount", True, replace(offer, amount=need.amount, heat=need.amount), need
    if need.amount is None and offer.amount is not None:
        yield "amount", False, offer, replace(need, amount=OfferScorer(offer, need.type or "").amount)
    if offer.months is None and need.months is not None:
        yield "months", True, replace(offer, months=need.months), need
    if need.months is None and offer.months is not None:
        yield "months", False, offer, replace(need, months=offer.months)
    if {offer.type, need.type} <= TEMPERED_TYPES:
        yield from _fill_temperatures(offer, need)


def _fill_temperatures(
    offer: ListingFacts, need: ListingFacts
) -> Iterator[tuple[str, bool, ListingFacts, ListingFacts]]:
    apart = -_BETWEEN if need.type == "cooling" else _BETWEEN
    if offer.temperature is None and need.temperature is not None:
        yield "temperature", True, replace(offer, temperature=need.temperature + apart), need
    if need.temperature is None and offer.temperature is not None:
        yield "temperature", False, offer, replace(need, temperature=offer.temperature - apart)
