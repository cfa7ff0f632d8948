"""Find what may be told of a listing without a name, and name the area that it is told of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.chat.say import Say
from handlers.exchange.matches.pair_finder import Candidate, load_candidates
from handlers.exchange.matching.blind_areas import (
    COUNTRY,
    EAST,
    MIDDLE,
    NORTH,
    SOUTH,
    WEST,
    BlindPool,
    BlindView,
    SharedFacts,
)
from handlers.exchange.matching.blind_classes import CLASS_UNITS, classify_temperature
from handlers.exchange.matching.class_facts import classify_flow
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from storage.exchange.listings import HIDDEN_LEVEL, Listing
from storage.kit.database import Store


class BlindListing(NamedTuple):
    """Hold a listing with what may be told of it to those outside its circle."""

    candidate: Candidate
    view: BlindView


async def find_blind_listings(store: Store, listings: Sequence[Listing]) -> list[BlindListing]:
    """Return those listings of circles of which something may be told, in an order that tells nothing else."""
    if not listings:
        return []
    every = await store.listings.list_open_listings_of_types({one.type for one in listings})
    loaded = await load_candidates(store, every)
    candidates = {one.id: one for one in loaded if one.level != HIDDEN_LEVEL and not one.is_spent}
    regions = {one.id: one.region for one in await store.organisations.list_all_organisations()}
    facts = {id: build_shared_facts(one, regions) for id, one in candidates.items()}
    pool = BlindPool(facts.values())
    found = [
        BlindListing(candidates[one.id], view)
        for one in listings
        if one.id in facts and (view := pool.find_blind_view(facts[one.id])) is not None
    ]
    return sorted(found, key=_build_order)


def _build_order(one: BlindListing) -> tuple[str, ...]:
    view = one.view
    return one.candidate.direction, one.candidate.type, view.area, view.amount or "", view.temperature or ""


def build_shared_facts(candidate: Candidate, regions: dict[int, str]) -> SharedFacts:
    """Return what of a listing could be told in classes; its words are in none of it."""
    facts = candidate.pair_facts.classes
    amount = classify_flow(facts.amount) if facts.amount is not None and facts.amount.measure in CLASS_UNITS else None
    warm = facts.temperature if candidate.type in TEMPERED_TYPES else None
    return SharedFacts(
        candidate.organisation_id, candidate.direction, candidate.type, None if amount is None else repr(amount),
        None if warm is None else repr(classify_temperature(warm)), regions.get(candidate.organisation_id, ""),
    )  # fmt: skip


def describe_area(say: Say, area: str) -> str:
    return {
        EAST: say("Eastern Norway"), SOUTH: say("Southern Norway"), WEST: say("Western Norway"),
        MIDDLE: say("Central Norway"), NORTH: say("Northern Norway"), COUNTRY: say("Somewhere in the network"),
    }.get(area, area)  # fmt: skip
