"""Find parks that complement each other: each has to spare what the other needs, near enough to carry it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from handlers.chat.cards import Facts, Part, Rule, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.flow_types import FLOW_TYPES, TRUCK
from handlers.exchange.mapping.park_flows import MAPPED_TYPES, NEEDS, SPARE
from handlers.exchange.mapping.park_views import ParkView
from handlers.exchange.matches.distance_bands import compute_site_vector
from handlers.exchange.matching.blind_classes import DISTANCE_BANDS
from handlers.exchange.matching.compatibility_gates import SERVED_TYPES
from handlers.exchange.matching.distance_factor import LONGEST_HEAT_KM, ROUTE_DETOUR, Vector, compute_straight_km
from handlers.exchange.park_members import group_organisations_by_park
from handlers.exchange.streams.stream_labels import name_stream_type

#: pairs that are shown
MOST_PAIRS = 3
#: kilometres of route over which a lorry or a ship carries something between two parks
_LONGEST_ROAD_KM = float(DISTANCE_BANDS[-1])
#: Capacity of the grid is nobody's to lend, so no park has it to spare for another.
_CARRIED = frozenset(MAPPED_TYPES) - {"power"}


class PlacedPark(NamedTuple):
    """Hold what a park has to spare and needs, and where its organisations have sites."""

    name: str
    spare: frozenset[str]
    needs: frozenset[str]
    positions: Collection[Vector]


class ParkPair(NamedTuple):
    """Hold two parks, and the types that go from each to the other."""

    first: PlacedPark
    second: PlacedPark
    there: tuple[str, ...]
    back: tuple[str, ...]
    #: kilometres of route between their nearest sites
    km: float


def find_park_pairs(parks: Iterable[PlacedPark]) -> list[ParkPair]:
    """Return the pairs in which something goes each way, those with most of it first."""
    pairs = []
    for first, second in combinations(parks, 2):
        if first.positions and second.positions:
            km = _measure_route(first, second)
            there, back = _list_carried(first, second, km), _list_carried(second, first, km)
            if there and back:
                pairs.append(ParkPair(first, second, there, back, km))
    pairs.sort(key=lambda pair: (-min(len(pair.there), len(pair.back)), pair.km, pair.first.name, pair.second.name))
    return pairs[:MOST_PAIRS]


def _measure_route(first: PlacedPark, second: PlacedPark) -> float:
    return ROUTE_DETOUR * min(compute_straight_km(a, b) for a in first.positions for b in second.positions)


def _list_carried(giver: PlacedPark, taker: PlacedPark, km: float) -> tuple[str, ...]:
    """Return what the one has to spare and the other needs, as it can be used there."""
    return tuple(
        type_
        for type_ in MAPPED_TYPES
        if type_ in _CARRIED
        and type_ in giver.spare
        and km <= (_LONGEST_ROAD_KM if TRUCK in FLOW_TYPES[type_].modes else LONGEST_HEAT_KM)
        and not taker.needs.isdisjoint(SERVED_TYPES[type_])
    )


async def draw_park_pairs(turn: Turn, views: Sequence[ParkView]) -> list[Part]:
    """Draw the pairs for the secretariat, which reads what each park has told; nothing for others."""
    if not turn.person.secretariat:
        return []
    say, pairs = turn.say, find_park_pairs(await _load_placed_parks(turn, views))
    rows = tuple((f"{pair.first.name} – {pair.second.name}", _describe_pair(say, pair)) for pair in pairs)
    return [Rule(), Text(say("Parks that complement each other:"), "strong"), Facts(rows)] if rows else []


async def _load_placed_parks(turn: Turn, views: Sequence[ParkView]) -> list[PlacedPark]:
    within = group_organisations_by_park(await turn.store.organisations.list_all_organisations())
    park_of = {one.id: park_id for park_id, some in within.items() for one in some}
    positions = defaultdict[int, list[Vector]](list)
    for site in await turn.store.sites.list_all_sites():
        place = compute_site_vector(site)
        if place is not None and site.organisation_id in park_of:
            positions[park_of[site.organisation_id]].append(place)
    return [
        PlacedPark(
            view.park.name, frozenset(view.line.known[SPARE]), frozenset(view.line.known[NEEDS]),
            positions[view.park.id],
        )
        for view in views
    ]  # fmt: skip


def _describe_pair(say: Say, pair: ParkPair) -> str:
    there, back = (say.listed([name_stream_type(say, one) for one in types]) for types in (pair.there, pair.back))
    km = next(band for band in DISTANCE_BANDS if pair.km <= band)
    return say("{there} the one way, {back} the other; under {km} km", there=there, back=back, km=km)
