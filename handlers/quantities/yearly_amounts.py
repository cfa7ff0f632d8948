"""Normalise amounts for comparison: each becomes one of a year, or of power, where what was said allows it."""

from __future__ import annotations

from decimal import Decimal

from handlers.quantities.units import MeasurementUnit, convert_listed, find_listed_unit

#: What is measured -> unit of a year. A lot and an amount without a time count as a year's.
_YEARLY = {
    "energy": "kWh/år", "mass": "kg/år", "dry mass": "kg TS/år", "gas volume": "Nm3/år", "volume": "m3/år",
    "pieces": "stk/år",
}  # fmt: skip
_HOURS_OF_A_DAY = Decimal(24)


def compute_yearly_amount(
    value: Decimal, unit: MeasurementUnit, hours: Decimal | None = None
) -> tuple[Decimal, MeasurementUnit] | None:
    """Return the amount of a year and its unit: kWh/år, kg/år, kg TS/år, Nm3/år, m3/år or stk/år.

    A flow of an hour or a day needs the hours of a year. Return None without them, and for what has no year.
    """
    if unit.measures == "power":
        # a watt for an hour is 3.6 kJ
        return None if hours is None else (value * unit.factor * hours / 1000, _get_unit("kWh/år"))
    what, _, span = unit.measures.partition(" a")
    if what not in _YEARLY or (span and span not in (" year", "n hour")):
        return None
    there = _get_unit(_YEARLY[what])
    if span == "n hour":
        return None if hours is None else (value * unit.factor / _HOURS_OF_A_DAY * hours / there.factor, there)
    return value * unit.factor / there.factor, there


def compute_power(value: Decimal, unit: MeasurementUnit, hours: Decimal | None = None) -> Decimal | None:
    """Return the power in kW. An amount of energy needs the hours of a year; return None without them."""
    power = convert_listed(value, unit, _get_unit("kW"))
    if power is not None or hours is None or not hours:
        return power
    yearly = compute_yearly_amount(value, unit, hours)
    return yearly[0] / hours if yearly is not None and yearly[1].name == "kWh/år" else None


def _get_unit(name: str) -> MeasurementUnit:
    unit = find_listed_unit(name)
    assert unit is not None
    return unit
