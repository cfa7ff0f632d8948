"""Find the cascades of an offer: the hot part serves one need, and what comes back is hot enough for a second one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from handlers.exchange.matches.listing_sight import ListingSights
from handlers.exchange.matches.pair_finder import Candidate, find_pair_scorer
from handlers.exchange.matching.combinations import score_cascade
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.offer_matching import ShownPair, judge_pair
from handlers.exchange.matching.pair_factors import OfferScorer


class CascadedListings(NamedTuple):
    """Hold the need that takes the hot part, and the one that takes what comes back at so many °C."""

    first: int
    second: int
    back: float


def find_cascade(
    offer: Candidate, needs: Sequence[Candidate], sights: ListingSights, today: date
) -> CascadedListings | None:
    """Return the best cascade of an offer; None without a known return, or without two needs that fit.

    How much is left in what comes back is not known, so its amount is no factor.
    """
    figures = offer.pair_facts.figures
    if figures.back is None:
        return None
    cooled = replace(figures, temperature=figures.back, amount=None, heat=None, back=None)
    firsts, seconds = list[ShownPair](), list[ShownPair]()
    for need in needs:
        scorer = find_pair_scorer(offer, need, sights, today)
        if scorer is None:
            continue
        facts = need.pair_facts.figures
        if takes_return(figures, facts):
            seconds += _judge_shown(OfferScorer(cooled, facts.type or ""), facts)
        elif facts.temperature is not None:
            firsts += _judge_shown(scorer, facts)
    if not firsts or not seconds:
        return None
    return CascadedListings(_choose_best(firsts), _choose_best(seconds), figures.back)


def takes_return(offer: ListingFacts, need: ListingFacts) -> bool:
    """Return True if what comes back is hot enough for the need, with nothing to lift it."""
    return score_cascade(offer.back, need.temperature, gas=offer.in_gas or need.in_gas) == 1.0


def _judge_shown(scorer: OfferScorer, need: ListingFacts) -> list[ShownPair]:
    pair = judge_pair(scorer, need)
    return [pair] if isinstance(pair, ShownPair) else []


def _choose_best(pairs: Iterable[ShownPair]) -> int:
    return int(max(pairs, key=lambda pair: pair.score).need.id)
