"""Load what was refused because of distance or amount, and what was accepted, and propose limits from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from handlers.exchange.matches.pair_finder import load_candidates
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.pair_factors import find_pair_mode
from handlers.exchange.refusals.limit_rules import (
    LimitEvidence,
    find_needed_stretch,
    have_enough_refused,
    propose_stretch,
)
from storage.exchange.match_refusals import MatchedListings, MatchRefusal
from storage.exchange.matches import SUPPLY
from storage.exchange.matching_limits import ANY_MODE, FACTORS, LimitKey
from storage.kit.database import Store

_Key = TypeVar("_Key")


class LimitProposal(NamedTuple):
    """Hold what is proposed for a limit, with what speaks for it."""

    key: LimitKey
    now: float
    proposed: float
    refused: int
    accepted: int


class LimitGroups(NamedTuple):
    """Hold refusals by the limit that they speak of, with the figures of all listings that matter."""

    refused: dict[LimitKey, list[MatchRefusal]]
    accepted: list[MatchedListings]
    facts: dict[int, ListingFacts]
    stretches: Mapping[LimitKey, float]


async def load_limit_groups(store: Store) -> LimitGroups:
    """Return the refusals of exchanges because of distance or amount, where enough organisations gave that reason.

    A limit is that of a type and of what carries it. Refusals of a ship say nothing of lorries.
    """
    by_type = _group_refusals(await store.match_refusals.list_refusals(), lambda one, factor: (one.type, factor))
    if not by_type:
        return LimitGroups({}, [], {}, {})
    refusals = list({id(one): one for some in by_type.values() for one in some}.values())
    known = await store.match_refusals.list_accepted_pairs()
    facts, stretches = await _load_facts(store, [*known, *(one.listings for one in refusals)])

    def find_limit(refusal: MatchRefusal, factor: str) -> LimitKey | None:
        mode = _find_mode(facts, refusal.listings)
        return None if mode is None else LimitKey(refusal.type, mode, factor)

    return LimitGroups(_group_refusals(refusals, find_limit), known, facts, stretches)


def _group_refusals(
    refusals: Iterable[MatchRefusal], find_key: Callable[[MatchRefusal, str], _Key | None]
) -> dict[_Key, list[MatchRefusal]]:
    groups = defaultdict[_Key, list[MatchRefusal]](list)
    for refusal in refusals:
        for factor in FACTORS:
            if factor in refusal.reasons and refusal.type and refusal.purpose == SUPPLY:
                key = find_key(refusal, factor)
                if key is not None:
                    groups[key].append(refusal)
    return {key: found for key, found in groups.items() if have_enough_refused([one.organisation_id for one in found])}


async def list_limit_proposals(store: Store) -> list[LimitProposal]:
    """Return what is proposed now, by type. Figures are those of today."""
    groups = await load_limit_groups(store)
    proposals = list[LimitProposal]()
    for key, refused in sorted(groups.refused.items()):
        evidence = LimitEvidence(
            _measure_pairs(groups.facts, [one.listings for one in refused], key),
            _measure_pairs(groups.facts, groups.accepted, key),
        )
        now = groups.stretches.get(key) or groups.stretches.get(key._replace(mode=ANY_MODE), 1.0)
        proposed = propose_stretch(evidence, now)
        if proposed is not None:
            proposals.append(LimitProposal(key, now, proposed, len(evidence.refused), len(evidence.accepted)))
    return proposals


async def _load_facts(
    store: Store, pairs: Sequence[MatchedListings]
) -> tuple[dict[int, ListingFacts], Mapping[LimitKey, float]]:
    """Return listing id -> its figures, and what is changed of the rules."""
    ids = {id for pair in pairs for id in pair if id is not None}
    candidates = await load_candidates(store, await store.listings.list_listings_by_id(ids))
    return {one.id: one.whole_facts.figures for one in candidates}, await store.matching_limits.map_stretches()


def _find_mode(facts: Mapping[int, ListingFacts], pair: MatchedListings) -> str | None:
    """Return what carries the pair; None where a listing is gone."""
    offer, need = facts.get(pair.offer_id or 0), facts.get(pair.need_id or 0)
    return None if offer is None or need is None else find_pair_mode(offer, need)


def _measure_pairs(
    facts: Mapping[int, ListingFacts], pairs: Iterable[MatchedListings], key: LimitKey
) -> tuple[float, ...]:
    """Return what each pair of the limit would need to be shown, where that is known."""
    found = list[float]()
    for pair in pairs:
        offer, need = facts.get(pair.offer_id or 0), facts.get(pair.need_id or 0)
        if offer is None or need is None or (offer.type, find_pair_mode(offer, need)) != (key.type, key.mode):
            continue
        stretch = find_needed_stretch(offer, need, key.factor)
        found += [stretch] if stretch is not None else []
    return tuple(found)
