"""Find the quantities of a sentence, with their units, ranges and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from handlers.quantities.quantity import Quantity, bound_value, join_bounds, spread_value
from handlers.quantities.spelt_numbers import SpeltNumber, find_numbers
from handlers.quantities.text_folding import compose_signs, fold_signs
from handlers.quantities.unit_table import PERIODS, WEEKS
from handlers.quantities.units import convert_listed, find_listed_unit, read_unit

#: what stands between the two numbers of a range, and between a number and how far it may be off
_RANGE = re.compile(r" ?(?:-|til|to|through|opp til|up to) ?")
#: between two readings of one number: "5 MW eller 5 MWh"
_OR = re.compile(r",? ?(?:eller|or) ?")
_BETWEEN = re.compile(r" ?(?:og|and) ?")
#: "6 MW/GWh" is one of the two, where "50 kWh/t" tells how much of one thing is in another
_POWER_OR_ENERGY = frozenset(("power", "energy"))
#: what may stand between a number and its unit: "5 MW", "5-tonn", "5+ MW", "half a MW", "6 ledige plasser"
_GAP = re.compile(
    r"(?: (?:a|ledig|ledige|frie|free|available|spare|ekstra|extra|open|or so|odd|wet|metric|gode|vate|reine|rene|good)"
    r"(?= )| (?:crane|quay|lab|workshop|machine|kran|kai|maskin)(?= (?:hours|hrs|timer|timar)(?![a-z]))|-odd|\+)?[ -]?"
)
_ARTICLE = re.compile(r" an? $| ein? $| eit $")
#: what may stand before a sign of a number
_OPENS = ("", " ", "(", ",", ";", ":")
_SLASH = re.compile(r" ?/ ?")
_SPREAD = re.compile(r" ?(?:±|\+/-|\+-|pluss/minus|pluss minus|plus/minus|plus or minus|\+ ?/ ?-) ?")
_LOW = (">", ">=", "over", "mer enn", "meir enn", "minst", "minimum", "min.", "more than", "at least", "above", "min")
_HIGH = ("<", "<=", "under", "mindre enn", "inntil", "opptil", "opp til", "maks", "maks.", "maksimalt", "max", "max.")
_MORE_HIGH = ("up to", "opp mot", "oppimot", "less than", "at most", "below", "hogst", "maximum", "not more than")
_LOW_BEHIND = re.compile(r"\+(?![/\d])| ?(?:(?:eller|or|og|and) (?:mer|meir|mere|more|over|above|oppover|up)(?![a-z]))")
_HIGH_BEHIND = re.compile(r" ?(?:eller|or|og|and) (?:mindre|less|under|nedover|below)(?![a-z])")
_MONEY = re.compile(r" ?(?:mill\.? )?(?:m?nok|kr|kroner?|ore|eur|euros?|usd|sek|dkk|gbp|dollars?|€|\$|£)(?![a-z])|,-")
#: "316L" is a steel
_STEEL_GRADE = re.compile(r"(?:3\d\d|904)L(?![A-Za-z])")
_MONEY_BEFORE = ("kr", "kr.", "nok", "eur", "€", "$", "£")
#: "50 kWh per tonn", "1,2 kg/m3": how much of one thing is in another
_RATIO = re.compile(r" ?/ ?([a-z]+)| (?:per|pr\.?) ([a-z]+)")
_PERIOD_WORDS = frozenset(f"{WEEKS} {' '.join(others for *_, others in PERIODS.values())}".split())
_YEAR_BEFORE = ("i", "in", "fra", "from", "til", "innen", "siden", "sidan", "since", "for", "by", "before", "after")
#: characters before a number in which a word about it is looked for
_REACH = 24
_DEGREES, _WHOLE_YEARS = find_listed_unit("°C"), range(1900, 2101)


def scan_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in their order. Places are those of `compose_signs(text)`."""
    text = compose_signs(text)
    folded = fold_signs(text)
    found: list[Quantity] = []
    for said in _read_single_quantities(folded, text):
        joined = _join_quantities(folded, found[-1], said) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(said)
    return [_check_value(_apply_bounds(folded, said)) for said in found]


def parse_quantity(text: str) -> Quantity | None:
    """Return the one quantity that a text is, such as "5-10 MW"; None for every other text."""
    text = compose_signs(" ".join(text.split()))
    found = scan_quantities(text)
    if len(found) != 1 or found[0].unit is None:
        return None
    rest = fold_signs(text[: found[0].start] + text[found[0].end :]).strip(" .+-")
    known = (*_LOW, *_HIGH, *_MORE_HIGH, *_ABOUT, "mellom", "between", "fra", "minus", "")
    return found[0] if rest in known or _LOW_BEHIND.fullmatch(rest) or _HIGH_BEHIND.fullmatch(rest) else None


_ABOUT = ("ca", "ca.", "cirka", "circa", "omtrent", "om lag", "rundt", "kring", "about", "around", "approx", "~", "≈")


def is_about(text: str) -> bool:
    """Return True for the words of an amount that is about right: "ca."."""
    return text.strip().casefold() in _ABOUT


def _read_single_quantities(folded: str, text: str) -> Iterator[Quantity]:
    for number in find_numbers(folded):
        said = _read_with_unit(folded, text, number)
        if said is not None:
            yield said


