"""Sums of streams: whole for the secretariat; for others in classes, where no organisation can be worked out."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal

import pytest

from handlers.exchange.mapping.flow_sums import (
    ELSEWHERE,
    UNSAID,
    FlowSum,
    StreamFlow,
    sum_all_flows,
    sum_disclosed_flows,
)
from handlers.exchange.matching.blind_classes import CLASS_UNITS
from handlers.policy.rounds.disclosure_control import may_disclose_sum

GWH = Decimal(1_000_000)


def flow(organisation: int, amount: float, park: int | None = 1, **values: str) -> StreamFlow:
    known = {"direction": "out", "type": "heat", "place": UNSAID, "measure": "energy"} | values
    return StreamFlow(organisation, park, yearly=Decimal(repr(amount)) * GWH, **known)


def told(flows: list[StreamFlow], own: tuple[int, ...] = ()) -> list[tuple[int | None, int | None] | None]:
    return [one.bounds for one in sum_disclosed_flows(flows, own)]


def test_the_secretariat_is_told_each_sum_and_units_are_never_mixed() -> None:
    flows = [flow(1, 4), flow(1, 6), flow(2, 5, place="Fjorden"), flow(1, 3, measure="mass", type="material")]
    found = [(one.key.measure, one.key.place, one.yearly, one.bounds) for one in sum_all_flows(flows)]
    assert found == [
        ("energy", UNSAID, 10e6, None),
        ("energy", "Fjorden", 5e6, None),
        ("mass", UNSAID, 3e6, None),
    ]


def test_others_are_told_a_class_of_five_of_whom_none_is_large() -> None:
    alike = [flow(n, 8 + n) for n in range(6)]
    assert told(alike) == [(30, 100)]
    assert told(alike[:4]) == [], "four"
    assert told([*alike[:5], flow(9, 100)]) == [], "one has more than a quarter"
    assert told([*alike, flow(9, 4), flow(9, 5)]) == [(30, 100)], "what one has twice is theirs once"


def test_what_readers_change_of_their_own_moves_nothing() -> None:
    others = [flow(n, 8 + n) for n in range(6)]
    assert {str(told([*others, flow(9, mine)], (9,))) for mine in (0.1, 5, 40, 20_000)} == {"[(30, 100)]"}


def test_a_sum_over_parks_and_its_parts_leave_nobody_alone() -> None:
    """Park 1 may be told by itself; what lies elsewhere is in the sum only where it may be told, too."""
    park = [flow(n, 8 + n) for n in range(6)]
    elsewhere = [flow(20, 30, park=2), flow(21, 30, park=None)]
    assert told([*park, *elsewhere]) == told(park)
    more = [flow(30 + n, 60, park=3 + n) for n in range(6)]
    assert told([*park, *more]) == [(300, 1000)], "six that are each alone in their park, together"


def exact(flows: list[StreamFlow]) -> list[Decimal]:
    sums = defaultdict[int, Decimal](Decimal)
    for one in flows:
        sums[one.organisation_id] += one.yearly
    return [*sums.values()]


def find_class(sums: list[FlowSum], place: str) -> tuple[int | None, int | None] | None:
    return next((one.bounds for one in sums if one.key.place == place), None)


@pytest.mark.parametrize("seed", range(40))
def test_each_class_holds_a_set_that_may_be_told_with_all_parks_that_are_told(seed: int) -> None:
    chance = random.Random(seed)
    flows = [
        flow(n, chance.choice((1, 2, 3, 9, 40)), chance.choice((1, 2, None)), place=chance.choice((UNSAID, ELSEWHERE)))
        for n in range(chance.randint(3, 40))
    ]
    own = (chance.randrange(40),)
    whole = sum_disclosed_flows(flows, own)
    for place in (UNSAID, ELSEWHERE):
        mine = [one for one in flows if one.place == place and one.organisation_id not in own]
        parks = {park: [one for one in mine if one.park_id == park] for park in (1, 2)}
        parts = {park: find_class(sum_disclosed_flows(of, own), place) for park, of in parks.items()}
        assert {park for park, bounds in parts.items() if bounds} == {
            park for park, of in parks.items() if may_disclose_sum(exact(of))
        }
        in_sum = [one for park, of in parks.items() if parts[park] for one in of]
        rest = [one for one in mine if one not in in_sum]
        in_sum += rest if may_disclose_sum(exact(rest)) else []
        bounds = find_class(whole, place)
        assert (bounds is None) == (not in_sum)
        if bounds is not None:
            size = float(sum(exact(in_sum), Decimal())) / CLASS_UNITS["energy"][1][1]
            assert (bounds[0] or 0) <= size < (bounds[1] or float("inf"))
