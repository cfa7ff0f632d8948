"""Score how well two amounts fit, 0 to 1. Both are yearly amounts, or both are power."""

from __future__ import annotations

from math import pow

#: Source: the exchange's screening rules, chosen in a trial with documented exchanges laid out anew.
#: It gives 1:2 -> 0.81, 1:10 -> 0.50 and 1:100 -> 0.25.
AMOUNT_EXPONENT = 0.3

#: MWh in a tonne of steam. Source: the middle of the usual 0.60-0.78 MW of one tonne an hour.
STEAM_MWH_PER_TONNE = 0.70
#: kWh in a kilogram of hydrogen, lower heating value
HYDROGEN_KWH_PER_KG = 33.3
#: kWh in a normal cubic metre of carbon monoxide
CARBON_MONOXIDE_KWH_PER_NM3 = 3.5
#: kWh that a cubic metre of water carries for each kelvin between supply and return
WATER_KWH_PER_M3_K = 1.163
#: kilograms in a normal cubic metre, by our name of the gas
GAS_KG_PER_NM3 = {"hydrogen": 0.090, "oxygen": 1.43, "nitrogen": 1.25, "co2": 1.98, "carbon_monoxide": 1.25}


def score_amount(offered: float, needed: float, stretch: float = 1.0) -> float:
    """Return 1 for equal amounts, and less the further apart they are, whichever is larger.

    `stretch`: of the rule; with 2 they may be the square of that apart.
    """
    return pow(offered / needed if offered < needed else needed / offered, AMOUNT_EXPONENT / stretch)


def compute_cover(offered: float, needed: float, time: float) -> float:
    """Return the share of the need that the offer covers, 0 to 1. `time` is the time factor, 1 if not known."""
    return min(1.0, min(offered, needed) * time / needed)
