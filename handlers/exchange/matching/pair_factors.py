"""Score the five factors of one offer with each need of a type. What is not known is no factor."""

from __future__ import annotations

from typing import NamedTuple

from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.matching.amount_factor import score_amount
from handlers.exchange.matching.compatibility_gates import WATER_TYPES
from handlers.exchange.matching.distance_factor import (
    LONGEST_HEAT_KM,
    PARK_ROUTE_KM,
    ROUTE_DETOUR,
    STEAM_HALF_KM,
    UNKNOWN_HEAT_HALF_KM,
    compute_straight_km,
    score_halved_distance,
    score_heat_distance,
)
from handlers.exchange.matching.listing_facts import ANY_MODE, FlowAmount, ListingFacts
from handlers.exchange.matching.pair_score import WEAKEST_SHOWN
from handlers.exchange.matching.quality_factor import score_quality
from handlers.exchange.matching.temperature_factor import score_cooling, score_steam, score_temperature
from handlers.exchange.matching.time_factor import score_time
from handlers.exchange.matching.transport_distances import find_deciding_mode, find_half_km

#: types of offers that reach a need for heat or steam as heat in a pipe
HEAT_CARRIERS = frozenset(("heat", "steam", *WATER_TYPES))
HEAT_NEEDS = frozenset(("heat", "steam"))
#: types whose temperatures can be compared: fuels burn as hot as one likes
TEMPERED_TYPES = frozenset(("heat", "steam", *WATER_TYPES))
#: types that go some way from one to the other
CARRIED_TYPES = frozenset(key for key, one in FLOW_TYPES.items() if one.modes)
KWH_PER_MWH = 1000.0


class PairFactors(NamedTuple):
    """Hold the known factors of a pair by name.

    `best_distance` is the distance factor, or where that is low, what it were with the best amount and time.
    """

    factors: dict[str, float]
    best_distance: float | None


def compare_amounts(offered: FlowAmount | None, needed: FlowAmount | None) -> tuple[float, float] | None:
    """Return two amounts of one measure: as rates where both were said so, else a year, else an hour."""
    if offered is None or needed is None or offered.measure != needed.measure:
        return None
    here, there = offered.hourly, needed.hourly
    if offered.is_rate and needed.is_rate and here is not None and there is not None:
        return here, there
    if offered.yearly is not None and needed.yearly is not None:
        return offered.yearly, needed.yearly
    return None if here is None or there is None else (here, there)


def is_compared_by_year(offered: FlowAmount, needed: FlowAmount) -> bool:
    """Return True if it is their amounts of a year that are compared."""
    rates = offered.is_rate and needed.is_rate and None not in (offered.hourly, needed.hourly)
    return not rates and None not in (offered.yearly, needed.yearly)


def measure_route_km(offer: ListingFacts, need: ListingFacts) -> float | None:
    """Return the kilometres of route between two listings: by position, else within one park."""
    if offer.position is not None and need.position is not None:
        return compute_straight_km(offer.position, need.position) * ROUTE_DETOUR
    return PARK_ROUTE_KM if offer.park is not None and offer.park == need.park else None


def find_pair_mode(offer: ListingFacts, need: ListingFacts) -> str:
    """Return what carries the pair, as far as its distance goes."""
    return find_deciding_mode(offer.type or "", offer.kind or need.kind, offer.modes & need.modes)


