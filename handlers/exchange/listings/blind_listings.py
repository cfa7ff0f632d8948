"""Tell members outside a listing's circle what it is, in classes and without a name, if enough others share it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from handlers.access import rights
from handlers.chat.cards import Item
from handlers.chat.say import Say
from handlers.exchange.listing_labels import describe_direction
from handlers.exchange.listings.listing_draft import draw_answer_button
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
from handlers.exchange.matching.flow_phrases import describe_flow
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.exchange.listings import HIDDEN_LEVEL, Listing
from storage.kit.database import Store

#: listings outside somebody's circles that are looked at
MOST_LOOKED_AT = 500


class BlindListing(NamedTuple):
    """Hold a listing with what may be told of it to those outside its circle."""

    candidate: Candidate
    view: BlindView


async def list_blind_listings(
    store: Store, person: Person, since: datetime | None = None, topic_ids: Collection[int] | None = None
) -> list[BlindListing]:
    """Return what the person may know without names; it tells nothing of when each was made.

    `since`: only what was made later; `topic_ids`: only what is about these.
    """
    if person.secretariat or not rights.is_confirmed_member(person):
        return []
    viewer, mine = await store.audiences.build_viewer(person), await list_reader_organisation_ids(store, person)
    found = await store.listings.list_circle_listings(viewer, mine, MOST_LOOKED_AT)
    wanted = [
        one
        for one in found
        if (since is None or one.created_at > since) and (topic_ids is None or one.topic_id in topic_ids)
    ]
    return await find_blind_listings(store, wanted)


async def find_blind_listings(store: Store, listings: Sequence[Listing]) -> list[BlindListing]:
    """Return those listings of circles of which something may be told, in an order that tells nothing else."""
    if not listings:
        return []
    every = await store.listings.list_open_listings_of_types({one.type for one in listings})
    candidates = {one.id: one for one in await load_candidates(store, every) if one.level != HIDDEN_LEVEL}
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


def describe_blind_listing(say: Say, one: BlindListing) -> str:
    """Return "Offered: 3-10 MW of heat at 60-80 °C"."""
    facts = one.candidate.pair_facts.classes
    told = replace(
        facts, type=one.candidate.type, medium=None,
        amount=None if one.view.amount is None else facts.amount,
        temperature=None if one.view.temperature is None else facts.temperature,
    )  # fmt: skip
    return f"{describe_direction(say, one.candidate.direction)}: {describe_flow(say, told, blind=True)}"


def describe_area(say: Say, area: str) -> str:
    return {
        EAST: say("Eastern Norway"), SOUTH: say("Southern Norway"), WEST: say("Western Norway"),
        MIDDLE: say("Central Norway"), NORTH: say("Northern Norway"), COUNTRY: say("Somewhere in the network"),
    }.get(area, area)  # fmt: skip


def draw_blind_item(say: Say, one: BlindListing) -> Item:
    """Draw what is known without a name, with the way to a match: to say that one needs it, or has it."""
    note, where = say("Without a name"), describe_area(say, one.view.area)
    return Item(
        describe_blind_listing(say, one),
        where,
        note,
        (draw_answer_button(say, one.candidate.direction, one.candidate.type),),
    )
