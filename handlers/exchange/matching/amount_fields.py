"""Read amount, unit, hours and period of a listing to one amount, and to how its member wrote it."""

from __future__ import annotations

from handlers.exchange.matching.field_reader import FieldReader
from handlers.exchange.matching.flow_amounts import LASTING, convert_amount, normalise_amount
from handlers.exchange.matching.listing_facts import FlowAmount, WrittenAmount
from handlers.exchange.matching.listing_texts import QuantityText, parse_quantity_text
from handlers.quantities.units import MeasurementUnit, find_listed_unit, raise_unit_figures

#: hours of a leap year
MOST_HOURS = 8784.0
#: period -> how a unit of it ends
ENDINGS = {"year": "/år", "month": "/mnd", "day": "/d", "hour": "/h", "minute": "/min", "second": "/s"}


def read_amount_fields(
    fields: FieldReader, type_: str | None, kind: str | None
) -> tuple[FlowAmount | None, WrittenAmount | None]:
    """Return the amount for comparing, and the amount as it was written; None where it cannot be read."""
    hours = fields.read_number("hours")
    if hours is not None and not 0 < hours <= MOST_HOURS:
        fields.add_unread("hours")
        hours = None
    per = fields.read_choice("per", ENDINGS)
    quantity = _read_quantity(fields)
    if quantity is None or quantity.unit is None:
        return None, None
    unit = add_period(quantity.unit, per)
    amount = convert_amount(quantity.middle, unit, hours)
    if amount is None:
        fields.add_unread("unit")
        return None, None
    written = WrittenAmount(quantity.middle, raise_unit_figures(unit.name), quantity.low, quantity.high)
    return normalise_amount(amount, type_, kind), written


def _read_quantity(fields: FieldReader) -> QuantityText | None:
    """Return the number and its unit: both of the text, or the unit from its own field."""
    value, said = fields.row.get("amount"), fields.row.get("unit")
    unit = find_listed_unit(said) if isinstance(said, str) else None
    if said is not None and unit is None:
        fields.add_unread("unit")
    if value is None:
        return None
    number = fields.parse_number(value) if not isinstance(value, str) else None
    if isinstance(value, str):
        quantity = parse_quantity_text(value, unit)
    else:
        quantity = None if number is None else QuantityText(number, unit)
    if quantity is None or quantity.middle <= 0 or (quantity.unit is None and said is None):
        fields.add_unread("amount")
        return None
    return quantity


def add_period(unit: MeasurementUnit, per: str | None) -> MeasurementUnit:
    """Return the unit of a flow: of the period that is said apart, else of a year."""
    if unit.per is not None or unit.measures == "power" or unit.measures in LASTING:
        return unit
    return find_listed_unit(unit.name + ENDINGS[per or "year"]) or unit
