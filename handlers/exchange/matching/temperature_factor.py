"""Score whether an offer is hot enough, or cold enough, for a need: 0 to 1. Temperatures are °C, gaps kelvin."""

from __future__ import annotations

#: Kelvin lost in a heat exchanger, and in one with a gas on a side. Source: usual approach temperatures.
LIQUID_APPROACH, GAS_APPROACH = 5.0, 10.0
#: Share of the ideal coefficient of performance that heat pumps reach. Source: industrial heat pumps in operation.
PUMP_EFFICIENCY = 0.5
#: Kelvin between °C and the condenser: 273 for the scale, and 5 above the need
CONDENSER_KELVIN = 278.0
#: kelvin that the two heat exchangers of a heat pump add to its lift
PUMP_LIFT_EXTRA = 10.0
#: °C above which no heat pump delivers
HOTTEST_PUMPED = 150.0
#: coefficient of performance -> factor; below the last one a heat pump does not pay
PUMP_STEPS = ((5.0, 0.8), (3.5, 0.6), (2.5, 0.35))
#: The environment's temperature in kelvin. Source: the same 278 K as sea water in winter.
ENVIRONMENT_KELVIN = 278.0
#: zero °C in kelvin
ZERO_CELSIUS = 273.0
#: share of the offer's Carnot factor below which a need wastes it
CARNOT_WASTE = 0.5


def compute_temperature_gap(offered: float, needed: float, *, gas: bool = False) -> float:
    """Return the kelvin by which the offer is hotter than the need asks, behind a heat exchanger."""
    return offered - (GAS_APPROACH if gas else LIQUID_APPROACH) - needed


def estimate_pump_performance(needed: float, gap: float) -> float:
    """Return the coefficient of performance of a heat pump that closes the gap, which is below zero."""
    return PUMP_EFFICIENCY * (needed + CONDENSER_KELVIN) / (PUMP_LIFT_EXTRA - gap)


def score_temperature(offered: float, needed: float, *, gas: bool = False) -> float:
    """Return 1 where the offer is hot enough, else what a heat pump makes of it."""
    gap = compute_temperature_gap(offered, needed, gas=gas)
    if gap >= 0:
        return 1.0
    if needed > HOTTEST_PUMPED:
        return 0.0
    performance = estimate_pump_performance(needed, gap)
    return next((factor for least, factor in PUMP_STEPS if performance >= least), 0.0)


def score_cooling(offered: float, needed: float) -> float:
    """Return 1 where the offer is cold enough behind a heat exchanger, else 0."""
    return 1.0 if needed - LIQUID_APPROACH - offered >= 0 else 0.0


def score_steam(
    offered: float | None, needed: float | None, offered_bar: float | None, needed_bar: float | None
) -> float | None:
    """Return 0 for steam too cold or too low in pressure, 1 for enough, None where nothing can be compared."""
    known = None
    if offered_bar is not None and needed_bar is not None:
        if offered_bar < needed_bar:
            return 0.0
        known = 1.0
    if offered is not None and needed is not None:
        return 1.0 if compute_temperature_gap(offered, needed) >= 0 else 0.0
    return known


def is_heat_wasted(offered: float, needed: float) -> bool:
    """Return True for high heat on a low use: the need's Carnot factor is below half of the offer's."""
    return compute_carnot_factor(needed) < CARNOT_WASTE * compute_carnot_factor(offered)


def compute_carnot_factor(celsius: float) -> float:
    return 1 - ENVIRONMENT_KELVIN / (celsius + ZERO_CELSIUS)
