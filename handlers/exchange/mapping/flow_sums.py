"""Add up what flows in and out, by what it is and where it goes. Pure functions of what is known.

The secretariat sees each stream, and so each sum. Others are told sums of other organisations alone, as classes.
Each must be one that an input round may disclose (`handlers.policy.rounds.disclosure_control`). A sum over parks
holds the parks whose own sums may be disclosed. What is left counts in it where that may be disclosed, too. So no
difference between a sum and its parts tells anything. Nor does what readers change of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from handlers.exchange.matching.blind_classes import CLASS_UNITS, classify_amount
from handlers.policy.rounds.disclosure_control import may_disclose_sum

#: where something goes or comes from: an exchange that runs, what is offered or needed, elsewhere, nobody has said
EXCHANGED, LISTED, ELSEWHERE, UNSAID = "exchanged", "listed", "elsewhere", "unsaid"


class StreamFlow(NamedTuple):
    """Hold what flows in a year. `place` is one of the four above, or words where the reader may read them."""

    organisation_id: int
    #: park that it lies in; None: in none
    park_id: int | None
    direction: str
    type: str
    place: str
    #: "energy" in kWh, "mass" in kg, "volume" and "gas volume" in m³
    measure: str
    yearly: Decimal


class FlowKey(NamedTuple):
    """Name one ribbon: flows of one kind, between a type and a place."""

    measure: str
    direction: str
    type: str
    place: str


class FlowSum(NamedTuple):
    """Hold the sum of some flows, or the class that it lies in."""

    key: FlowKey
    #: sum, or the middle of its class
    yearly: float
    #: bounds of the class in its unit; None: the sum is exact
    bounds: tuple[int | None, int | None] | None


def sum_all_flows(flows: Iterable[StreamFlow]) -> list[FlowSum]:
    """Return exact sums, for a reader who may see each stream."""
    sums = defaultdict[FlowKey, Decimal](Decimal)
    for flow in flows:
        sums[_get_key(flow)] += flow.yearly
    return _sort_sums(FlowSum(key, float(total), None) for key, total in sums.items())


def sum_disclosed_flows(flows: Iterable[StreamFlow], own_ids: Collection[int]) -> list[FlowSum]:
    """Return what may be told of other organisations' flows, in classes."""
    groups = defaultdict[FlowKey, dict[int | None, dict[int, Decimal]]](dict)
    for flow in flows:
        if flow.organisation_id not in own_ids and flow.measure in CLASS_UNITS:
            by_organisation = groups[_get_key(flow)].setdefault(flow.park_id, {})
            known = by_organisation.get(flow.organisation_id, Decimal())
            by_organisation[flow.organisation_id] = known + flow.yearly
    found = ((key, _sum_disclosed(parks)) for key, parks in groups.items())
    return _sort_sums(_classify_sum(key, total) for key, total in found if total is not None)


def _sum_disclosed(parks: Mapping[int | None, Mapping[int, Decimal]]) -> Decimal | None:
    """Return the sum of the parks that may be disclosed, and of all else together where that may be; else None."""
    told, rest = list[Decimal](), list[Decimal]()
    for park_id, amounts in parks.items():
        alone = park_id is not None and may_disclose_sum([*amounts.values()])
        (told if alone else rest).extend(amounts.values())
    told += rest if may_disclose_sum(rest) else []
    return sum(told, Decimal()) if told else None


def _classify_sum(key: FlowKey, total: Decimal) -> FlowSum:
    size = CLASS_UNITS[key.measure][1][1]
    low, high = classify_amount(float(total) / size)
    if low is None:
        return FlowSum(key, size * (high or 1) / 2, (low, high))
    middle = low if high is None else (low * high) ** 0.5
    return FlowSum(key, middle * size, (low, high))


def _get_key(flow: StreamFlow) -> FlowKey:
    return FlowKey(flow.measure, flow.direction, flow.type, flow.place)


def _sort_sums(sums: Iterable[FlowSum]) -> list[FlowSum]:
    return sorted(sums, key=lambda one: (one.key.measure, one.key.direction, -one.yearly, one.key))