class OfferScorer:
    """Score one offer with needs of one type. What comes again for many needs is worked out once."""

    __slots__ = ("_reaches", "_times", "amount", "is_heat", "is_tempered", "need_type", "offer")

    def __init__(self, offer: ListingFacts, need_type: str) -> None:
        self.offer, self.need_type = offer, need_type
        self.is_heat = offer.type in HEAT_CARRIERS and need_type in HEAT_NEEDS
        self.is_tempered = offer.type in TEMPERED_TYPES and need_type in TEMPERED_TYPES
        self.amount = offer.heat if self.is_heat and offer.type in WATER_TYPES else offer.amount
        self._times: dict[tuple[int, str | None], float | None] = {}
        self._reaches: dict[tuple[frozenset[str], str | None], float | None] = {}

    def score_factors(self, need: ListingFacts) -> PairFactors:
        """Return the known factors of the pair, in the order amount, time, temperature, distance, quality."""
        factors = self.score_flow(need)
        return PairFactors(factors, self.add_place(need, factors))

    def score_flow(self, need: ListingFacts) -> dict[str, float]:
        """Return the factors that do not ask where the two are: amount, time and temperature."""
        factors = {}
        amounts = compare_amounts(self.amount, need.amount)
        if amounts is not None:
            factors["amount"] = score_amount(*amounts, self.find_stretch(need, "amount"))
        time = self.score_time(need)
        if time is not None:
            factors["time"] = time
        temperature = self.score_temperature(need) if self.is_tempered else None
        if temperature is not None:
            factors["temperature"] = temperature
        return factors

    def find_stretch(self, need: ListingFacts, factor: str) -> float:
        """Return how far is looked for this pair, by what carries it; 1 is the rule."""
        stretches = self.offer.stretches
        if not stretches:
            return 1.0
        mode = find_pair_mode(self.offer, need)
        return stretches.get((mode, factor)) or stretches.get((ANY_MODE, factor), 1.0)

    def add_place(self, need: ListingFacts, factors: dict[str, float]) -> float | None:
        """Add distance and quality. Return the best distance of `PairFactors`."""
        distance, best = self.score_distance(need, factors.get("time", 1.0))
        if distance is not None:
            factors["distance"] = distance
        if need.wishes and self.offer.values:
            quality = score_quality(self.offer.values, need.wishes)
            if quality is not None:
                factors["quality"] = quality
        return best

    def score_time(self, need: ListingFacts) -> float | None:
        if self.offer.months is None or need.months is None:
            return None
        key = id(need.months), need.day
        if key not in self._times:
            self._times[key] = score_time(self.offer.months, need.months, self.offer.day, need.day)
        return self._times[key]

    def score_temperature(self, need: ListingFacts) -> float | None:
        offer = self.offer
        offered, needed = offer.temperature, need.temperature
        if self.need_type == "steam":
            hot = None not in (offered, need.temperature_max) and (offered or 0) > (need.temperature_max or 0)
            return 0.0 if hot else score_steam(offered, needed, offer.pressure, need.pressure)
        if offered is None:
            return None
        if self.need_type == "cooling":
            return None if needed is None else score_cooling(offered, needed)
        if need.temperature_max is not None and offered > need.temperature_max:
            return 0.0
        return None if needed is None else score_temperature(offered, needed, gas=offer.in_gas or need.in_gas)

    def score_distance(self, need: ListingFacts, time: float) -> tuple[float | None, float | None]:
        """Return the distance factor; and where it is low, what it were with full time and the larger amount."""
        offer, km = self.offer, measure_route_km(self.offer, need)
        if km is None:
            return None, None
        if (offer.max_km is not None and km > offer.max_km) or (need.max_km is not None and km > need.max_km):
            return 0.0, 0.0
        km /= self.find_stretch(need, "distance")
        key = need.modes, (need.kind if offer.kind is None else None)
        if key not in self._reaches:
            self._reaches[key] = self._find_reach(need)
        reach = self._reaches[key]
        if not reach:
            return reach, reach
        if self.is_heat:
            return self._score_heat_distance(need, km, time)
        factor = score_halved_distance(km, reach)
        return factor, factor

    def _find_reach(self, need: ListingFacts) -> float | None:
        """Return the half distance of the modes that both have: 0 without one, None where distance says nothing.

        A place and people are not carried, and the grid has no distance. Heat goes by its pipe, however far. What
        goes by ship alone goes nowhere from where no quay is.
        """
        shared = self.offer.modes & need.modes
        if not shared:
            return 0.0 if self.offer.type in CARRIED_TYPES or (self.offer.modes and need.modes) else None
        if self.is_heat:
            return UNKNOWN_HEAT_HALF_KM
        return find_half_km(self.offer.type or "", self.offer.kind or need.kind, shared)

    def _score_heat_distance(self, need: ListingFacts, km: float, time: float) -> tuple[float, float]:
        offered, needed = self.amount, need.amount
        here = None if offered is None else offered.yearly
        there = None if needed is None or offered is None or needed.measure != offered.measure else needed.yearly
        if here is None or there is None:
            factor = best = score_halved_distance(km, UNKNOWN_HEAT_HALF_KM)
        else:
            less, more = (here, there) if here < there else (there, here)
            factor = best = score_heat_distance(less * time / KWH_PER_MWH, km)
            if factor < WEAKEST_SHOWN and km <= LONGEST_HEAT_KM:
                best = score_heat_distance(more / KWH_PER_MWH, km)
        if self.offer.type == "steam":
            steam = score_halved_distance(km, STEAM_HALF_KM)
            return min(factor, steam), min(best, steam)
        return factor, best
