"""Read texts of a listing's fields: amounts, temperatures, months, and what a text says of the type."""

from __future__ import annotations

from typing import NamedTuple

from handlers.exchange.describing.describer import describe_text
from handlers.exchange.describing.months import read_months
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.quantities.quantity_scanner import parse_quantity
from handlers.quantities.text_folding import compose_signs, fold_signs, split_folded_text
from handlers.quantities.units import MeasurementUnit, find_listed_unit

#: types that have kinds
TYPES_OF_KINDS = frozenset(("material", "organic"))


class QuantityText(NamedTuple):
    """Hold a number or the middle of a range, and its unit."""

    middle: float
    unit: MeasurementUnit | None
    low: float | None = None
    high: float | None = None


class TextFacts(NamedTuple):
    """Hold what a text says of a listing's type and kind."""

    type: str | None
    kind: str | None


def parse_quantity_text(text: str, unit: MeasurementUnit | None) -> QuantityText | None:
    """Return the quantity that a text is. A number alone has the unit given. None: it cannot be read.

    An amount of a week cannot: it would count as one of a year.
    """
    said = parse_quantity(text)
    if said is None and unit is not None:
        said = parse_quantity(f"{text} {unit.name}")
    if said is None or said.problem is not None or said.unit is None or said.weekly:
        return None
    # of "over 5" only a bound is known
    values = [one for one in (said.value, said.low, said.high) if one is not None]
    if not values:
        return None
    low, high = (None if one is None else float(one) for one in (said.low, said.high))
    return QuantityText(float(values[0]), said.unit, low, high)


def parse_celsius_text(text: str) -> float | None:
    said = parse_quantity_text(text, find_listed_unit("°C"))
    return None if said is None or said.unit is None or said.unit.measures != "temperature" else said.middle


def parse_number_text(text: str) -> float | None:
    """Return the number of a text, whatever its unit."""
    said = parse_quantity_text(text, find_listed_unit("%"))
    return None if said is None else said.middle


def parse_months_text(text: str) -> tuple[float, ...] | None:
    """Return the twelve percentages that words say, such as "hele året" and "okt-apr"."""
    folded = fold_signs(compose_signs(text))
    months, unclear = read_months(folded, split_folded_text(folded))
    return None if months is None or unclear else tuple(map(float, months))


def read_text_facts(text: str | None, type_: str | None, kind: str | None) -> TextFacts:
    """Return type and kind as they are said, else as the text tells them.

    A type in other words than ours is read as a text itself.
    """
    said = (type_ or "").strip().casefold()
    if said in FLOW_TYPES:
        if kind is not None or said not in TYPES_OF_KINDS or not text:
            return TextFacts(said, kind)
        told = describe_text(text)
        return TextFacts(said, told.kind if told.type_key == said else None)
    told = describe_text(type_ or text or "")
    if told.type_key is None and type_ and text:
        told = describe_text(text)
    return TextFacts(told.type_key, kind or told.kind)
