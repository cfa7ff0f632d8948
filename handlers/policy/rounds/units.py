"""Know units of measurement: how they are written, and how a number is converted to another unit of the same kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from handlers.chat.say import Say


@dataclass(frozen=True, slots=True)
class MeasurementUnit:
    """Hold what is measured, and how much of it one unit is. `name` is its Norwegian spelling."""

    name: str
    measures: str
    factor: Decimal = Decimal(1)


def _build_unit_series(measures: str, **factors: str) -> list[MeasurementUnit]:
    return [MeasurementUnit(name.replace("_", "/"), measures, Decimal(factor)) for name, factor in factors.items()]


_ALL = [
    *_build_unit_series("power", kW="1", MW="1000", GW="1000000"),
    *_build_unit_series("energy", kWh="1", MWh="1000", GWh="1000000", TWh="1000000000"),
    *_build_unit_series("energy a year", kWh_år="1", MWh_år="1000", GWh_år="1000000", TWh_år="1000000000"),
    *_build_unit_series("mass", kg="1", t="1000", kt="1000000"),
    *_build_unit_series("mass a year", kg_år="1", t_år="1000", kt_år="1000000"),
    *_build_unit_series("volume", m3="1"),
    *_build_unit_series("volume a year", m3_år="1"),
    *_build_unit_series("volume an hour", m3_h="1"),
    *_build_unit_series("area", m2="1", da="1000", ha="10000"),
    *_build_unit_series("length", m="1", km="1000"),
    *_build_unit_series("voltage", V="1", kV="1000"),
    MeasurementUnit("t CO2e/år", "emissions a year", Decimal(1000)),
    MeasurementUnit("kt CO2e/år", "emissions a year", Decimal(1000000)),
    MeasurementUnit("t CO2e", "emissions", Decimal(1000)),
    MeasurementUnit("°C", "temperature"),
    MeasurementUnit("%", "share"),
    MeasurementUnit("ansatte", "employees"),
    MeasurementUnit("årsverk", "full-time jobs"),
    MeasurementUnit("antall", "pieces"),
]
#: A sum of these is meaningless, so only their average is published.
AVERAGED = ("temperature", "share")
#: other spelling, folded -> name of the unit
_ALIASES = {
    "tilsette": "ansatte", "tilsett": "ansatte", "ansatt": "ansatte", "employees": "ansatte", "employee": "ansatte",
    "people": "ansatte", "fte": "årsverk", "arsverk": "årsverk", "stk": "antall", "tal": "antall", "antal": "antall",
    "number": "antall", "pieces": "antall", "pcs": "antall", "dekar": "da", "mål": "da", "prosent": "%",
    "percent": "%", "c": "°c", "grader": "°c", "gradar": "°c", "degrees": "°c", "kvm": "m2", "m3/time": "m3/h",
    "m3/hour": "m3/h",
}  # fmt: skip
_YEARLY = re.compile(r"(?:(?<!\s)\s++)?(?:/\s*+(?:år|ar|yr|year|a)|(?:per|pr\.?|i|a)\s++(?:år|året|year))$")
_TONNES = re.compile(r"^(?:tonn|tonnes?|tons?)(?=\s|/|$)")
_MONEY = re.compile(
    r"(?<![a-zæøå])(?:m?nok|kr|kroner?|øre|ore|eur|euros?|usd|sek|dkk|gbp|dollars?)(?![a-zæøå])|[€$£]",
    re.IGNORECASE,
)
#: pattern of an unknown unit: a few words
_WORDS = re.compile(r"[^\W\d_][\w /²³°%.-]{0,23}")


def _fold_unit(text: str) -> str:
    """Normalise the spelling: "Tonn per år" -> "t/år"."""
    text = " ".join(text.split()).casefold().replace("²", "2").replace("³", "3").replace("₂", "2")
    text = _YEARLY.sub("/år", text)
    text = _TONNES.sub("t", text)
    text = re.sub(r"co2(?:-?ekv\w*\.?|eq|e)?", "co2e", text)
    text = text.replace(" /", "/").replace("/ ", "/")
    return _ALIASES.get(text, text)


_KNOWN = {_fold_unit(unit.name): unit for unit in _ALL}


def is_money(text: str) -> bool:
    """Return True for a currency: prices and amounts are not asked for."""
    return _MONEY.search(text) is not None


def find_unit(text: str) -> MeasurementUnit | None:
    """Return a known unit, or a unit for things that are counted by their own name.

    Return None for what is no unit.
    """
    text = " ".join(text.split())
    known = _KNOWN.get(_fold_unit(text))
    if known is not None:
        return known
    return MeasurementUnit(text, text.casefold()) if _WORDS.fullmatch(text) and not is_money(text) else None


def convert_value(value: Decimal, written: str, wanted: str) -> Decimal | None:
    """Return the value in the wanted unit. Return None if the written unit measures something else."""
    here, there = find_unit(written), find_unit(wanted)
    if here is None or there is None or here.measures != there.measures:
        return None
    return value * here.factor / there.factor


def is_unit_summed(unit: str) -> bool:
    found = find_unit(unit)
    return found is None or found.measures not in AVERAGED


def format_unit(say: Say, unit: str) -> str:
    """Format the unit in the reader's language: "GWh/år", "GWh/yr", "tilsette"."""
    words = {"ansatte": say("employees"), "årsverk": say("full-time jobs"), "antall": say("pieces")}
    if unit in words:
        return words[unit]
    unit = unit.replace("CO2e", "CO₂e").replace("m2", "m²").replace("m3", "m³")
    return unit.replace("/år", "/yr") if say.language == "en" else unit
