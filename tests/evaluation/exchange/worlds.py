"""Documented exchanges laid out anew: true receivers, and beside each of them receivers that fail in one thing.

Where they lie in truth is thrown away. The constants here are of the world, and none is one of the rules: how far a
mode reaches, how amounts and temperatures are spread. Everything is drawn by a number, so that a world
can be made again.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

Row = dict[str, Any]

CASES = Path(__file__).with_name("cases.jsonl")
#: kilometres from west to east and from south to north, and the corner in the south-west
WIDTH, HEIGHT, SOUTH, WEST = 600.0, 1200.0, 58.0, 6.0
KM_A_DEGREE = 111.2
#: a route is so many times the straight line
DETOUR = 1.25
#: carriage -> kilometres of route that documented exchanges stay within, mostly
REACH = {
    "heat": 9.0,
    "steam": 3.5,
    "cooling": 2.0,
    "gas": 2.5,
    "co2": 60.0,
    "water": 3.0,
    "wet": 35.0,
    "bulk": 55.0,
    "chemical": 140.0,
    "metal": 250.0,
}
#: carriage -> unit, and the smallest and the largest amount of a year
AMOUNTS = {
    "heat": ("GWh/år", 5, 300),
    "steam": ("GWh/år", 10, 300),
    "cooling": ("GWh/år", 2, 50),
    "gas": ("t/år", 300, 30_000),
    "co2": ("t/år", 5_000, 400_000),
    "water": ("m³/år", 100_000, 8_000_000),
    "wet": ("t/år", 1_000, 80_000),
    "bulk": ("t/år", 1_000, 200_000),
    "chemical": ("t/år", 500, 50_000),
    "metal": ("t/år", 200, 20_000),
}
#: use -> the lowest and the highest temperature that it asks for
USES = {"fish": (12, 18), "greenhouse": (40, 55), "district": (75, 90), "process": (60, 110), "steam": (140, 190)}
#: GWh of a year that a kilometre of pipe needs: of less, heat is not carried so far
GWH_A_KM = 2.2
FLAT, SEASON = [100] * 12, [100, 100, 90, 60, 0, 0, 0, 0, 0, 60, 90, 100]
OPPOSITE = [0, 0, 0, 0, 70, 100, 100, 100, 70, 0, 0, 0]
#: how many of ten profiles are flat
FLAT_OF_TEN = 7
#: a receiver is so many times too large or too small, and so many times too far
TIMES_AMOUNT, TIMES_DISTANCE = 40.0, 12.0
#: kelvin that a receiver asks above what is offered
TOO_HOT = (70, 100)
#: planted failure -> what a near match names as its cause; None: it is neither shown nor near
CAUSES = {
    "too_hot": "temperature",
    "too_large": "amount",
    "too_small": "amount",
    "opposite_season": "time",
    "not_hazardous": "hazardous",
    "too_wet": "quality",
    "too_far": "distance",
    "own_organisation": None,
    "other_type": None,
}
#: carriages whose moisture is known, and the share of the offer's that a need may have which is too wet
MOIST, DRY = ("bulk", "wet"), 0.5
#: fields of an offer without which nobody can tell the true receiver from all planted ones
TELLING = frozenset(("amount", "months", "temperature", "quality"))
#: type -> another that it does not serve
OTHERS = {"heat": "cooling", "steam": "water", "fuel_gas": "water"}


@dataclass
class World:
    """Listings as the command reads them, and what is true of each offer."""

    rows: list[Row] = field(default_factory=list)
    #: id of an offer -> id of its true receiver
    true: dict[str, str] = field(default_factory=dict)
    #: id of an offer -> id of a planted receiver -> what it fails in
    planted: dict[str, dict[str, str]] = field(default_factory=dict)
    #: id of a listing -> fields that it had and has no longer
    lost: dict[str, set[str]] = field(default_factory=dict)

    def list_lost(self) -> set[str]:
        """The listings that have lost a field by which receivers are told apart."""
        return {name for name, fields in self.lost.items() if fields & TELLING}


def load_cases() -> list[Row]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def lay_out(number: int) -> World:
    """World number so and so: every case once, each at a place of its own."""
    chance, world = random.Random(number), World()
    for case in load_cases():
        _lay_case(chance, world, case, f"{number}-{case['id']}")
    chance.shuffle(world.rows)
    return world


def _lay_case(chance: random.Random, world: World, case: Row, name: str) -> None:
    offer, need, km = _draw_pair(chance, case, name)
    world.rows += [offer, need]
    world.true[offer["id"]] = need["id"]
    world.planted[offer["id"]] = {}
    for failing, row in _plant(chance, case, offer, need, km):
        owner = row["organisation"] if failing == "own_organisation" else f"{name} {failing}"
        world.rows.append(row | {"id": f"{name}-{failing}", "organisation": owner})
        world.planted[offer["id"]][f"{name}-{failing}"] = failing


def _draw_pair(chance: random.Random, case: Row, name: str) -> tuple[Row, Row, float]:
    """An offer, its true receiver, and the kilometres of route between them."""
    carriage, use = case["carriage"], case.get("use")
    unit, least, most = AMOUNTS[carriage]
    offered = least * (most / least) ** chance.random()
    needed = offered * 2.4 ** chance.uniform(-1, 1)
    season = case.get("seasonal", False) or chance.randrange(10) >= FLAT_OF_TEN
    km = chance.uniform(0.15, 1.0) * REACH[carriage]
    if carriage == "heat":
        km = min(km, min(offered, needed) * (0.6 if season else 1.0) / GWH_A_KM)
    here = (chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT))
    common: Row = {"type": case["type"], "kind": case.get("kind"), "unit": unit, "modes": case.get("modes")}
    offer = common | {
        "id": f"{name}-offer",
        "direction": "offer",
        "organisation": f"{name} giver",
        "amount": round(offered, 2),
        "months": SEASON if season and chance.random() < 0.3 else FLAT,
        "text": case["offer"]["text"],
        "language": case["offer"]["language"],
        **_place(here),
    }
    need = common | {
        "id": f"{name}-need",
        "direction": "need",
        "organisation": f"{name} taker",
        "amount": round(needed, 2),
        "months": SEASON if season else FLAT,
        "text": case["need"]["text"],
        "language": case["need"]["language"],
        **_place(_move(chance, here, km)),
    }
    if use:
        need["temperature"] = chance.randint(*USES[use])
        offer["temperature"] = need["temperature"] + chance.randint(7, 35)
    if carriage in MOIST:
        moisture = chance.randint(4, 60)
        offer["quality"] = {"moisture": moisture}
        need["quality"] = {"moisture": {"max": moisture + 2, "must": False}}
    if case.get("hazardous"):
        offer |= {"hazardous": True, "waste_code": case["hazardous"]}
        need["hazardous"] = True
    return offer, need, km


def _plant(chance: random.Random, case: Row, offer: Row, need: Row, km: float) -> Iterator[tuple[str, Row]]:
    """Receivers that are nearer than the true one and fail in one thing; and one that is only too far."""
    here = _grid(offer)

    def near() -> Row:
        return need | _place(_move(chance, here, km * chance.uniform(0.3, 0.9)))

    if "temperature" in offer and case["carriage"] != "cooling":
        yield "too_hot", near() | {"temperature": offer["temperature"] + chance.randint(*TOO_HOT)}
    yield "too_large", near() | {"amount": round(offer["amount"] * TIMES_AMOUNT, 2)}
    yield "too_small", near() | {"amount": round(offer["amount"] / TIMES_AMOUNT, 4)}
    if offer["months"] == SEASON:
        yield "opposite_season", near() | {"months": OPPOSITE}
    if case.get("hazardous"):
        yield "not_hazardous", near() | {"hazardous": None}
    if "quality" in offer:
        wet = {"moisture": {"max": offer["quality"]["moisture"] * DRY, "must": False}}
        yield "too_wet", near() | {"quality": wet}
    yield "own_organisation", near() | {"organisation": offer["organisation"]}
    other = OTHERS.get(case["type"], "heat")
    yield (
        "other_type",
        near()
        | {
            "type": other,
            "kind": None,
            "modes": None,
            "temperature": None,
            "quality": None,
            "text": _OTHER_TEXT[other],
        },
    )
    yield "too_far", need | _place(_move(chance, here, km * TIMES_DISTANCE))


_OTHER_TEXT = {
    "heat": "Vi trenger varme.",
    "cooling": "Vi trenger kjøling.",
    "water": "Vi trenger prosessvann.",
}


def _move(chance: random.Random, here: tuple[float, float], route_km: float) -> tuple[float, float]:
    angle, km = chance.uniform(0, 2 * pi), route_km / DETOUR
    return here[0] + km * cos(angle), here[1] + km * sin(angle)


def _place(grid: tuple[float, float]) -> Row:
    """Kilometres east and north of the corner as a position."""
    latitude = SOUTH + grid[1] / KM_A_DEGREE
    return {"lat": latitude, "lon": WEST + grid[0] / (KM_A_DEGREE * cos(radians(latitude)))}


def _grid(row: Row) -> tuple[float, float]:
    return (row["lon"] - WEST) * KM_A_DEGREE * cos(radians(row["lat"])), (row["lat"] - SOUTH) * KM_A_DEGREE


def straight_km(one: Row, other: Row) -> float:
    (x, y), (u, v) = _grid(one), _grid(other)
    return sqrt((x - u) ** 2 + (y - v) ** 2)
