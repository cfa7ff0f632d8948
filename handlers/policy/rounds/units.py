"""Units: those that are known, how they are written, and how a number in one is told in another of the same kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from handlers.chat.say import Say


@dataclass(frozen=True, slots=True)
class Unit:
    """What is measured, and how much of it one is; `name` as it is written in Norwegian."""

    name: str
    measures: str
    factor: Decimal = Decimal(1)


def _series(measures: str, **factors: str) -> list[Unit]:
    return [Unit(name.replace("_", "/"), measures, Decimal(factor)) for name, factor in factors.items()]


_ALL = [
    *_series("power", kW="1", MW="1000", GW="1000000"),
    *_series("energy", kWh="1", MWh="1000", GWh="1000000", TWh="1000000000"),
    *_series("energy a year", kWh_år="1", MWh_år="1000", GWh_år="1000000", TWh_år="1000000000"),
    *_series("mass", kg="1", t="1000", kt="1000000"),
    *_series("mass a year", kg_år="1", t_år="1000", kt_år="1000000"),
    *_series("volume", m3="1"),
    *_series("volume a year", m3_år="1"),
    *_series("volume an hour", m3_h="1"),
    *_series("area", m2="1", da="1000", ha="10000"),
    *_series("length", m="1", km="1000"),
    *_series("voltage", V="1", kV="1000"),
    Unit("t CO2e/år", "emissions a year", Decimal(1000)),
    Unit("kt CO2e/år", "emissions a year", Decimal(1000000)),
    Unit("t CO2e", "emissions", Decimal(1000)),
    Unit("°C", "temperature"),
    Unit("%", "share"),
    Unit("ansatte", "employees"),
    Unit("årsverk", "full-time jobs"),
    Unit("antall", "pieces"),
]
#: a sum of these says nothing: only their average is told
AVERAGED = ("temperature", "share")
#: how else they are written, folded
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
#: what a unit that is not known may look like: a few words
_WORDS = re.compile(r"[^\W\d_][\w /²³°%.-]{0,23}")


def _fold(text: str) -> str:
    """ "Tonn per år" -> "t/år"."""
    text = " ".join(text.split()).casefold().replace("²", "2").replace("³", "3").replace("₂", "2")
    text = _YEARLY.sub("/år", text)
    text = _TONNES.sub("t", text)
    text = re.sub(r"co2(?:-?ekv\w*\.?|eq|e)?", "co2e", text)
    text = text.replace(" /", "/").replace("/ ", "/")
    return _ALIASES.get(text, text)


_KNOWN = {_fold(unit.name): unit for unit in _ALL}


def is_money(text: str) -> bool:
    """Prices and amounts are not asked for."""
    return _MONEY.search(text) is not None


def unit_of(text: str) -> Unit | None:
    """One that is known, or something that is counted by its own name; None for what is no unit."""
    text = " ".join(text.split())
    known = _KNOWN.get(_fold(text))
    if known is not None:
        return known
    return Unit(text, text.casefold()) if _WORDS.fullmatch(text) and not is_money(text) else None


def converted(value: Decimal, written: str, wanted: str) -> Decimal | None:
    """In the wanted unit; None where the one that was written measures something else."""
    here, there = unit_of(written), unit_of(wanted)
    if here is None or there is None or here.measures != there.measures:
        return None
    return value * here.factor / there.factor


def is_summed(unit: str) -> bool:
    found = unit_of(unit)
    return found is None or found.measures not in AVERAGED


def shown(say: Say, unit: str) -> str:
    """As the reader writes it: "GWh/år", "GWh/yr", "tilsette"."""
    words = {"ansatte": say("employees"), "årsverk": say("full-time jobs"), "antall": say("pieces")}
    if unit in words:
        return words[unit]
    unit = unit.replace("CO2e", "CO₂e").replace("m2", "m²").replace("m3", "m³")
    return unit.replace("/år", "/yr") if say.language == "en" else unit
