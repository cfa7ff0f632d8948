"""Find how little of a listing has to be told for enough organisations to share it. Pure functions.

A blind card tells direction and type, a class of the amount, a step of temperature, and an area. What fewer than
five organisations share is left out or widened: the only smelter of a fjord would be known by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from handlers.language.name_folding import fold_name

#: organisations that share what is told, its own among them
FEWEST_SHARING = 5
#: areas: parts of the country by folded names of regions, and the whole country
EAST, SOUTH, WEST, MIDDLE, NORTH, COUNTRY = (
    "part:east",
    "part:south",
    "part:west",
    "part:middle",
    "part:north",
    "country:",
)
_REGIONS = {
    EAST: (
        "oslo, akershus, østfold, viken, buskerud, vestfold, telemark, vestfold og telemark, innlandet, hedmark, "
        "oppland"
    ),
    SOUTH: "agder, aust-agder, vest-agder",
    WEST: "rogaland, vestland, hordaland, sogn og fjordane, møre og romsdal",
    MIDDLE: "trøndelag, nord-trøndelag, sør-trøndelag",
    NORTH: "nordland, troms, finnmark, troms og finnmark",
}
PARTS = {region: part for part, regions in _REGIONS.items() for region in regions.split(", ")}


class SharedFacts(NamedTuple):
    """Hold what could be told of a listing. None: not known, or not told in classes."""

    #: organisations of one owner count as one
    owner: int
    direction: str
    type: str
    amount: str | None
    temperature: str | None
    #: region as written; empty: not known
    region: str


class BlindView(NamedTuple):
    """Hold what is told of a listing to those who must not know whose it is."""

    #: a region as written, or a part of the country, or the whole of it
    area: str
    amount: str | None
    temperature: str | None


def list_areas(region: str) -> list[str]:
    """Return the areas that a region lies in, the narrowest first."""
    folded = fold_name(region)
    part = PARTS.get(folded)
    return [*([region] if folded else []), *([part] if part else []), COUNTRY]


class BlindPool:
    """Count which owners share what, once for all listings that are asked about."""

    def __init__(self, pool: Iterable[SharedFacts]) -> None:
        self._owners: defaultdict[tuple[str | None, ...], set[int]] = defaultdict(set)
        for one in pool:
            for amount, temperature in list_details(one):
                for area in list_areas(one.region):
                    self._owners[_build_key(one, amount, temperature, area)].add(one.owner)

    def find_blind_view(self, facts: SharedFacts) -> BlindView | None:
        """Return the most that may be told; None where even its type alone would name it.

        Classes are kept as long as some area has enough organisations that share them, and told of the narrowest one.
        """
        for amount, temperature in list_details(facts):
            for area in list_areas(facts.region):
                if len(self._owners.get(_build_key(facts, amount, temperature, area), ())) >= FEWEST_SHARING:
                    return BlindView(area, amount, temperature)
        return None


def list_details(facts: SharedFacts) -> list[tuple[str | None, str | None]]:
    """Return which classes could be told, the most first. None: left out, so that every amount shares it."""
    found = ((facts.amount, facts.temperature), (facts.amount, None), (None, facts.temperature), (None, None))
    return list(dict.fromkeys(found))


def _build_key(facts: SharedFacts, amount: str | None, temperature: str | None, area: str) -> tuple[str | None, ...]:
    return facts.direction, facts.type, amount, temperature, fold_name(area)
