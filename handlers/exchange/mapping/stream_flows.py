"""Read streams as flows of a year, each with where it goes or comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from handlers.exchange.matches.amount_facts import YearAmount, compute_year_amount
from handlers.exchange.matches.exchange_uses import build_uses, find_flow_use
from handlers.exchange.park_members import group_organisations_by_park
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.exchange.exchange_map import StreamRow
from storage.exchange.matches import TakingExchange


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
    exchanged = list_exchanged_shares(await store.matches.list_taking_exchanges())
    flows = read_stream_flows(streams, park_of, exchanged, words=whole)
    if whole:
        return FlowPicture(sum_all_flows(flows), sum(_read_year(stream) is None for stream in streams))
    return FlowPicture(sum_disclosed_flows(flows, await list_reader_organisation_ids(store, turn.person)), None)


def read_stream_flows(
    streams: Sequence[StreamRow], park_of: Mapping[int, int], exchanged: Mapping[int, float], *, words: bool
) -> list[StreamFlow]:
    """Return the streams whose amount of a year is known. `words`: with the places in their members' words.

    `exchanged`: listing -> the share of it that exchanges take; the rest of its stream is laid out.
    """
    flows = []
    for stream in streams:
        amount = _read_year(stream)
        if amount is None:
            continue
        measure, yearly = amount
        for place, share in _list_places(stream, exchanged, words=words):
            park_id, exact = park_of.get(stream.organisation_id), Decimal(repr(yearly * share))
            flows.append(
                StreamFlow(stream.organisation_id, park_id, stream.direction, stream.type, place, measure, exact)
            )
    return flows


def _read_year(stream: StreamRow) -> YearAmount | None:
    return compute_year_amount(stream.type, stream.amount) if stream.amount else None


def _list_places(stream: StreamRow, exchanged: Mapping[int, float], *, words: bool) -> list[tuple[str, float]]:
    """Return where the stream goes or comes from, and which share of it."""
    if stream.listing_id is not None:
        taken = exchanged.get(stream.listing_id, 0.0)
        return [(place, share) for place, share in ((EXCHANGED, taken), (LISTED, 1.0 - taken)) if share]
    said = " ".join(stream.destination.split())
    if not said:
        return [(UNSAID, 1.0)]
    return [(said[:1].upper() + said[1:] if words else ELSEWHERE, 1.0)]


def list_exchanged_shares(exchanges: Sequence[TakingExchange]) -> dict[int, float]:
    """Return listing -> the share of it that what runs takes; all of it where nothing tells how much."""
    running = [one for one in exchanges if one.match.is_running_exchange]
    uses, shares = build_uses(running), dict[int, float]()
    for one in running:
        for listing in (one.offer, one.need):
            use = find_flow_use(listing, uses)
            shares[listing.id] = 1.0 if use is None or use.is_spent else 1.0 - sum(use.left) / sum(use.own)
    return shares
