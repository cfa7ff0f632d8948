"""Know over how many kilometres each mode is worth half, by what is carried."""

from __future__ import annotations

from collections.abc import Collection

from handlers.exchange.flow_types import FLOW_TYPES, GRID, PIPE, RAIL, SHIP, SHIP_FACTOR, TRUCK
from handlers.exchange.material_kinds import get_road_half_distance

#: Organic matter in a pipe is mostly water, and goes as far as water does.
ORGANIC_PIPE_KM = FLOW_TYPES["water"].half_distances[PIPE]
#: types whose half distance by road depends on their kind
DRIVEN_BY_KIND = frozenset(("material", "organic"))


#: gases that go in a pipe: a lorry with bottles is a bridge over distance, and counts only where it is the only way
PIPED_GASES = frozenset(("hydrogen", "oxygen", "gas"))


def find_half_km(type_: str, kind: str | None, modes: Collection[str]) -> float | None:
    """Return the longest half distance of these modes. Return None if none of them has one, as the grid."""
    if type_ in PIPED_GASES and PIPE in modes:
        return find_mode_half_km(type_, kind, PIPE)
    halves = [find_mode_half_km(type_, kind, mode) for mode in modes]
    return max((half for half in halves if half is not None), default=None)


def find_deciding_mode(type_: str, kind: str | None, modes: Collection[str]) -> str:
    """Return the mode whose half distance counts, a lorry before a train; empty where none has one."""
    if type_ in PIPED_GASES and PIPE in modes:
        return PIPE
    halves = {mode: find_mode_half_km(type_, kind, mode) for mode in modes}
    reach = {mode: (half, mode == TRUCK, mode) for mode, half in halves.items() if half is not None}
    return max(reach, key=reach.__getitem__, default="")


def find_mode_half_km(type_: str, kind: str | None, mode: str) -> float | None:
    """Return the half distance of one mode. Rail is counted as road, for no reach of its own is known."""
    if mode == GRID:
        return None
    if type_ in DRIVEN_BY_KIND and mode in (TRUCK, RAIL):
        return get_road_half_distance(type_, kind)
    if type_ in DRIVEN_BY_KIND and mode == SHIP:
        return SHIP_FACTOR * get_road_half_distance(type_, kind)
    if type_ == "organic" and mode == PIPE:
        return ORGANIC_PIPE_KM
    halves = FLOW_TYPES[type_].half_distances
    return halves.get(TRUCK if mode == RAIL else mode)
