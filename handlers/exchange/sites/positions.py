"""Read and write positions as people do: "59,14 9,66", to a hundredth of a degree, which is about a kilometre."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from handlers.chat.say import Say

_DEGREES = re.compile(r"[-−]?\d{1,3}(?:[.,]\d{1,9})?")
#: What stands between two numbers: nothing of it is a number, a minus or an hour of an angle.
_BETWEEN = re.compile(r"[\s,;/°NØEnøe]*")
_HUNDREDTH = Decimal("0.01")
#: Bounds in which a swapped position of the Nordic countries lies: no plant is at 9° north and 59° east.
_SWAPPED_LATITUDE, _SWAPPED_LONGITUDE = (400, 3200), (5400, 8100)
#: hundredths of a degree between which Norway lies
_NORWAY_LATITUDE, _NORWAY_LONGITUDE = (5790, 8090), (440, 3130)


class WrongPosition(ValueError):
    """Report a text that is no position."""


def parse_position_text(text: str) -> tuple[int, int] | None:
    """Return latitude and longitude in hundredths of a degree; None for an empty text. Raise WrongPosition."""
    if not text.strip():
        return None
    found = [round_degrees(Decimal(number.replace("−", "-").replace(",", "."))) for number in _DEGREES.findall(text)]
    if len(found) != 2 or not _BETWEEN.fullmatch(_DEGREES.sub("", text)):
        raise WrongPosition(text)
    latitude, longitude = found
    if not is_place(latitude, longitude) or _is_swapped(latitude, longitude):
        raise WrongPosition(text)
    return latitude, longitude


def round_degrees(degrees: Decimal) -> int:
    """Return hundredths of a degree. More is not kept: it could tell where in a plant something stands."""
    return int(degrees.quantize(_HUNDREDTH, ROUND_HALF_UP) * 100)


def is_place(latitude: int, longitude: int) -> bool:
    return abs(latitude) <= 9000 and abs(longitude) <= 18000


def _is_swapped(latitude: int, longitude: int) -> bool:
    return (
        _SWAPPED_LATITUDE[0] <= latitude <= _SWAPPED_LATITUDE[1]
        and _SWAPPED_LONGITUDE[0] <= longitude <= _SWAPPED_LONGITUDE[1]
    )


def is_far_from_network(latitude: int, longitude: int) -> bool:
    """Return True outside mainland Norway and Svalbard: such a position is kept, and asked about."""
    south, north = _NORWAY_LATITUDE
    west, east = _NORWAY_LONGITUDE
    return not (south <= latitude <= north and west <= longitude <= east)


def write_position(say: Say, latitude: int | None, longitude: int | None) -> str:
    """Return the position in the reader's language, as the form takes it back; empty where it is not known."""
    if latitude is None or longitude is None:
        return ""
    return " ".join(say.format_decimal(Decimal(part).scaleb(-2)) for part in (latitude, longitude))
