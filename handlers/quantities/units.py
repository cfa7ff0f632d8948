"""Know units of measurement: how they are written, and how a number is converted to another unit of the same kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from handlers.quantities.text_folding import compose_signs, fold_signs
from handlers.quantities.unit_table import (
    FLOWS,
    PERIODS,
    SHORT_FORMS,
    UNITS,
    UNLISTED,
    WEEKS,
    count_per_period,
    list_spellings,
)


@dataclass(frozen=True, slots=True)
class MeasurementUnit:
    """Hold what is measured, and how much of it one unit is. `name` is its Norwegian spelling."""

    name: str
    measures: str
    factor: Decimal = Decimal(1)
    #: "year", "hour" ... where the unit is one of a flow
    per: str | None = None


#: A sum of these is meaningless, so only their average is published.
AVERAGED = ("temperature", "share")
_MONEY = re.compile(
    r"(?<![a-zæøå])(?:m?nok|kr|kroner?|øre|ore|eur|euros?|usd|sek|dkk|gbp|dollars?)(?![a-zæøå])|[€$£]",
    re.IGNORECASE,
)
#: pattern of an unknown unit: a few words
_WORDS = re.compile(r"[^\W\d_][\w /²³°%.-]{0,23}")
_SPELT = {
    spelling: name for units in UNITS.values() for name, (_, others) in units.items()
    for spelling in list_spellings(name, others)
}  # fmt: skip
_PERIOD_OF = {spelling: ending for ending, (*_, others) in PERIODS.items() for spelling in others.split()}
_UNLISTED = {name.replace("_", " ") for name in UNLISTED.split()}
_NAMES = "|".join(map(re.escape, sorted({*_SPELT, *SHORT_FORMS, *_UNLISTED}, key=len, reverse=True)))
_ENDINGS = "|".join(sorted((*_PERIOD_OF, *WEEKS.split(), "t"), key=len, reverse=True))
#: a unit where a number ends, in a folded text, with what is said of its carbon and of a time
UNIT_PATTERN = re.compile(
    rf"(?P<unit>{_NAMES})(?![a-z0-9])"
    r"(?: ?(?P<carbon>co2(?:-?ekv\w{0,12}\.?|eq|e)?)(?![a-z0-9]))?"
    r"(?: ?(?P<dry>ts|torrstoff|torrstof|dry matter|dry solids|dm)(?![a-z0-9]))?"
    r"(?: ?/ ?(?P<several>\d{1,3}\.? (?:dag|dager|dagar|days?|uker?|veke[rn]?|weeks?|maneder|manader|months?))\b)?"
    r"(?:(?: ?/ ?|,? (?:per|pr\.?|i|om|a|an|each|every|hver|hvert|kvar|kvart) )"
    rf"(?P<period>{_ENDINGS})(?![a-z0-9])"
    # "200 kilo dagen", and not "4 MW året rundt"
    r"| (?P<definite>dagen|dognet|dogeret|doegnet|timen|aret|maneden|manaden|uka|uken|veka)"
    r"(?![a-z0-9]| (?:rundt|igjennom|gjennom)))?"
)

#: a week that is named, and none in which an amount comes each time
_WEEK, _WEEK_NUMBER = ("uke", "veke", "week"), re.compile(r" \d{1,2}(?![\d.,]| ?%)")
#: "450 t pa", "1600 tonnes p.a."; "400 t pa lager" is "på"
_PER_ANNUM = re.compile(r" p\.?a\b\.?(?=\s*(?:$|[,.;:()–—-]|of\b|av\b))", re.IGNORECASE)


def _build_units() -> dict[str, MeasurementUnit]:
    found = {}
    for measures, units in UNITS.items():
        for name, (factor, _) in units.items():
            found[name] = MeasurementUnit(name, measures, Decimal(factor))
            for ending, (per, span, *_) in PERIODS.items() if measures in FLOWS else ():
                amount = Decimal(factor) * count_per_period(ending)
                found[f"{name}/{ending}"] = MeasurementUnit(f"{name}/{ending}", f"{measures} {span}", amount, per)
    return found


_KNOWN = _build_units()


@dataclass(frozen=True, slots=True)
class SpeltUnit:
    """Hold what stands behind a number: a unit of the list, or None for one that has to be asked about."""

    unit: MeasurementUnit | None
    length: int
    #: said of a week, for which there is no unit
    weekly: bool = False


def is_money(text: str) -> bool:
    """Return True for a currency: prices and amounts are not asked for."""
    return _MONEY.search(text) is not None


def read_unit(folded: str, written: str, start: int = 0, *, emissions: bool = False) -> SpeltUnit | None:
    """Return the unit that stands at a place of a folded text, beside the text as written; None for another word.

    With `emissions`, tonnes of CO2 are a unit of their own.
    """
    found = UNIT_PATTERN.match(folded, start)
    if found is None:
        return None
    if found["unit"] in SHORT_FORMS:
        return SpeltUnit(_KNOWN[SHORT_FORMS[found["unit"]]], found.end("unit") - start)
    name, period = _name_unit(found, written, emissions=emissions), found["period"] or found["definite"]
    per_annum = _PER_ANNUM.match(written, found.end()) if period is None and name is not None else None
    if per_annum is not None and _KNOWN[name or ""].measures in FLOWS:
        return SpeltUnit(_KNOWN[f"{name}/år"], per_annum.end() - start)
    if name is None:
        return SpeltUnit(None, found.end() - start)
    if found["several"] is not None and _KNOWN[name].measures in FLOWS:
        return SpeltUnit(_KNOWN[name], found.end("several") - start, weekly=True)
    if period is None or _KNOWN[name].measures not in FLOWS:
        if period is not None and "/" in folded[found.end("unit") : found.end()] and name in UNITS["power"]:
            # "5 MW/år" is a slip for one or the other
            return SpeltUnit(None, found.end() - start)
        # "5 MW i året": whoever reads the sentence judges what the time is said of
        end = found.end("unit") if period else found.end()
        return SpeltUnit(_KNOWN[name], end - start)
    if period == "t" and "volume" in _KNOWN[name].measures:
        # nobody offers or needs cubic metres a tonne
        period = "time"
    if period == "t":
        # tonnes, or hours ("time")
        return SpeltUnit(None, found.end() - start)
    if period in _WEEK and _WEEK_NUMBER.match(folded, found.end()) is not None:
        # "100 t i uke 41"
        return SpeltUnit(_KNOWN[name], found.end("unit") - start)
    weekly = period in WEEKS.split()
    return SpeltUnit(_KNOWN[name if weekly else f"{name}/{_PERIOD_OF[period]}"], found.end() - start, weekly)


def _name_unit(found: re.Match[str], written: str, *, emissions: bool) -> str | None:
    """Return the name of the unit; None for one that is not of the list."""
    spelling, letters = found["unit"], written[found.start("unit") : found.end("unit")]
    if spelling == "mt":
        return "Mt" if letters == "Mt" else None
    if spelling in ("k", "f") and letters != spelling.upper():
        return None
    name = _SPELT.get(spelling)
    if name in ("kg", "t") and found["dry"]:
        return f"{name} TS"
    return f"{name} CO2e" if name in ("t", "kt") and found["carbon"] and emissions else name


def find_listed_unit(text: str, *, emissions: bool = False) -> MeasurementUnit | None:
    """Return the unit of the closed list that a text names, and None for every other text."""
    text = " ".join(compose_signs(text).split())
    folded = fold_signs(text)
    found = read_unit(folded, text, emissions=emissions)
    return found.unit if found is not None and found.length == len(folded) and not found.weekly else None


def find_unit(text: str) -> MeasurementUnit | None:
    """Return a known unit, or a unit for things that are counted by their own name.

    Return None for what is no unit.
    """
    text = " ".join(text.split())
    known = find_listed_unit(text, emissions=True)
    if known is not None:
        return known
    return MeasurementUnit(text, text.casefold()) if _WORDS.fullmatch(text) and not is_money(text) else None


def convert_value(value: Decimal, written: str, wanted: str) -> Decimal | None:
    """Return the value in the wanted unit. Return None if the written unit measures something else."""
    here, there = find_unit(written), find_unit(wanted)
    if here is None or there is None or here.measures != there.measures:
        return None
    return value * here.factor / there.factor


def convert_listed(value: Decimal, here: MeasurementUnit, there: MeasurementUnit) -> Decimal | None:
    """Return the value in another unit of the list. Return None if that measures something else."""
    return value * here.factor / there.factor if here.measures == there.measures else None


def raise_unit_figures(name: str) -> str:
    """Return the name of a unit with its raised figures: "m3/h" is "m³/h"."""
    return name.replace("m2", "m²").replace("m3", "m³").replace("CO2", "CO₂")


def is_unit_summed(unit: str) -> bool:
    found = find_unit(unit)
    return found is None or found.measures not in AVERAGED
