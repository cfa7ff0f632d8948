"""Tell members outside a listing's circle what it is, in classes and without a name, if enough others share it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from handlers.access import rights
from handlers.chat.cards import Item
from handlers.chat.say import Say
from handlers.exchange.listing_labels import describe_direction
from handlers.exchange.listings.listing_draft import draw_answer_button
from handlers.exchange.matches.blind_views import BlindListing, describe_area, find_blind_listings
from handlers.exchange.matching.flow_phrases import describe_flow
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.kit.database import Store

#: listings outside somebody's circles that are looked at
MOST_LOOKED_AT = 500


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


def describe_blind_listing(say: Say, one: BlindListing) -> str:
    """Return "Offered: 3-10 MW of heat at 60-80 °C"."""
    facts = one.candidate.pair_facts.classes
    told = replace(
        facts, type=one.candidate.type, medium=None,
        amount=None if one.view.amount is None else facts.amount,
        temperature=None if one.view.temperature is None else facts.temperature,
    )  # fmt: skip
    return f"{describe_direction(say, one.candidate.direction)}: {describe_flow(say, told, blind=True)}"


def draw_blind_item(say: Say, one: BlindListing) -> Item:
    """Draw what is known without a name, with the way to a match: to say that one needs it, or has it."""
    note, where = say("Without a name"), describe_area(say, one.view.area)
    return Item(
        describe_blind_listing(say, one),
        where,
        note,
        (draw_answer_button(say, one.candidate.direction, one.candidate.type),),
    )
