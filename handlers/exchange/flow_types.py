"""List the types of what flows between sites: the units people say them in, and how they can be moved.

Half distances are the kilometres of route at which half of a listing's worth is left. They are screening rules of the
network's secretariat, as are all numbers here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

PIPE: Final = "pipe"
TRUCK: Final = "truck"
SHIP: Final = "ship"
RAIL: Final = "rail"
GRID: Final = "grid"


@dataclass(frozen=True, slots=True)
class FlowType:
    """Hold one type of the closed list."""

    key: str
    #: units in which people at a plant say its amounts, as they are suggested; those of a year last
    units: tuple[str, ...]
    #: what its amounts may measure besides, such as "volume an hour"
    measures: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    #: mode -> half distance; what goes by road has that of its kind
    half_distances: dict[str, float] = field(default_factory=dict)
    #: what its amounts may measure where it is a plant with room for more: "renseanlegg, 60 m3/h ledig"
    throughput: tuple[str, ...] = ()
    #: what its amounts may measure where it is things that are used again: "europaller, 150 stk i måneden"
    counted: tuple[str, ...] = ()

    @property
    def accepted_measures(self) -> tuple[str, ...]:
        """Return all that an amount of it may measure."""
        return (*self.measures, *self.throughput, *self.counted)


#: what things are counted in
PIECE_MEASURES: Final = ("pieces", "pieces a year", "pieces an hour")
_ENERGY = ("power", "energy", "energy a year", "energy an hour")
_MASS = ("mass", "mass a year", "mass an hour")
_GAS = ("gas volume", "gas volume a year", "gas volume an hour")
_VOLUME = ("volume", "volume a year", "volume an hour")
_DRY = ("dry mass", "dry mass a year", "dry mass an hour")
#: road distance of liquid CO2 and other gases in tanks
_TANK_TRUCK_HALF = 200.0
_PIPE_OR_TANK = {PIPE: 4.0, TRUCK: _TANK_TRUCK_HALF}
#: a ship goes so much farther than a lorry
SHIP_FACTOR = 5.0

FLOW_TYPES: Final = {
    one.key: one
    for one in (
        FlowType("heat", ("kW", "MW", "MWh/år", "GWh/år"), (*_ENERGY, *_VOLUME, *_GAS), (PIPE,)),
        FlowType("steam", ("t/h", "MW", "MWh/år", "GWh/år"), (*_MASS, *_ENERGY), (PIPE,), {PIPE: 4.0}),
        FlowType("cooling", ("kW", "MW", "MWh/år"), (*_ENERGY, *_VOLUME), (PIPE,), {PIPE: 3.0}),
        FlowType("power", ("kW", "MW", "GWh/år"), _ENERGY, (GRID,)),
        FlowType("fuel_gas", ("MW", "Nm3/h", "GWh/år"), (*_ENERGY, *_GAS, *_MASS, *_VOLUME), (PIPE,), {PIPE: 4.0}),
        FlowType(
            "co2", ("t/h", "t/år"), (*_MASS, *_GAS), (PIPE, TRUCK, SHIP),
            {PIPE: 15.0, TRUCK: _TANK_TRUCK_HALF, SHIP: _TANK_TRUCK_HALF * SHIP_FACTOR},
        ),
        FlowType("hydrogen", ("kg/h", "Nm3/h", "t/år"), (*_MASS, *_GAS), (PIPE, TRUCK), _PIPE_OR_TANK),
        FlowType("oxygen", ("Nm3/h", "t/h", "t/år"), (*_MASS, *_GAS), (PIPE, TRUCK), _PIPE_OR_TANK),
        FlowType("gas", ("Nm3/h", "kg/h", "t/år"), (*_MASS, *_GAS, *_VOLUME), (PIPE, TRUCK), _PIPE_OR_TANK),
        FlowType("water", ("l/s", "m3/h", "m3/år"), (*_VOLUME, *_MASS), (PIPE,), {PIPE: 4.0}),
        FlowType(
            "material", ("stk", "t/år", "m3/år"), (*_MASS, *_VOLUME, *_DRY), (TRUCK, RAIL, SHIP),
            counted=PIECE_MEASURES,
        ),
        FlowType("organic", ("t/år", "m3/år"), (*_MASS, *_VOLUME, *_DRY), (TRUCK, PIPE), counted=PIECE_MEASURES),
        FlowType("area", ("m2", "da"), ("area",)),
        FlowType("capacity", ("timer", "paller", "m2"), ("hours", "pallets", "area"), throughput=(*_VOLUME, *_MASS)),
        FlowType("people", ("plasser",), ("places",)),
    )
}  # fmt: skip
#: what an amount of something that flows measures, whatever flows
STREAM_MEASURES: Final = frozenset(one for key in ("heat", "material", "organic") for one in FLOW_TYPES[key].measures)
#: types that are there all year, so that nobody needs to say when
LASTING_TYPES: Final = ("area",)
