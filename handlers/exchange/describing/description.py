"""Hold what a line says of one listing, and what a person must answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

Asked = Literal["direction", "type", "amount", "unit", "per", "temperature", "hours", "months", "split"]
#: the order in which fields are asked about
_ORDER = ("direction", "type", "amount", "unit", "per", "temperature", "hours", "months", "split")


@dataclass(frozen=True, slots=True)
class Description:
    """Hold the fields of a listing as they were said. What was not said, or is unclear, is None."""

    direction: Literal["offer", "need"] | None = None
    type_key: str | None = None
    kind: str | None = None
    amount: Decimal | None = None
    unit: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    #: "year", "hour" ...; None of a lot
    per: str | None = None
    #: the amount is one of a week, a quarter or a shift, for which there is no unit
    weekly: bool = False
    temperature: Decimal | None = None
    temperature_low: Decimal | None = None
    temperature_high: Decimal | None = None
    #: bar(g)
    pressure: Decimal | None = None
    #: hours a year
    hours: Decimal | None = None
    #: per cent of each month, January first
    months: tuple[int, ...] | None = None
    asks: tuple[Asked, ...] = ()
    #: the further listings of the line
    others: tuple[Description, ...] = field(default=())

    def ask_fields(self, *fields: Asked) -> Description:
        """Return the description with more fields to ask about, in the order of asking."""
        asked = {*self.asks, *fields}
        return replace(self, asks=tuple(one for one in _ORDER if one in asked))
