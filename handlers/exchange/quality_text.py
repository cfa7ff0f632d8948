"""Read the quality of an offer or a need as members write it: "10 bar, renhet over 98 %, må ha fukt under 12 %"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import compose_signs, fold_words

PRESSURE, PURITY, MOISTURE, DRY_MATTER = "pressure", "purity", "moisture", "dry_matter"
#: value -> the words by which members name it
NAMES = {
    PURITY: fold_words("renhet reinleik reinheit purity ren rein pure"),
    MOISTURE: fold_words("fukt fuktighet fuktinnhald fuktinnhold moisture vanninnhold vassinnhald water"),
    DRY_MATTER: fold_words("tørrstoff turrstoff ts dry_matter tørrstoffinnhold"),
    "chloride": fold_words("klor klorid klorider chloride chlorine"),
    "sulphur_content": fold_words("svovel svovelinnhold svovelinnhald sulphur sulfur"),
    "ash_content": fold_words("aske askeinnhold askeinnhald ash"),
}
#: what is the better the more there is of it, where a need says no bound
MORE_IS_BETTER = frozenset((PRESSURE, PURITY, DRY_MATTER))
_WHOLE = 100.0
_MUST = fold_words("må krav kreves krevst must required krav_om absolutt")
#: between two values: not the comma of a decimal
_BETWEEN = re.compile(r";|\n|,(?!\d)|\b(?:og|and)\b")


class QualityBound(NamedTuple):
    """Hold one value as it was said: what it is of an offer, and its bounds of a need."""

    name: str
    value: float | None
    least: float | None
    most: float | None
    must: bool


@lru_cache(maxsize=4096)
def parse_quality_text(text: str) -> tuple[QualityBound, ...] | None:
    """Return the values that a text names; None where a part of it cannot be read, or names one value twice."""
    found = tuple(_read_parts(text))
    names = [one.name for one in found if one is not None]
    if None in found or len(set(names)) != len(names):
        return None
    return tuple(one for one in found if one is not None)


def _read_parts(text: str) -> Iterator[QualityBound | None]:
    for part in _BETWEEN.split(text):
        if part.strip():
            yield _read_part(part)


def _read_part(part: str) -> QualityBound | None:
    said, words = scan_quantities(part), fold_words(part)
    if len(said) != 1 or not said[0].is_clear:
        return None
    name = PRESSURE if said[0].measures == PRESSURE else _find_name(said[0], words)
    return None if name is None else _build_bound(name, said[0], must=bool(words & _MUST))


def _find_name(said: Quantity, words: frozenset[str]) -> str | None:
    if said.measures != "share":
        return None
    named = [name for name, known in NAMES.items() if words & known]
    return named[0] if len(named) == 1 else None


def _build_bound(name: str, said: Quantity, *, must: bool) -> QualityBound:
    return QualityBound(name, _scale(said, said.value), _scale(said, said.low), _scale(said, said.high), must)


def _scale(said: Quantity, value: Decimal | None) -> float | None:
    return None if value is None or said.unit is None else float(value * said.unit.factor)


def has_impossible_share(text: str) -> bool:
    """Return True if a text names a share of more than a whole."""
    shares = [one for one in parse_quality_text(text) or () if one.name != PRESSURE]
    return any(value is not None and value > _WHOLE for one in shares for value in (one.value, one.least, one.most))


def build_offered_values(text: str) -> dict[str, float]:
    """Return what an offer has; a range counts by its middle, and a bound alone by itself."""
    found = dict[str, float]()
    for one in parse_quality_text(text) or ():
        value = next((known for known in (one.value, one.least, one.most) if known is not None), None)
        if value is not None:
            found[one.name] = value
    return found


def build_wishes(text: str) -> dict[str, dict[str, float | bool | None]]:
    """Return what a need asks, in the form of `match`. A plain number is a bound in the direction that is better."""
    wishes = dict[str, dict[str, float | bool | None]]()
    for one in parse_quality_text(text) or ():
        least, most = one.least, one.most
        if least is None and most is None:
            least, most = (one.value, None) if one.name in MORE_IS_BETTER else (None, one.value)
        wishes[one.name] = {"min": least, "max": most, "must": one.must}
    return wishes


def find_pressure_text(text: str) -> str:
    """Return the pressure that a line names, as it was said; empty where it names none or several."""
    text = compose_signs(text)
    found = [one for one in scan_quantities(text) if one.is_clear and one.measures == PRESSURE]
    return text[found[0].start : found[0].end].strip() if len(found) == 1 else ""
