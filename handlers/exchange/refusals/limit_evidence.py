"""Load what was refused because of distance or amount, and what was accepted, and propose limits from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from handlers.exchange.matches.pair_finder import load_candidates
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.refusals.limit_rules import (
    LimitEvidence,
    find_needed_stretch,
    have_enough_refused,
    propose_stretch,
)
from storage.exchange.match_refusals import MatchedListings, MatchRefusal
from storage.exchange.matches import SUPPLY
from storage.exchange.matching_limits import FACTORS
from storage.kit.database import Store


class LimitProposal(NamedTuple):
    """Hold what is proposed for a limit, with what speaks for it."""

    type: str
    factor: str
    now: float
    proposed: float
    refused: int
    accepted: int


def group_refusals_by_limit(refusals: Iterable[MatchRefusal]) -> dict[tuple[str, str], list[MatchRefusal]]:
    """Return (type, factor) -> refusals of exchanges for that reason, where enough organisations gave it."""
    groups = defaultdict[tuple[str, str], list[MatchRefusal]](list)
    for refusal in refusals:
        for factor in FACTORS:
            if factor in refusal.reasons and refusal.type and refusal.purpose == SUPPLY:
                groups[refusal.type, factor].append(refusal)
    return {key: found for key, found in groups.items() if have_enough_refused([one.organisation_id for one in found])}


async def list_limit_proposals(store: Store) -> list[LimitProposal]:
    """Return what is proposed now, by type. Figures are those of today."""
    groups = group_refusals_by_limit(await store.match_refusals.list_refusals())
    if not groups:
        return []
    known = await store.match_refusals.list_accepted_pairs()
    facts, stretches = await _load_facts(store, [*known, *(one.listings for some in groups.values() for one in some)])
    proposals = list[LimitProposal]()
    for (type_, factor), refused in sorted(groups.items()):
        evidence = LimitEvidence(
            _measure_pairs(facts, [one.listings for one in refused], type_, factor),
            _measure_pairs(facts, known, type_, factor),
        )
        now = stretches.get((type_, factor), 1.0)
        proposed = propose_stretch(evidence, now)
        if proposed is not None:
            found = LimitProposal(type_, factor, now, proposed, len(evidence.refused), len(evidence.accepted))
            proposals.append(found)
    return proposals


async def _load_facts(
    store: Store, pairs: Sequence[MatchedListings]
) -> tuple[dict[int, ListingFacts], dict[tuple[str, str], float]]:
    """Return listing id -> its figures, and what is changed of the rules."""
    ids = {id for pair in pairs for id in pair if id is not None}
    candidates = await load_candidates(store, await store.listings.list_listings_by_id(ids))
    return {one.id: one.pair_facts.figures for one in candidates}, await store.matching_limits.map_stretches()


def _measure_pairs(
    facts: Mapping[int, ListingFacts], pairs: Iterable[MatchedListings], type_: str, factor: str
) -> tuple[float, ...]:
    """Return what each pair of the type would need to be shown, where that is known."""
    found = list[float]()
    for pair in pairs:
        offer, need = facts.get(pair.offer_id or 0), facts.get(pair.need_id or 0)
        if offer is None or need is None or offer.type != type_:
            continue
        stretch = find_needed_stretch(offer, need, factor)
        found += [stretch] if stretch is not None else []
    return tuple(found)
