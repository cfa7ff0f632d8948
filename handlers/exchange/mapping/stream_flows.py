"""Read streams as flows of a year, each with where it goes or comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from handlers.chat.turn import Turn
from handlers.exchange.mapping.flow_sums import (
    ELSEWHERE,
    EXCHANGED,
    LISTED,
    UNSAID,
    FlowSum,
    StreamFlow,
    sum_all_flows,
    sum_disclosed_flows,
)
from handlers.exchange.matches.amount_facts import compute_year_amount
from handlers.exchange.park_members import group_organisations_by_park
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.exchange.exchange_map import StreamRow
from storage.kit.database import Store


class FlowPicture(NamedTuple):
    """Hold the sums that a reader may be told."""

    sums: Sequence[FlowSum]
    #: streams without an amount of a year, which are in no sum; None: not told
    uncounted: int | None


async def load_flow_picture(turn: Turn, park_id: int | None = None) -> FlowPicture:
    """Return the flows of a park, or of the network: exact for the secretariat, who sees each stream anyway."""
    store, whole = turn.store, turn.person.secretariat
    parks = group_organisations_by_park(await store.organisations.list_all_organisations())
    park_of = {organisation.id: id for id, within in parks.items() for organisation in within}
    within = None if park_id is None else [one.id for one in parks.get(park_id, ())]
    streams = await store.exchange_map.list_streams(within)
    flows = read_stream_flows(streams, park_of, await _list_exchanged_ids(store), words=whole)
    if whole:
        return FlowPicture(sum_all_flows(flows), len(streams) - len(flows))
    return FlowPicture(sum_disclosed_flows(flows, await list_reader_organisation_ids(store, turn.person)), None)


def read_stream_flows(
    streams: Sequence[StreamRow], park_of: Mapping[int, int], exchanged: Collection[int], *, words: bool
) -> list[StreamFlow]:
    """Return the streams whose amount of a year is known. `words`: with the places in their members' words."""
    flows = []
    for stream in streams:
        amount = compute_year_amount(stream.type, stream.amount) if stream.amount else None
        if amount is not None:
            place, (measure, yearly) = _choose_place(stream, exchanged, words=words), amount
            park_id, exact = park_of.get(stream.organisation_id), Decimal(repr(yearly))
            flows.append(
                StreamFlow(stream.organisation_id, park_id, stream.direction, stream.type, place, measure, exact)
            )
    return flows


def _choose_place(stream: StreamRow, exchanged: Collection[int], *, words: bool) -> str:
    if stream.listing_id is not None:
        return EXCHANGED if stream.listing_id in exchanged else LISTED
    said = " ".join(stream.destination.split())
    if not said:
        return UNSAID
    return said[:1].upper() + said[1:] if words else ELSEWHERE


async def _list_exchanged_ids(store: Store) -> set[int]:
    """Return the listings that are one side of an exchange that runs."""
    running = await store.matches.list_running_exchanges()
    return {id for match in running for id in (match.offer_id, match.need_id) if id is not None}
