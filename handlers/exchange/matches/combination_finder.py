"""Find for the facilitator what one listing lacks a match for: several together, and pairs that fail in one thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from handlers.exchange.matches.cascade_finder import CascadedListings, find_cascade
from handlers.exchange.matches.listing_sight import NAMED, ListingSights, load_listing_sights
from handlers.exchange.matches.pair_finder import Candidate, find_pair_scorer, list_counterparts, load_candidates
from handlers.exchange.matching.amount_factor import compute_cover
from handlers.exchange.matching.combinations import LEAST_COVER, Part, find_sum
from handlers.exchange.matching.compatibility_gates import is_hazard_refused
from handlers.exchange.matching.offer_matching import NearPair, find_bridge, judge_pair
from handlers.exchange.matching.pair_factors import compare_amounts
from handlers.exchange.matching.quality_factor import list_broken_musts
from storage.exchange.listings import OFFER, Listing
from storage.kit.database import Store

#: near misses that are told
MOST_NEAR = 3


class SummedListings(NamedTuple):
    """Hold listings that together cover a share of another one, in the order of what each gives."""

    ids: tuple[int, ...]
    cover: float
    #: True if two of them are of one industry: competition law wants a person's yes
    same_industry: bool


class NearListing(NamedTuple):
    """Hold a listing that fails in one thing, and what is known to bridge it."""

    id: int
    failing: str
    bridge: str | None
    others: float


class Combinations(NamedTuple):
    """Hold what is known beside the matches of a listing."""

    together: SummedListings | None
    near: list[NearListing]
    cascade: CascadedListings | None = None


async def find_combinations(store: Store, listing: Listing, today: date) -> Combinations:
    """Return what the listing could be put together with, by its figures: a facilitator sees all of them."""
    others = await list_counterparts(store, listing)
    candidates = await load_candidates(store, [listing, *others])
    sights = await load_listing_sights(store, candidates)
    industries = {one.id: one.industry for one in await store.organisations.list_all_organisations()}
    return Combinations(
        find_together(candidates[0], candidates[1:], sights, industries, today),
        list_near_listings(candidates[0], candidates[1:], sights, today),
        find_cascade(candidates[0], candidates[1:], sights, today) if listing.direction == OFFER else None,
    )


async def find_near_by_name(store: Store, listing: Listing, today: date) -> list[NearListing]:
    """Return what fails in one thing among what the listing's organisation may see by name.

    What has no name, or is hidden, is left to the facilitator: on asking it would tell who moves a site where it lies.
    """
    others = await list_counterparts(store, listing)
    candidates = await load_candidates(store, [listing, *others])
    sights = await load_listing_sights(store, candidates)
    named = [one for one in candidates[1:] if sights.judge_sight(one, listing.organisation_id) == NAMED]
    return list_near_listings(candidates[0], named, sights, today)


def find_together(
    one: Candidate, others: Sequence[Candidate], sights: ListingSights, industries: dict[int, str], today: date
) -> SummedListings | None:
    """Return which of the others together cover it; None where one alone does, or too few are there."""
    parts = [part for other in others if (part := _build_part(one, other, sights, industries, today)) is not None]
    if any(part.amount >= LEAST_COVER for part in parts):
        return None
    apart = find_sum(parts, 1.0)
    found = apart or find_sum(parts, 1.0, lambda _: True)
    return None if found is None else SummedListings(tuple(map(int, found.keys)), found.cover, apart is None)


def _build_part(
    one: Candidate, other: Candidate, sights: ListingSights, industries: dict[int, str], today: date
) -> Part | None:
    """Return the share of the one that the other covers; None where the two must not meet or an amount is missing."""
    offer, need = (one, other) if one.direction == OFFER else (other, one)
    here, there = offer.pair_facts.figures, need.pair_facts.figures
    scorer = find_pair_scorer(offer, need, sights, today)
    amounts = None if scorer is None else compare_amounts(scorer.amount, there.amount)
    if scorer is None or amounts is None:
        return None
    if is_hazard_refused(here, there) or list_broken_musts(here.values, there.wishes):
        return None
    offered, needed = amounts
    factors = scorer.score_factors(there).factors
    time = factors.get("time", 1.0)
    share = compute_cover(offered, needed, time) if one is need else min(offered, needed * time) / offered
    industry = industries.get(other.organisation_id) or None
    return Part(str(other.id), str(other.organisation_id), industry, share, factors)


def list_near_listings(
    one: Candidate, others: Sequence[Candidate], sights: ListingSights, today: date
) -> list[NearListing]:
    """Return what fails in one thing, best first by the rest."""
    found = []
    for other in others:
        offer, need = (one, other) if one.direction == OFFER else (other, one)
        scorer = find_pair_scorer(offer, need, sights, today)
        pair = None if scorer is None else judge_pair(scorer, need.pair_facts.figures)
        if isinstance(pair, NearPair):
            found.append(NearListing(other.id, pair.failing, find_bridge(offer.pair_facts.figures, pair), pair.others))
    return sorted(found, key=lambda near: -near.others)[:MOST_NEAR]
