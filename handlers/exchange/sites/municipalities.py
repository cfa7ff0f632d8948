"""Look up how far a position is from the municipality that is named with it.

See municipalities-NOTICE.txt for the source. A municipality that the list does not know is not measured.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from handlers.exchange.matching.distance_factor import Vector, compute_position_vector, compute_straight_km

FILE = Path(__file__).with_name("municipalities.txt")
#: kilometres from the nearest place of the municipality, beyond which the position is asked about
FARTHEST_KM = 30
_LETTERS = str.maketrans({"å": "a", "ø": "o", "æ": "ae", "ö": "o", "ä": "ae"})
#: what is written beside the name: "Porsgrunn kommune", "Voss herad", "Porsanger / Porsáŋgu"
_BESIDE = re.compile(r"\b(?:kommune|herad|municipality)\b|\s[-/–].*|[^\w\s-]")


def fold_municipality(name: str) -> str:
    """Return one spelling of a municipality's name: small letters, none of them Norwegian, and the name alone."""
    return " ".join(_BESIDE.sub(" ", name.casefold()).translate(_LETTERS).split())


def find_km_to_municipality(name: str, latitude: int, longitude: int) -> float | None:
    """Return kilometres from a position, in hundredths of a degree, to the nearest place; None where none is known."""
    places = _load_places().get(fold_municipality(name))
    if not places:
        return None
    here = compute_position_vector(latitude / 100, longitude / 100)
    return min(compute_straight_km(here, there) for there in places)


@cache
def _load_places() -> dict[str, tuple[Vector, ...]]:
    """Return folded name -> the places of the municipality."""
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, *positions = line.split()
        found[name.replace("_", " ")] = tuple(_read_place(position) for position in positions)
    return found


def _read_place(position: str) -> Vector:
    latitude, longitude = position.split(",")
    return compute_position_vector(int(latitude) / 100, int(longitude) / 100)
