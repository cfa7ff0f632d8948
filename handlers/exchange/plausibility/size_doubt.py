"""Ask whether a unit is right where an amount is far from all others: of its type in the network, or of its site."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.turn import RenderContext
from handlers.exchange.leveled_records import list_visible_levels
from handlers.exchange.matching.amount_fields import read_amount_fields
from handlers.exchange.matching.field_reader import FieldReader
from handlers.exchange.matching.listing_facts import FlowAmount
from storage.directory.people import Person
from storage.exchange.listings import Listing

#: how many times the largest of its type in the network, and what part of the smallest of its site, is doubted
TIMES_LARGEST, PART_OF_SMALLEST = 3.0, 1000.0
#: amounts that have to be known before they say anything of another one
LEAST_KNOWN = 3
#: listings that are looked at, the newest first
LOOKED_AT = 500


async def is_size_far_off(at: RenderContext, person: Person, listing: Listing) -> bool:
    """Return True if the amount is far from those that its writer may read by name: no other may be measured so."""
    mine = read_flow_amount(listing.type, listing.amount)
    if mine is None:
        return False
    viewer, levels = await at.store.audiences.build_viewer(person), list_visible_levels(person)
    readable = await at.store.listings.list_visible_listings(viewer, levels, (), LOOKED_AT)
    known = [
        read_flow_amount(one.type, one.amount) for one in readable if one.id != listing.id and one.type == listing.type
    ]
    largest = _list_comparable(mine, known)
    if len(largest) >= LEAST_KNOWN and _get_value(mine) > TIMES_LARGEST * max(largest):
        return True
    streams = await at.store.streams.list_streams_of_organisations([listing.organisation_id])
    own = [read_flow_amount(one.type, one.amount) for one in streams if one.site_id == listing.site_id]
    smallest = _list_comparable(mine, own)
    return bool(smallest) and _get_value(mine) * PART_OF_SMALLEST < min(smallest)


def read_flow_amount(type_: str, amount: str) -> FlowAmount | None:
    """Return an amount as its member wrote it, in the carrier of its type; None where it cannot be read."""
    return read_amount_fields(FieldReader({"amount": amount}), type_, None)[0] if amount else None


def _list_comparable(mine: FlowAmount, others: Iterable[FlowAmount | None]) -> list[float]:
    """Return the values of amounts that measure the same in the same way."""
    return [
        _get_value(one)
        for one in others
        if one is not None and (one.measure, one.is_rate) == (mine.measure, mine.is_rate) and _get_value(one)
    ]


def _get_value(amount: FlowAmount) -> float:
    return (amount.hourly if amount.is_rate else amount.yearly) or 0.0
