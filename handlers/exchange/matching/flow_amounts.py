"""Convert an amount and its unit to the carrier of its measure: kWh, kg, m³, pieces a year and an hour.

Power and energy are converted through hours alone: a year of 8 760 hours is never assumed.
"""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.exchange.matching.amount_factor import (
    CARBON_MONOXIDE_KWH_PER_NM3,
    GAS_KG_PER_NM3,
    HYDROGEN_KWH_PER_KG,
    STEAM_MWH_PER_TONNE,
    WATER_KWH_PER_M3_K,
)
from handlers.exchange.matching.listing_facts import FlowAmount
from handlers.quantities.units import MeasurementUnit, convert_listed, find_listed_unit
from handlers.quantities.yearly_amounts import compute_power, compute_yearly_amount

#: what a unit measures -> the unit of an hour in which it is compared
HOURLY_UNITS = {
    "energy": "kWh/h",
    "mass": "kg/h",
    "dry mass": "kg TS/h",
    "gas volume": "Nm3/h",
    "volume": "m3/h",
    "emissions": "t CO2e/h",
    "pieces": "stk/h",
}
#: measures that no time is said of
LASTING = frozenset(("area", "hours", "pallets", "places", "employees"))
#: our name of a gas of which no type tells which it is -> its words in texts
_GAS_WORDS = {
    "nitrogen": re.compile(r"\b(?:nitrogen|n2|n₂)\b", re.IGNORECASE),
    "carbon_monoxide": re.compile(r"\b(?:karbonmonoksid|carbon monoxide|co[- ]ga(?:ss|s))\b", re.IGNORECASE),
}


def convert_amount(value: float, unit: MeasurementUnit, hours: float | None) -> FlowAmount | None:
    """Return the amount. Return None for a unit of something else. One without a period counts as yearly."""
    exact, running = Decimal(repr(value)), None if hours is None else Decimal(repr(hours))
    if unit.measures in LASTING:
        return FlowAmount(unit.measures, None, float(exact * unit.factor), is_rate=False)
    found = compute_yearly_amount(exact, unit, running)
    yearly = None if found is None else float(found[0])
    if unit.measures == "power":
        power = compute_power(exact, unit)
        return None if power is None else FlowAmount("energy", float(power), yearly, is_rate=True)
    measure, is_rate = unit.measures.partition(" a")[0], unit.measures.endswith(" an hour")
    if measure not in HOURLY_UNITS:
        return None
    hourly = _compute_hourly(exact, unit, HOURLY_UNITS[measure]) if is_rate else yearly and hours and yearly / hours
    return FlowAmount(measure, hourly or None, yearly, is_rate)


def _compute_hourly(value: Decimal, unit: MeasurementUnit, hourly: str) -> float | None:
    wanted = find_listed_unit(hourly)
    converted = None if wanted is None else convert_listed(value, unit, wanted)
    return None if converted is None else float(converted)


def normalise_amount(amount: FlowAmount, type_: str | None, kind: str | None) -> FlowAmount:
    """Return the amount in the measure in which its type is compared: fuels and steam as energy, gases as mass."""
    if type_ == "steam" and amount.measure == "mass":
        return scale_amount(amount, "energy", STEAM_MWH_PER_TONNE)
    if type_ == "fuel_gas" and amount.measure == "gas volume" and kind == "carbon_monoxide":
        return scale_amount(amount, "energy", CARBON_MONOXIDE_KWH_PER_NM3)
    gas = (kind if type_ in ("gas", "fuel_gas") else type_) or ""
    if amount.measure == "gas volume" and gas in GAS_KG_PER_NM3:
        amount = scale_amount(amount, "mass", GAS_KG_PER_NM3[gas])
    if type_ == "hydrogen" and amount.measure == "mass":
        return scale_amount(amount, "energy", HYDROGEN_KWH_PER_KG)
    return amount


def find_named_gas(type_: str | None, text: str) -> str | None:
    """Return the one gas that the text of another gas or a fuel gas names; None where it names none, or several."""
    found = [name for name, words in _GAS_WORDS.items() if words.search(text)] if type_ in ("gas", "fuel_gas") else []
    return found[0] if len(found) == 1 else None


def convert_water_heat(amount: FlowAmount, supply: float | None, back: float | None) -> FlowAmount | None:
    """Return the heat of a flow of water between two temperatures. Return None if one of them is not known."""
    if amount.measure != "volume" or supply is None or back is None or supply == back:
        return None
    return scale_amount(amount, "energy", WATER_KWH_PER_M3_K * abs(supply - back))


def scale_amount(amount: FlowAmount, measure: str, factor: float) -> FlowAmount:
    """Return the amount in another measure, of which there is so much in each unit of its carrier."""
    hourly = None if amount.hourly is None else amount.hourly * factor
    yearly = None if amount.yearly is None else amount.yearly * factor
    return FlowAmount(measure, hourly, yearly, amount.is_rate)
