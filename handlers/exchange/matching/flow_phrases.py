"""Name what flows and how much of it, in the reader's language: "6 MW vann på 65 °C", or in classes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from math import floor, log10

from handlers.chat.say import Say
from handlers.exchange.matching.blind_classes import CLASS_UNITS, classify_amount, classify_temperature
from handlers.exchange.matching.listing_facts import ListingFacts, WrittenAmount
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES

#: figures of an amount that are shown
SIGNIFICANT = 3
_UNIT_WORDS = {
    "en": {"timer": "hours", "paller": "pallets", "plasser": "places", "stk": "pcs"},
    "nn": {"timer": "timar", "paller": "pallar", "plasser": "plassar"},
}
_TYPES: dict[str, Callable[[Say], str]] = {
    "heat": lambda say: say("heat"),
    "steam": lambda say: say("steam"),
    "cooling": lambda say: say("cooling"),
    "power": lambda say: say("grid capacity"),
    "fuel_gas": lambda say: say("fuel gas"),
    "co2": lambda _: "CO₂",
    "hydrogen": lambda say: say("hydrogen"),
    "oxygen": lambda say: say("oxygen"),
    "gas": lambda say: say("gas"),
    "water": lambda say: say("water"),
    "material": lambda say: say("material"),
    "organic": lambda say: say("organic material"),
    "area": lambda say: say("land or building"),
    "capacity": lambda say: say("capacity"),
    "people": lambda say: say("places for people"),
}


def name_flow_type(say: Say, type_: str | None) -> str:
    return _TYPES[type_ or ""](say)


def round_significant(value: float, figures: int = SIGNIFICANT) -> Decimal:
    """Return the value with so many significant figures; whole numbers keep their size."""
    if value == 0:
        return Decimal(0)
    places = figures - 1 - floor(log10(abs(value)))
    return Decimal(repr(round(value, places)))


@lru_cache(maxsize=4096)
def format_figure(say: Say, value: float, figures: int = SIGNIFICANT) -> str:
    return say.format_decimal(round_significant(value, figures))


def format_unit_name(say: Say, unit: str) -> str:
    """Return the unit in the reader's language: "GWh/år", "GWh/yr"."""
    words = _UNIT_WORDS.get(say.language, {})
    if say.language != "en" or unit in words:
        return words.get(unit, unit)
    name, slash, period = unit.partition("/")
    return words.get(name, name) + (slash + period).replace("/år", "/yr").replace("/mnd", "/month")


def format_written_amount(say: Say, written: WrittenAmount) -> str:
    """Return the amount as its member wrote it, a range with both bounds."""
    unit = format_unit_name(say, written.unit)
    if written.low is not None and written.high is not None:
        low, high = (format_figure(say, bound) for bound in (written.low, written.high))
        return f"{low}–{high} {unit}"
    return f"{format_figure(say, written.middle)} {unit}"


def format_amount_class(say: Say, offer: ListingFacts) -> str | None:
    """Return the class of the offer's amount, or None where no class tells of it."""
    amount = offer.amount
    if amount is None or amount.measure not in CLASS_UNITS:
        return None
    value = amount.hourly if amount.is_rate else amount.yearly
    if value is None:
        return None
    unit, size = CLASS_UNITS[amount.measure][0 if amount.is_rate else 1]
    low, high = classify_amount(value / size)
    unit = format_unit_name(say, unit)
    if low is None:
        return say("under {bound} {unit}", bound=say.format_number(high or 0), unit=unit)
    if high is None:
        return say("over {bound} {unit}", bound=say.format_number(low), unit=unit)
    return f"{say.format_number(low)}-{say.format_number(high)} {unit}"


def format_temperature_class(say: Say, celsius: float) -> str:
    low, high = classify_temperature(celsius)
    return f"{say.format_number(low)}-{say.format_number(high)} °C"


def describe_flow(say: Say, offer: ListingFacts, *, blind: bool) -> str:
    """Return what is offered: amount, type and temperature, as far as they are known."""
    if blind:
        amount = format_amount_class(say, offer)
    else:
        amount = None if offer.written is None else format_written_amount(say, offer.written)
    what = say("water") if offer.medium == "water" and offer.type == "heat" else name_flow_type(say, offer.type)
    if amount is not None:
        what = say("{amount} of {flow}", amount=amount, flow=what)
    if offer.temperature is None or offer.type not in TEMPERED_TYPES:
        return what
    if blind:
        return say("{flow} at {range}", flow=what, range=format_temperature_class(say, offer.temperature))
    return say("{flow} at {number} °C", flow=what, number=format_figure(say, offer.temperature))
