"""Parse numbers as people type them: "1 200,5 MW", "12.5", "1.200.000", "1,2 mill.".

Refuse a number that can be read in two ways.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from handlers.quantities import units

Reason = Literal["none", "several", "negative", "large", "fine", "twice", "unit"]
#: largest number accepted, and maximum number of decimals
LARGEST, DECIMALS = Decimal(10) ** 12, 6
_SPACE = "[ \u00a0\u2009\u202f]"
_FIGURE = re.compile(rf"([-−–]?)\s*(\d(?:[\d.,]|{_SPACE}(?=\d{{3}}(?!\d)))*)\s*(.*)", re.DOTALL)
_GROUPED = re.compile(r"\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3})*")
_TIMES = re.compile(
    r"(mill(?:\.|ion(?:er|ar|s)?)?|mrd\.?|milliard(?:er|ar)?|billion|tusen|thousand)(?![a-zæøå])\s*", re.IGNORECASE
)
#: words before a number that is not exact
_ABOUT = re.compile(
    r"^(?:ca\.?|cirka|circa|omtrent|om lag|rundt|kring|about|around|approx\.?|approximately|~|≈) ?(?=\d)", re.IGNORECASE
)
#: what may be below nought
_DEGREES = units.find_unit("°C")
_FACTORS = {"mil": 10**6, "mrd": 10**9, "mia": 10**9, "bil": 10**9, "tus": 10**3, "tho": 10**3}


class NotANumber(Exception):
    """Report a text that is no number. `explain_number_error` of input rounds says the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def parse_number(text: str, unit: str) -> Decimal:
    """Parse the number in `unit`. Another unit beside the number is converted. Raise NotANumber."""
    found = _FIGURE.fullmatch(_ABOUT.sub("", text.strip()))
    if found is None:
        raise NotANumber("none")
    if found[1] and units.find_unit(unit) != _DEGREES:
        raise NotANumber("negative")
    value, rest = parse_figure_digits(re.sub(_SPACE, "", found[2])), found[3].strip()
    times = _TIMES.match(rest)
    if times is not None:
        word = times[1].casefold()
        value *= _FACTORS["mia" if word.startswith("milliard") else word[:3]]
        rest = rest[times.end() :].strip()
    if re.search(r"\d", re.sub(r"(?i)co2|m[23]", "", rest)):
        raise NotANumber("several")
    if rest:
        in_unit = units.convert_value(value, rest, unit)
        if in_unit is None:
            raise NotANumber("unit")
        value = in_unit
    if value > LARGEST:
        raise NotANumber("large")
    value = -value if found[1] else value
    return value.quantize(Decimal(1)) if value == value.to_integral() else _round_decimals(value)


def _round_decimals(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-DECIMALS)).normalize()


def parse_figure_digits(figure: str) -> Decimal:
    """Parse digits. A comma is a decimal sign; so is a point that cannot be the one that divides thousands."""
    figure = figure.rstrip(".,")
    points, commas = figure.count("."), figure.count(",")
    if points and commas:
        last = max(figure.rfind("."), figure.rfind(","))
        sign, decimals = figure[last], figure[last + 1 :]
        whole = figure[:last]
        if figure.count(sign) > 1 or not _GROUPED.fullmatch(whole):
            raise NotANumber("none")
        return Decimal(f"{re.sub('[.,]', '', whole)}.{decimals}")
    if _GROUPED.fullmatch(figure):
        if points + commas == 1 and not figure.startswith("0"):
            raise NotANumber("twice")
        if points + commas > 1:
            return Decimal(re.sub("[.,]", "", figure))
    if points + commas > 1:
        raise NotANumber("none")
    if len(figure.partition("," if commas else ".")[2]) > DECIMALS:
        raise NotANumber("fine")
    return Decimal(figure.replace(",", "."))


def list_number_readings(text: str) -> tuple[Decimal, Decimal] | None:
    """Return what a number may be whose only sign stands before three digits; None for any other text."""
    figure = next((word for word in text.split() if any(sign.isdigit() for sign in word)), "")
    digits = figure.replace(",", ".").replace(".", "", 1)
    if not (digits.isascii() and digits.isdecimal()):
        return None
    return Decimal(digits), Decimal(digits) / 1000
