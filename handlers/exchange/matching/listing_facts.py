"""Hold what matching reads of a listing, worked out once: amounts, months, a point on the sphere, folded names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.exchange.matching.distance_factor import Vector
from handlers.exchange.matching.quality_factor import QualityRequirement

#: mode of a limit that holds for whatever carries the flow
ANY_MODE = ""


@dataclass(frozen=True, slots=True)
class FlowAmount:
    """Hold an amount in the carrier of its measure, a year, and an hour where that is known."""

    #: what is measured: energy (kWh), mass (kg), volume, gas volume (m³) and so on
    measure: str
    #: in an hour: kW where energy is measured
    hourly: float | None
    #: in a year
    yearly: float | None
    #: whether it was said as a rate, such as MW or t/h
    is_rate: bool


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """Hold an amount as its member wrote it: the middle, the bounds of a range, and the unit."""

    middle: float
    unit: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """Hold the facts of one offer or need. None: not known."""

    id: Any
    #: folded, so that one organisation written in two ways is one
    organisation: str
    is_offer: bool
    type: str | None
    kind: str | None = None
    amount: FlowAmount | None = None
    #: the same as heat, for water with two temperatures
    heat: FlowAmount | None = None
    written: WrittenAmount | None = None
    #: twelve shares of the peak, January first; the same object for the same months
    months: tuple[float, ...] | None = None
    day: str | None = None
    temperature: float | None = None
    temperature_max: float | None = None
    back: float | None = None
    pressure: float | None = None
    #: what carries the heat: water, gas, or not known
    medium: str | None = None
    in_gas: bool = False
    values: Mapping[str, float] = field(default_factory=dict)
    wishes: Mapping[str, QualityRequirement] = field(default_factory=dict)
    #: an offer is hazardous, a need takes what is
    hazardous: bool = False
    waste_code: str | None = None
    #: a need for grid capacity takes a connection on conditions
    conditional: bool = False
    modes: frozenset[str] = frozenset()
    max_km: float | None = None
    park: str | None = None
    position: Vector | None = None
    price_area: str | None = None
    grid_company: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    basis: str | None = None
    never: frozenset[str] = frozenset()
    #: (mode, factor) -> how far is looked, where it is not as the rules have it; a mode "" is any
    stretches: Mapping[tuple[str, str], float] = field(default_factory=dict)
    language: str = "nb"
    #: fields that hold something that cannot be read
    unread: tuple[str, ...] = ()
    #: whether one of these may keep it from others: kind, `never`, validity, the grid
    is_gated: bool = field(init=False)

    def __post_init__(self) -> None:
        gates = (self.kind, self.never, self.valid_from, self.valid_to, self.price_area, self.grid_company)
        object.__setattr__(self, "is_gated", any(gate is not None and gate != frozenset() for gate in gates))
