"""Add up what sides of matches give for a year: by what is measured, and never across it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from handlers.chat.say import Say
from handlers.exchange.matches.amount_facts import are_far_apart, compute_year_amount, find_match_type
from handlers.exchange.matching.flow_phrases import format_figure
from storage.exchange.match_amounts import MatchAmount
from storage.kit.database import Store

#: what is measured -> its unit for a year, and how much of the carrier that is
_UNITS = {
    "energy": ("GWh", 1e6),
    "mass": ("t", 1e3),
    "dry mass": ("t TS", 1e3),
    "gas volume": ("mill. Nm³", 1e6),
    "volume": ("m³", 1.0),
    "emissions": ("t CO₂e", 1.0),
    "area": ("da", 1.0),
    "power": ("MW", 1.0),
}
#: what stands where there is nothing to make a figure of
NOTHING = "–"


async def divide_by_agreement(store: Store, ids: Collection[int]) -> tuple[list[int], list[int]]:
    """Return the amounts with which the other side's of the same year agrees, and all others."""
    agreed, alone = list[int](), list[int]()
    for amount in await list_amounts_in_order(store, ids):
        (agreed if await _is_confirmed(store, amount) else alone).append(amount.id)
    return agreed, alone


async def list_amounts_in_order(store: Store, ids: Collection[int]) -> Sequence[MatchAmount]:
    return sorted(await store.match_amounts.list_amounts_by_id(ids), key=lambda one: -one.id)


async def _is_confirmed(store: Store, amount: MatchAmount) -> bool:
    match = await store.matches.find(amount.match_id)
    assert match is not None, "an amount goes with its match"
    type_ = await find_match_type(store, match)
    given = await store.match_amounts.list_amounts_of_match(match.id)
    texts = [one.amount for one in given if one.year == amount.year]
    known = {found[0] for text in texts if (found := compute_year_amount(type_, text)) is not None}
    return len(texts) == 2 and len(known) == 1 and not are_far_apart(type_, texts)


async def sum_amounts(store: Store, ids: Collection[int]) -> tuple[Mapping[str, float], int]:
    """Return what is measured -> the sum, and how many amounts cannot be summed: their unit is unknown today."""
    sums, unread = defaultdict[str, float](float), 0
    for amount in await list_amounts_in_order(store, ids):
        match = await store.matches.find(amount.match_id)
        found = compute_year_amount(await find_match_type(store, match), amount.amount) if match is not None else None
        if found is None or found[0] not in _UNITS:
            unread += 1
        else:
            sums[found[0]] += found[1]
    return sums, unread


def describe_sums(say: Say, sums: Mapping[str, float], unread: int = 0) -> str:
    """Return "12 GWh + 300 t"; a dash where there is none."""
    told = [
        f"{format_figure(say, sums[measure] / size)} {unit}"
        for measure, (unit, size) in _UNITS.items()
        if measure in sums
    ]
    told += [say.many("{n} in another unit", "{n} in other units", unread)] if unread else []
    return " + ".join(told) or NOTHING
