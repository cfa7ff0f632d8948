"""Find the one thing in which a pair fails, and the known bridge over it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from handlers.exchange.flow_types import TRUCK
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.pair_factors import PairFactors
from handlers.exchange.matching.pair_score import WEAKEST_SHOWN, compute_weighted_mean
from handlers.exchange.matching.quality_factor import list_missed_values
from handlers.exchange.matching.temperature_factor import HOTTEST_PUMPED

ABOVE, BELOW = "above", "below"
#: (bridge, on which sides of what is needed, parts of the names of values): what is too dry is not dried
VALUE_BRIDGES = (
    ("drying", (ABOVE,), ("moisture", "water_content")),
    ("drying", (BELOW,), ("dry_matter",)),
    ("crushing", (ABOVE,), ("grain", "particle", "size", "lump")),
    ("neutralising", (ABOVE, BELOW), ("ph", "acid", "alkali", "alkalinity")),
    ("compressing", (BELOW,), ("pressure", "bar")),
)
#: types whose heat a heat pump can lift
PUMPED_TYPES = frozenset(("heat", "water", "cooling"))


def list_low_factors(factors: Mapping[str, float]) -> list[str]:
    """Return the names of the factors that are too low for a pair to be shown."""
    return [name for name, factor in factors.items() if factor < WEAKEST_SHOWN]


def find_failing_factor(pair: PairFactors, *, hazard: bool, must: bool) -> str | None:
    """Return the only thing in which a pair fails. Return None if it fails in nothing, or in several.

    Amount and time go into heat per metre. Distance fails only if it were too low with the best of both as well:
    else one cause would count as two.
    """
    failing = list_low_factors(pair.factors)
    if "distance" in failing and pair.best_distance is not None and pair.best_distance >= WEAKEST_SHOWN:
        failing.remove("distance")
    if hazard:
        failing.append("hazardous")
    if must and "quality" not in failing:
        failing.append("quality")
    return failing[0] if len(failing) == 1 else None


def compute_mean_of_others(pair: PairFactors, failing: str) -> float:
    """Return the mean of all factors but the failing one, with distance as it were without that cause."""
    if failing == "distance" or pair.best_distance is None:
        return compute_weighted_mean(pair.factors, failing)
    return compute_weighted_mean(pair.factors | {"distance": pair.best_distance}, failing)


def name_bridge(failing: str, offer: ListingFacts, need: ListingFacts) -> str | None:
    """Return what is known to bridge a failing factor, or None."""
    match failing:
        case "distance":
            return "lorry" if TRUCK in offer.modes and TRUCK in need.modes else None
        case "amount":
            return "together"
        case "time":
            return "storage"
        case "temperature":
            return _name_temperature_bridge(offer, need)
        case "quality":
            return _name_value_bridge(offer, need)
    return None


def _name_temperature_bridge(offer: ListingFacts, need: ListingFacts) -> str | None:
    """Name a compressor for steam too low in pressure, and a heat pump for what is too cold."""
    if need.type == "steam":
        low = None not in (offer.pressure, need.pressure) and (offer.pressure or 0) < (need.pressure or 0)
        return "compressing" if low else None
    if need.type not in PUMPED_TYPES or need.temperature is None or need.temperature > HOTTEST_PUMPED:
        return None
    too_hot = need.temperature_max is not None and (offer.temperature or 0) > need.temperature_max
    return None if too_hot and need.type != "cooling" else "heat_pump"


def _name_value_bridge(offer: ListingFacts, need: ListingFacts) -> str | None:
    """Return the bridge that all missed values have in common."""
    found = set[str | None]()
    for name in list_missed_values(offer.values, need.wishes):
        most = need.wishes[name].most
        found.add(_find_bridge(name, ABOVE if most is not None and offer.values[name] > most else BELOW))
    return found.pop() if len(found) == 1 else None


def _find_bridge(name: str, side: str) -> str | None:
    words = set(name.split("_"))
    known = [(bridge, parts) for bridge, sides, parts in VALUE_BRIDGES if side in sides]
    whole = (bridge for bridge, parts in known if any(one in words or one == name for one in parts))
    within = (bridge for bridge, parts in known if any("_" in one and one in name for one in parts))
    return next(chain(whole, within), None)
