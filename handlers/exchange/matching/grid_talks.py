"""Decide which two needs for grid capacity could be served by one connection, as far as their facts tell.

Nobody but the grid company can say whether they can: what is found here is only a reason for asking it together.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from handlers.exchange.matching.class_facts import classify_flow, hash_classes
from handlers.exchange.matching.compatibility_gates import may_listings_meet
from handlers.exchange.matching.distance_factor import compute_straight_km, score_halved_distance
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.time_factor import score_time

POWER: Final = "power"
#: Share of a need's time in which the other one is needed as well, below which the two hardly overlap.
#: A screening rule of the network's secretariat, as are the two numbers after it.
HARDLY_OVERLAP = 0.3
#: how well two needs fit of which one gives way when the grid is full, whatever their months are
GIVES_WAY = 0.5
#: kilometres at which half of the worth is left: few connections are shared across a region
HALF_KM = 30.0


class GridTalk(NamedTuple):
    """Hold why two needs have something to talk about with their grid company."""

    #: share of the time in which both are needed, of the one that is needed less; None: not known
    overlap: float | None
    #: True if one of them takes a connection on conditions
    conditions: bool
    #: in a straight line; None: not known
    km: float | None

    @property
    def factors(self) -> dict[str, float]:
        """Return what is known of the fit, from 0 to 1: by time, and by distance."""
        apart = 0.0 if self.overlap is None else 1 - min(self.overlap, 1.0)
        factors = {"time": max(apart, GIVES_WAY if self.conditions else 0.0)}
        if self.km is not None:
            factors["distance"] = score_halved_distance(self.km, HALF_KM)
        return factors

    @property
    def score(self) -> float:
        """Return the mean of what is known: it orders grid talks, and hides none."""
        factors = self.factors
        return sum(factors.values()) / len(factors)


def find_grid_talk(one: ListingFacts, other: ListingFacts, today: date) -> GridTalk | None:
    """Return what two needs have in common for their grid company; None where it would have nothing to share out."""
    if one.is_offer or other.is_offer or (one.type, other.type) != (POWER, POWER):
        return None
    if one.grid_company is None or one.grid_company != other.grid_company or not may_listings_meet(one, other, today):
        return None
    overlap, conditions = measure_overlap(one, other), one.conditional or other.conditional
    if not conditions and (overlap is None or overlap >= HARDLY_OVERLAP):
        return None
    apart = None if one.position is None or other.position is None else (one.position, other.position)
    return GridTalk(overlap, conditions, None if apart is None else compute_straight_km(*apart))


def measure_overlap(one: ListingFacts, other: ListingFacts) -> float | None:
    """Return the larger of the two time factors: a need of one month lies wholly inside one of all the year."""
    here = score_time(one.months, other.months, one.day, other.day)
    there = score_time(other.months, one.months, other.day, one.day)
    return None if here is None or there is None else max(here, there)


def compute_grid_talk_key(one: ListingFacts, other: ListingFacts) -> str:
    """Return the hash of what the two are in classes. Where they lie is no reason to ask anew."""
    return hash_classes(["grid talk", _list_classes(one), _list_classes(other)])


def _list_classes(facts: ListingFacts) -> list[object]:
    grid = (facts.price_area, facts.grid_company)
    return [classify_flow(facts.amount), facts.months, facts.day, *grid, facts.conditional]
