"""Find two plots that together have what is wanted, near enough to each other. No language, no store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from handlers.exchange.matching.distance_factor import (
    EARTH_RADIUS_KM,
    PARK_ROUTE_KM,
    ROUTE_DETOUR,
    Vector,
    compute_straight_km,
)
from handlers.exchange.plots.plot_facts import FACTS, GRID, LAND, TERMS
from handlers.exchange.plots.plot_hits import PlotSight, list_missed_wishes
from handlers.exchange.plots.plot_wishes import BY, IN_PLACE, MOST, PlotWish

#: Kilometres of road between two plots of one undertaking. Source: a lorry an hour, there and back.
LONGEST_KM = 30.0
#: Kilometres of pipe over which one plot uses what another has. Source: half distances of heat, steam and water.
_PIPED_KM = {"heat": 10.0, "steam": 5.0, "gas": 5.0, "water": 5.0, "sewage": 5.0}
#: pairs that are kept
MOST_PAIRS = 3


class PlotLocation(NamedTuple):
    """Hold whose a plot is, and where: its position is that of its organisation's sites there."""

    organisation_id: int
    municipality: str
    position: Vector | None


class PlotPair(NamedTuple):
    """Hold two plots, what each alone of them has, and how far apart they are."""

    first: PlotSight
    second: PlotSight
    first_has: tuple[PlotWish, ...]
    second_has: tuple[PlotWish, ...]
    #: kilometres of route; None: all that is known is that they are in one municipality
    km: float | None


class _Half(NamedTuple):
    """Hold a plot that has some of what is wanted and misses the rest."""

    sight: PlotSight
    place: PlotLocation
    missed: frozenset[PlotWish]


def find_plot_pairs(
    sights: Iterable[PlotSight], places: Mapping[int, PlotLocation], wishes: Sequence[PlotWish]
) -> list[PlotPair]:
    """Return the nearest pairs in which each has what the other misses. Neither meets all of it alone.

    Where it is, when, and how its ground is zoned is wanted of both. No figures are added.
    """
    parted = frozenset(wish for wish in wishes if not _is_wanted_of_both(wish))
    halves = []
    for sight in sights:
        missed = frozenset(one.wish for one in list_missed_wishes(sight, wishes))
        if missed and missed < parted:
            halves.append(_Half(sight, places[sight.id], missed))
    found = (_build_pair(one, other) for one, other in _list_neighbours(halves) if not one.missed & other.missed)
    return sorted((pair for pair in found if pair is not None), key=_rank_pair)[:MOST_PAIRS]


def _is_wanted_of_both(wish: PlotWish) -> bool:
    return wish.how in (BY, IN_PLACE, MOST) or wish.value is False or FACTS[wish.key].part in (LAND, TERMS)


def _list_groups(wishes: Iterable[PlotWish]) -> set[str]:
    """Return what these wishes are of: a quay is in one place, and so is a connection to the grid."""
    return {GRID if FACTS[one.key].part == GRID else one.key.partition("_")[0] for one in wishes}


def _list_neighbours(halves: Sequence[_Half]) -> Iterator[tuple[_Half, _Half]]:
    """Yield those that may be near: by their latitude, and by their municipality where a position is not known."""
    placed = sorted((half.place.position[2], at) for at, half in enumerate(halves) if half.place.position is not None)
    start = 0
    for now, (height, at) in enumerate(placed):
        while height - placed[start][0] > LONGEST_KM / EARTH_RADIUS_KM:
            start += 1
        yield from ((halves[placed[before][1]], halves[at]) for before in range(start, now))
    grouped = defaultdict[str, list[_Half]](list)
    for half in halves:
        grouped[half.place.municipality.casefold()].append(half)
    for group in grouped.values():
        unplaced = (pair for pair in combinations(group, 2) if None in (pair[0].place.position, pair[1].place.position))
        yield from unplaced


def _build_pair(one: _Half, other: _Half) -> PlotPair | None:
    """Return the pair, the one with more of what is wanted first; None for one that is too far apart."""
    first, second = (one, other) if len(one.missed) <= len(other.missed) else (other, one)
    longest = min(_PIPED_KM.get(wish.key, LONGEST_KM) for wish in first.missed | second.missed)
    km = _measure_route(first.place, second.place)
    if (LONGEST_KM if km is None else km) > longest or _list_groups(first.missed) & _list_groups(second.missed):
        return None
    has = [tuple(sorted(missed, key=lambda wish: wish.key)) for missed in (second.missed, first.missed)]
    return PlotPair(first.sight, second.sight, has[0], has[1], km)


def _measure_route(here: PlotLocation, there: PlotLocation) -> float | None:
    if here.position is not None and there.position is not None:
        return compute_straight_km(here.position, there.position) * ROUTE_DETOUR
    return PARK_ROUTE_KM if here.organisation_id == there.organisation_id else None


def _rank_pair(pair: PlotPair) -> tuple[float, int, int, int]:
    return (
        LONGEST_KM if pair.km is None else pair.km,
        len(pair.second_has),
        pair.first.id,
        pair.second.id,
    )