def _read_with_unit(folded: str, text: str, number: SpeltNumber) -> Quantity | None:
    """Return a number with its unit; None for a ratio, and for a word that is no number here."""
    value = number.value
    said = Quantity(number.start, number.end, value, figures=number.figures, grouped=number.grouped, times=number.times)
    if value is None:
        said = replace(said, problem="ambiguous")
    if _MONEY.match(folded, number.end) or _ends_with(folded[: number.start], _MONEY_BEFORE):
        return replace(said, money=True)
    gap = _GAP.match(folded, number.end)
    spelt = read_unit(folded, text, gap.end()) if gap is not None else None
    if gap is None or spelt is None:
        return _read_without_unit(folded, said)
    if _STEEL_GRADE.match(text, number.start) is not None:
        return None
    said = replace(said, end=gap.end() + spelt.length, unit=spelt.unit, weekly=spelt.weekly)
    if spelt.unit is None:
        return replace(said, problem=said.problem or "unit")
    if _is_other_unit_next(folded, text, said):
        return replace(said, problem="either")
    ratio = _RATIO.match(folded, said.end)
    if ratio is not None and said.measures != "temperature" and (ratio[1] or ratio[2]) not in _PERIOD_WORDS:
        return None
    if spelt.unit.name in ("da", "ha") and value in _WHOLE_YEARS and _ends_with(folded[: number.start], _YEAR_BEFORE):
        return None
    return said


def _is_other_unit_next(folded: str, text: str, said: Quantity) -> bool:
    """Return True for "400 kubikk eller tonn" and "6 MW/GWh": the same number in units of other kinds."""
    joined = _OR.match(folded, said.end) or _SLASH.match(folded, said.end)
    other = read_unit(folded, text, joined.end()) if joined is not None else None
    if joined is None or other is None or other.unit is None or other.unit.measures == said.measures:
        return False
    return "/" not in joined[0] or {other.unit.measures, said.measures} == _POWER_OR_ENERGY


def _read_without_unit(folded: str, said: Quantity) -> Quantity | None:
    if not said.figures:
        follower = folded[said.end : said.end + 2].strip(" -")
        return said if follower[:1].isalpha() else None
    plus = folded[: said.start].endswith("+") and folded[: said.start - 1][-1:] in _OPENS
    phone = folded[said.end : said.end + 2].strip().isdigit()
    return replace(said, unit=_DEGREES) if plus and not phone else said


def _are_neighbours(first: Quantity, second: Quantity) -> bool:
    """Return True for "fem seks tonn": two words for numbers that follow each other."""
    if first.figures or second.figures or first.unit is not None or first.value is None or second.value is None:
        return False
    return first.value + 1 == second.value / second.times


def _join_quantities(folded: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return one quantity where two numbers are the ends of a range; else None."""
    between = folded[first.end : second.start]
    if first.money or second.money or first.back is not None or first.low is not None:
        return None
    if _SPREAD.fullmatch(between):
        return spread_value(first, second)
    if second.unit is None:
        return None
    if between == " " and _are_neighbours(first, second):
        return join_bounds(first, second, second.unit)
    if first.unit is not None and first.unit != second.unit:
        value = convert_listed(first.value, first.unit, second.unit) if first.value is not None else None
        if value is None:
            doubtful = first.value == second.value and _OR.fullmatch(between)
            return replace(second, start=first.start, problem="either") if doubtful else None
        first = replace(first, value=value)
    ranged = _RANGE.fullmatch(between) or (
        _BETWEEN.fullmatch(between) and _ends_with(folded[: first.start], ("mellom", "between", "betwen", "imellom"))
    )
    if ranged:
        return join_bounds(first, second, second.unit)
    if _SLASH.fullmatch(between) and second.measures == "temperature":
        return replace(second, start=first.start, value=first.value, back=second.value)
    return None


def _apply_bounds(folded: str, said: Quantity) -> Quantity:
    """Return the quantity with its sign, and with one bound where the words around it say so."""
    if said.money:
        return said
    before = folded[max(0, said.start - _REACH) : said.start]
    if (before.endswith("-") and before[-2:-1] in _OPENS) or _ends_with(before, ("minus",)):
        said = _negate_value(said)
    before = _ARTICLE.sub("", before)
    if _ends_with(before, _LOW) or _LOW_BEHIND.match(folded, said.end) or "+" in folded[said.start : said.end]:
        return bound_value(said, "low")
    if _ends_with(before, (*_HIGH, *_MORE_HIGH)) or _HIGH_BEHIND.match(folded, said.end):
        return bound_value(said, "high")
    return said


def _negate_value(said: Quantity) -> Quantity:
    """Return the quantity below nought; of a range "-5-10" only the lower bound."""
    if said.value is None:
        return said
    if said.low is None or said.high is None:
        return replace(said, value=-said.value)
    return replace(said, low=-said.low, value=(said.high - said.low) / 2)


def _check_value(said: Quantity) -> Quantity:
    """Return the quantity with what is wrong about its number. Only a temperature may be below nought."""
    if said.unit is not None and said.unit.name == "minusgrader" and said.value is not None:
        return replace(said, unit=_DEGREES, value=-abs(said.value))
    values = [one for one in (said.value, said.low, said.high) if one is not None]
    if said.problem is not None or said.unit is None or "temperature" in said.measures or not values:
        return said
    if min(values) < 0:
        return replace(said, problem="negative")
    if said.low == 0 and said.high:
        # "0-5 MW" is up to five
        return replace(said, value=None, low=None)
    return replace(said, problem="zero") if max(values) == Decimal(0) else said


def _ends_with(text: str, words: tuple[str, ...]) -> bool:
    """Return True if the text ends with one of the words, whole."""
    text = text[-_REACH:].rstrip()
    return any(text.endswith(word) and not text[: -len(word)][-1:].isalnum() for word in words)
