"""Find at night which listings almost fit: those that one bridge or one answer would match.

The facilitator alone reads of them, so figures are compared. A pair that must not meet is in neither.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from handlers.exchange.matches.listing_sight import NEVER, ListingSights
from handlers.exchange.matches.pair_finder import Candidate
from handlers.exchange.matching.answer_gaps import AnswerGap, find_answer_gap
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES, may_listings_meet
from handlers.exchange.matching.offer_matching import NearPair, ShownPair, find_bridge, judge_pair
from handlers.exchange.matching.pair_factors import OfferScorer
from storage.exchange.listings import NEED, OFFER
from storage.exchange.near_pairings import NearPairing

#: pairs of each sort that are kept, and of these so many of one listing
MOST_KEPT, MOST_OF_ONE = 40, 2


async def find_near_pairings(
    candidates: Iterable[Candidate], sights: ListingSights, today: date, found_at: datetime
) -> list[NearPairing]:
    """Return the best pairs of each sort, offer by offer in a thread: people are answered meanwhile."""
    offers, needs = [], defaultdict(list)
    for candidate in candidates:
        if candidate.is_spent:
            continue
        if candidate.direction == OFFER:
            offers.append(candidate)
        else:
            needs[candidate.type].append(candidate)
    found: list[NearPairing] = []
    for offer in offers:
        met = [need for type_ in SERVED_TYPES[offer.type] for need in needs.get(type_, ())]
        found += await asyncio.to_thread(_judge_offer, offer, met, sights, today, found_at)
        if len(found) > MOST_KEPT * MOST_KEPT:
            found = _choose_best(found)
    return _choose_best(found)


def _judge_offer(
    offer: Candidate, needs: Sequence[Candidate], sights: ListingSights, today: date, found_at: datetime
) -> list[NearPairing]:
    scorers = {type_: OfferScorer(offer.pair_facts.figures, type_) for type_ in {need.type for need in needs}}
    pairs = (_judge_need(offer, need, scorers[need.type], today) for need in needs)
    found = [(need, pair) for need, pair in zip(needs, pairs, strict=True) if pair is not None]
    return [_build_pairing(offer, need, pair, found_at) for need, pair in found if _may_know(sights, offer, need)]


def _judge_need(offer: Candidate, need: Candidate, scorer: OfferScorer, today: date) -> AnswerGap | NearPair | None:
    """Return the answer that would make it a match, or else the one thing that fails and has a bridge."""
    if offer.organisation_id == need.organisation_id:
        return None
    here, there = scorer.offer, need.pair_facts.figures
    if (here.is_gated or there.is_gated) and not may_listings_meet(here, there, today):
        return None
    pair = judge_pair(scorer, there)
    if isinstance(pair, ShownPair):
        return None
    gap = find_answer_gap(scorer, there)
    if gap is not None or pair is None:
        return gap
    return pair if find_bridge(here, pair) is not None else None


def _may_know(sights: ListingSights, offer: Candidate, need: Candidate) -> bool:
    return NEVER not in (
        sights.judge_sight(offer, need.organisation_id), sights.judge_sight(need, offer.organisation_id)
    )  # fmt: skip


def _build_pairing(offer: Candidate, need: Candidate, pair: AnswerGap | NearPair, found_at: datetime) -> NearPairing:
    both = {"offer_id": offer.id, "need_id": need.id, "found_at": found_at}
    if isinstance(pair, AnswerGap):
        return NearPairing(
            **both, lacking=pair.field, asked_side=OFFER if pair.of_offer else NEED, bridge="", score=pair.score
        )
    bridge = find_bridge(offer.pair_facts.figures, pair) or ""
    return NearPairing(**both, lacking=pair.failing, asked_side="", bridge=bridge, score=pair.others)


def _choose_best(pairings: Sequence[NearPairing]) -> list[NearPairing]:
    """Return the best of each sort, few of each listing: else one that lacks much would fill the page."""
    kept: list[NearPairing] = []
    seen: Counter[tuple[bool, int]] = Counter()
    counts: Counter[bool] = Counter()
    for one in sorted(pairings, key=lambda one: -one.score):
        sort = one.asked_side != ""
        listings = ((sort, one.offer_id), (sort, one.need_id))
        if counts[sort] >= MOST_KEPT or any(seen[listing] >= MOST_OF_ONE for listing in listings):
            continue
        counts[sort] += 1
        seen.update(listings)
        kept.append(one)
    return kept
