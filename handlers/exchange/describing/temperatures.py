"""Read the temperature of a supply and its pressure. What comes back, and differences, are no such temperature."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import TextToken, compose_signs, fold_signs, fold_words, split_folded_text

#: below it there is no temperature
_ABSOLUTE_ZERO = Decimal(-273)
#: what a gauge shows less than the absolute pressure, in bar
ATMOSPHERE = Decimal(1)
#: °C between which two numbers may be those of supply and return
_COLDEST_RETURN, _HOTTEST_SUPPLY = 25, 180
_COLDEST, _WARMEST_BACK = -60, 30
#: what a bare temperature may be of
_THERMAL = ("heat", "cooling")
_DATED = fold_words("fra frå from til innen innan by until den the på on før etter before after")
_RETURN = fold_words("retur returen tilbake attende back return returning returtemperatur")
#: what comes in comes back where something goes out as well: "80 grader ut, 45 inn", but not "vann på 16 grader inn"
_IN, _OUT = "inn", fold_words("ut ute tur fram out")
#: what stands before the degrees of what goes out
_SUPPLY = fold_words("tur turtemp turtemperatur turtemperaturen supply utgående utgåande")
_DIFFERENCE = fold_words("delta dt δt differanse forskjell skilnad difference drop fall avkjølt kjøles heves")
_DIFFERENCE_ENDS = ("forskjell", "differanse", "skilnad")
_MORE_HOT = frozenset(("varmere", "kaldere", "hotter", "colder", "warmer", "forskjell", "fall", "difference", "drop"))


class ReadTemperature(NamedTuple):
    """Hold a temperature in °C, and whether it has to be asked about."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unclear: bool = False


def read_temperature(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], near: int, type_key: str = ""
) -> ReadTemperature:
    """Return the temperature that stands nearest to a place of the text."""
    found = [
        said for said in quantities
        if (said.measures == "temperature" or (type_key in _THERMAL and _is_frost(said)))
        and not _is_return(tokens, said) and not _is_difference(tokens, said)
    ]  # fmt: skip
    if not found:
        if (supply := _read_pair(tokens, quantities, is_cold=type_key == "cooling")) is not None:
            return ReadTemperature(supply)
        if type_key in _THERMAL and (labelled := _find_labelled(tokens, quantities)) is not None:
            return ReadTemperature(labelled.value)
        return ReadTemperature(unclear=any(_is_unexplained(tokens, said) for said in quantities))
    said = min(found, key=lambda one: (min(abs(one.start - near), abs(one.end - near)), one.start))
    values = [one for one in (said.value, said.low, said.high) if one is not None]
    if said.problem is not None or not values or min(values) < _ABSOLUTE_ZERO:
        return ReadTemperature(unclear=True)
    value = said.value if said.value is not None else values[0]
    return ReadTemperature(value, said.low, said.high)


def _is_frost(said: Quantity) -> bool:
    """Return True for a bare number that only a temperature can be: "glykol -10"."""
    return said.unit is None and not said.money and said.value is not None and _COLDEST <= said.value < 0


def leave_degrees(tokens: Sequence[TextToken], quantities: Sequence[Quantity], type_key: str) -> list[Quantity]:
    """Return the quantities without bare numbers that were read as degrees: they tell of no amount."""
    if type_key not in _THERMAL:
        return [*quantities]
    pair = _find_pair(tokens, quantities, is_cold=type_key == "cooling") or ()
    labelled = _find_labelled(tokens, quantities)
    return [said for said in quantities if said not in pair and said is not labelled]


def _read_pair(tokens: Sequence[TextToken], quantities: Sequence[Quantity], *, is_cold: bool) -> Decimal | None:
    """Return the °C of the supply where supply and return are written as one."""
    pair = _find_pair(tokens, quantities, is_cold=is_cold)
    return pair[0].value if pair is not None else None


