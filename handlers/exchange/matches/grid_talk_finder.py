"""Find the needs that have their grid company to talk to together, and whom that may be put to."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from handlers.exchange.grid_needs import is_grid_need
from handlers.exchange.matches.listing_sight import ListingSights, load_listing_sights
from handlers.exchange.matches.pair_finder import Candidate, FoundPair, find_manner, load_candidates, sort_pairs
from handlers.exchange.matching.blind_areas import FEWEST_SHARING
from handlers.exchange.matching.grid_talks import POWER, compute_grid_talk_key, find_grid_talk
from handlers.language.name_folding import fold_name
from storage.exchange.listings import NEED, Listing
from storage.exchange.matches import GRID_TALK, NOBODY
from storage.kit.database import Store


async def find_grid_talks_of_listing(store: Store, listing: Listing, today: date) -> list[FoundPair]:
    """Return the grid talks that a listing in force is in, best first."""
    if not is_grid_need(listing):
        return []
    others = await store.listings.list_open_counterparts(NEED, (POWER,), listing.organisation_id)
    candidates = await load_candidates(store, [listing, *others]) if others else []
    sights = await load_listing_sights(store, candidates)
    return find_grid_talks(candidates[0], candidates[1:], sights, today) if others else []


async def find_grid_talks_of_listings(
    candidates: Iterable[Candidate], due: Collection[int], sights: ListingSights, today: date
) -> Mapping[int, Sequence[FoundPair]]:
    """Return the grid talks of each of the listings that are due, found in a thread."""
    needs = [one for one in candidates if is_grid_need(one)]
    return await asyncio.to_thread(_find_all_talks, needs, due, sights, today)


def _find_all_talks(
    needs: Sequence[Candidate], due: Collection[int], sights: ListingSights, today: date
) -> Mapping[int, Sequence[FoundPair]]:
    """Look among the needs of each grid company. A pair is found once, from the side that comes first."""
    grids = defaultdict[str, list[Candidate]](list)
    for need in needs:
        if need.pair_facts.figures.grid_company is not None:
            grids[need.pair_facts.figures.grid_company].append(need)
    found: defaultdict[int, list[FoundPair]] = defaultdict(list)
    for grid in grids.values():
        for place, one in enumerate(grid):
            rest = grid[place + 1 :]
            for pair in find_grid_talks(one, rest if one.id in due else _choose_due(rest, due), sights, today):
                found[pair.offer.id].append(pair)
                found[pair.need.id].append(pair)
    return {id: sort_pairs(pairs) for id, pairs in found.items()}


def _choose_due(needs: Iterable[Candidate], due: Collection[int]) -> list[Candidate]:
    return [need for need in needs if need.id in due]


def find_grid_talks(one: Candidate, others: Iterable[Candidate], sights: ListingSights, today: date) -> list[FoundPair]:
    """Return the grid talks of a need with those others, best first."""
    pairs = (_build_talk(one, other, sights, today) for other in others)
    return sort_pairs(pair for pair in pairs if pair is not None)


def _build_talk(one: Candidate, other: Candidate, sights: ListingSights, today: date) -> FoundPair | None:
    """Return the pair, first the organisation that is longer in the network: a renewed listing changes no side."""
    first, second = sorted((one, other), key=lambda need: need.organisation_id)
    named, first_side = find_manner(sights, first, second)
    if not first_side or first.is_spent or second.is_spent:
        return None
    here, there = (need.pair_facts.choose_facts(named=named) for need in (first, second))
    talk = find_grid_talk(here, there, today)
    if talk is None:
        return None
    key = compute_grid_talk_key(first.whole_facts.classes, second.whole_facts.classes)
    return FoundPair(first, second, named, first_side, round(talk.score, 4), talk.factors, key, GRID_TALK)


async def withhold_telling_talks(store: Store, pairs: Sequence[FoundPair]) -> list[FoundPair]:
    """Return the pairs, those put to nobody that would name the other side by the grid company that both have.

    Whoever is asked knows whose grid it is. With few others in it the question itself would say who else needs it.
    """
    if all(pair.named or pair.purpose != GRID_TALK for pair in pairs):
        return [*pairs]
    crowded = await list_crowded_grids(store)
    return [
        pair
        if pair.named or pair.purpose != GRID_TALK or pair.offer.pair_facts.figures.grid_company in crowded
        else pair._replace(first_side=NOBODY)
        for pair in pairs
    ]


async def list_crowded_grids(store: Store) -> frozenset[str]:
    """Return the folded names of grid companies under which enough organisations have a site."""
    within = defaultdict[str, set[int]](set)
    for site in await store.sites.list_all_sites():
        if site.grid_company:
            within[fold_name(site.grid_company)].add(site.organisation_id)
    return frozenset(name for name, found in within.items() if len(found) >= FEWEST_SHARING)
