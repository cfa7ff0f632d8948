"""Read all figures that a listing names in its fields and its words, each in one unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from handlers.exchange.describing.temperatures import read_pressure
from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import fold_words

#: figures of a flow are kept a day; what is compared is an hour
_HOURS_OF_A_DAY = Decimal(24)
_KJ_PER_KWH, _W_PER_KW = Decimal(3600), Decimal(1000)
#: fewest hours that are those of a year, and not of a day or a course
FEWEST_HOURS = Decimal(100)


@dataclass(frozen=True, slots=True)
class SaidFigures:
    """Hold the figures by what they measure. None: not said, or said in two ways that differ."""

    #: kW
    power: Decimal | None = None
    #: kWh a year
    energy: Decimal | None = None
    #: hours a year
    hours: Decimal | None = None
    #: kg/h, m³/h and Nm³/h
    mass: Decimal | None = None
    volume: Decimal | None = None
    gas: Decimal | None = None
    #: bar above the air's
    pressure: Decimal | None = None
    #: °C
    supply: Decimal | None = None
    back: Decimal | None = None
    #: words of the text, folded
    words: frozenset[str] = frozenset()


def read_said_figures(amount: str, text: str, supply: float | None, back: float | None) -> SaidFigures:
    """Return the figures of an amount and a text; temperatures are those of the form."""
    said = [*scan_quantities(amount), *scan_quantities(text)]
    return SaidFigures(
        power=_find_only(_convert(said, "power", _W_PER_KW)),
        energy=_find_only(_convert(said, "energy a year", _KJ_PER_KWH)),
        hours=_find_only(one for one in _convert(said, "hours", Decimal(1)) if one >= FEWEST_HOURS),
        mass=_find_only(_convert(said, "mass an hour", _HOURS_OF_A_DAY)),
        volume=_find_only(_convert(said, "volume an hour", _HOURS_OF_A_DAY)),
        gas=_find_only(_convert(said, "gas volume an hour", _HOURS_OF_A_DAY)),
        pressure=read_pressure(said),
        supply=None if supply is None else Decimal(repr(supply)),
        back=None if back is None else Decimal(repr(back)),
        words=fold_words(text),
    )


def _convert(said: Iterable[Quantity], measures: str, size: Decimal) -> list[Decimal]:
    """Return the clear values of one measure, in units of this size."""
    return [
        one.value * one.unit.factor / size
        for one in said
        if one.measures == measures and one.is_clear and one.value is not None and one.unit is not None
    ]


def _find_only(values: Iterable[Decimal]) -> Decimal | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None