def _find_pair(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], *, is_cold: bool
) -> tuple[Quantity, Quantity] | None:
    """Return supply and return that are written as one: "varmtvann 90/60", "tur 62/retur 38".

    What cools comes back warmer: "6/12".
    """
    able = [said for said in quantities if said.unit is None or said.measures == "temperature"]
    for supply, back in pairwise(said for said in able if not said.money):
        between = [token.text for token in tokens if supply.end <= token.start < back.start]
        joined = back.start == supply.end + 1 if not between else between[0] in _RETURN
        if supply.unit is not None or supply.value is None or back.value is None or not joined or len(between) > 1:
            continue
        if back.unit is not None or _COLDEST_RETURN <= back.value < supply.value <= _HOTTEST_SUPPLY:
            return supply, back
        if is_cold and not between and supply.value < back.value <= _WARMEST_BACK and not _is_dated(tokens, supply):
            return supply, back
    return None


def _find_labelled(tokens: Sequence[TextToken], quantities: Sequence[Quantity]) -> Quantity | None:
    """Return a bare number right behind a word for what goes out, in °C: "5 MW varme, tur 95"."""
    for said in quantities:
        before = [token.text for token in tokens if token.end <= said.start][-1:]
        if said.unit is None and not said.money and before and before[0] in _SUPPLY and _is_warm(said.value):
            return said
    return None


def _is_warm(value: Decimal | None) -> bool:
    return value is not None and _COLDEST_RETURN <= value <= _HOTTEST_SUPPLY


def _is_dated(tokens: Sequence[TextToken], said: Quantity) -> bool:
    return any(token.text in _DATED for token in [one for one in tokens if one.end <= said.start][-1:])


def _is_unexplained(tokens: Sequence[TextToken], said: Quantity) -> bool:
    """Return True for kelvins, and for what is said to come back where nothing says how warm it goes out."""
    if said.measures == "other temperature":
        return True
    return said.measures == "temperature" and not _is_difference(tokens, said)


def find_return_temperature(text: str) -> Decimal | None:
    """Return the °C at which something comes back, as a text says for certain: "80/60 grader", "retur 45 °C"."""
    quantities = scan_quantities(text)
    tokens = split_folded_text(fold_signs(compose_signs(text)))
    warm = [said for said in quantities if said.measures == "temperature" and said.problem is None]
    found = [said.back for said in warm if said.back is not None]
    found += [said.value for said in warm if said.value is not None and _is_return(tokens, said)]
    return found[0] if len(set(found)) == 1 and found[0] > _ABSOLUTE_ZERO else None


def read_pressure(quantities: Sequence[Quantity]) -> Decimal | None:
    """Return the pressure that a gauge shows, in bar."""
    for said in quantities:
        value = said.value if said.value is not None else said.low if said.low is not None else said.high
        if said.unit is None or value is None or said.problem is not None:
            continue
        if said.measures == "pressure":
            return value * said.unit.factor
        if said.measures == "absolute pressure":
            return value - ATMOSPHERE
    return None


def _is_return(tokens: Sequence[TextToken], said: Quantity) -> bool:
    if said.back is not None:
        return False
    before = [token for token in tokens if token.end <= said.start][-2:]
    after = [token for token in tokens if token.start >= said.end][:2]
    words = _RETURN | {_IN} if any(token.text in _OUT for token in tokens) else _RETURN
    if any(token.text in words for token in before):
        return True
    if not after or after[0].text not in words or after[0].start > said.end + 1:
        return False
    # "80 grader retur 45": the word belongs to the number behind it
    return len(after) == 1 or not after[1].text.isdigit()


def _is_difference(tokens: Sequence[TextToken], said: Quantity) -> bool:
    before = [token.text for token in tokens if token.end <= said.start][-2:]
    after = [token.text for token in tokens if token.start >= said.end][:1]
    differs = any(word in _DIFFERENCE or word.endswith(_DIFFERENCE_ENDS) for word in before)
    return differs or bool(_MORE_HOT.intersection(after))
