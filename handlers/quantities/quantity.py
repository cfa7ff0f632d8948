"""Hold a quantity as it was said: a number or a range, its unit, and what is unclear about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from handlers.quantities.units import MeasurementUnit

#: Why a quantity cannot be used as it stands. "ambiguous": its number can be read in two ways. "either": it was said
#: with two units.
Problem = Literal["ambiguous", "order", "zero", "negative", "unit", "either"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold a quantity and its place in the text.

    A range has both bounds and `value` in the middle; "over 5" has only `low`. An ambiguous number has none of them.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    #: None where no unit of the list was said
    unit: MeasurementUnit | None = None
    problem: Problem | None = None
    #: "80/60 grader": the second number, of what comes back
    back: Decimal | None = None
    #: said of a week, for which there is no unit
    weekly: bool = False
    money: bool = False
    #: made of figures, and not of words alone
    figures: bool = True
    grouped: bool = False
    #: what words behind the figures multiplied it by
    times: Decimal = Decimal(1)

    @property
    def measures(self) -> str:
        """Name what is measured: "power", "mass a year"; empty without a unit."""
        return self.unit.measures if self.unit is not None else ""

    @property
    def per(self) -> str | None:
        return self.unit.per if self.unit is not None else None

    @property
    def is_clear(self) -> bool:
        return self.problem is None and self.unit is not None


def join_bounds(first: Quantity, second: Quantity, unit: MeasurementUnit | None) -> Quantity:
    """Return the range between two quantities, both in the unit of the second."""
    if first.value is not None and first.unit is None and first.times == 1:
        # "50-60 tusen tonn" multiplies both
        first = replace(first, value=first.value * second.times)
    joined = replace(second, start=first.start, unit=unit, low=first.value, high=second.value)
    if first.value is None or second.value is None:
        return replace(joined, value=None, low=None, high=None, problem="ambiguous")
    if second.grouped and not first.grouped and first.value * 100 < second.value:
        # "10-15 000 t" may begin at ten or at ten thousand
        return replace(joined, value=None, low=None, high=None, problem="ambiguous")
    if first.value > second.value:
        falls = replace(joined, value=first.value, low=None, high=None, back=second.value)
        return falls if joined.measures == "temperature" else replace(falls, value=None, back=None, problem="order")
    return replace(joined, value=(first.value + second.value) / 2)


def spread_value(centre: Quantity, spread: Quantity) -> Quantity:
    """Return the range of "5±1 MW" or "5 MW ± 10 %"."""
    share = spread.measures == "share" and centre.measures != "share"
    unit = centre.unit if share or spread.unit is None else spread.unit
    joined = replace(centre, end=spread.end, unit=unit)
    if centre.value is None or spread.value is None:
        return replace(joined, value=None, problem="ambiguous")
    width = centre.value * spread.value / 100 if share else spread.value
    return replace(joined, low=centre.value - width, high=centre.value + width)


def bound_value(said: Quantity, side: Literal["low", "high"]) -> Quantity:
    """Return a quantity of which one bound is known: "over 5", "under 5"."""
    if said.value is None or said.low is not None or said.high is not None:
        return said
    if side == "low":
        return replace(said, value=None, low=said.value)
    return replace(said, value=None, high=said.value)
