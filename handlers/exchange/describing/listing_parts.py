"""Add to a description what a listing says beside the name of its flow: how much there is, how warm, and when."""

from __future__ import annotations

from dataclasses import replace

from handlers.exchange.describing.amounts import ReadAmount
from handlers.exchange.describing.description import Asked, Description
from handlers.exchange.describing.months import read_months
from handlers.exchange.describing.running_hours import read_hours
from handlers.exchange.describing.temperatures import ReadTemperature, read_pressure
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken

#: months of a whole year
_WHOLE_YEAR = (100,) * 12


def add_amount(described: Description, read: ReadAmount) -> Description:
    described = replace(
        described, amount=read.amount, low=read.low, high=read.high, unit=read.unit, per=read.per, weekly=read.weekly
    )  # fmt: skip
    return described.ask_fields(*read.asks)


def add_conditions(
    described: Description, warm: ReadTemperature, folded: str, tokens: list[TextToken], quantities: list[Quantity]
) -> Description:
    months, months_unclear = read_months(folded, tokens)
    counted = [] if described.type_key in ("capacity", "people") else quantities
    hours, hours_unclear = (
        (None, False) if described.type_key == "area" else read_hours(folded, counted, whole_year=months == _WHOLE_YEAR)
    )
    unclear: list[tuple[Asked, bool]] = [
        ("temperature", warm.unclear), ("months", months_unclear), ("hours", hours_unclear),
    ]  # fmt: skip
    described = replace(
        described,
        temperature=warm.value,
        temperature_low=warm.low,
        temperature_high=warm.high,
        pressure=read_pressure(quantities),
        hours=hours,
        months=months,
    )
    return described.ask_fields(*(field for field, asked in unclear if asked))
