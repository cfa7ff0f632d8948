"""Offers and needs for tests of matching: only what a test says is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.exchange.matching.distance_factor import ROUTE_DETOUR, compute_position_vector
from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts
from handlers.exchange.matching.near_matches import name_bridge
from handlers.exchange.matching.offer_matching import NeedIndex, match_offer
from handlers.exchange.matching.pair_factors import OfferScorer

TODAY = date(2026, 11, 28)
FLAT = (100.0,) * 12
#: kilometres of a degree of latitude
DEGREE_KM = 111.195
MODES = {
    "material": ("truck", "rail"),
    "organic": ("truck", "pipe"),
    "co2": ("pipe", "truck"),
    "hydrogen": ("pipe", "truck"),
    "oxygen": ("pipe", "truck"),
    "gas": ("pipe", "truck"),
    "power": ("grid",),
    "area": (),
    "people": (),
    "capacity": (),
}


def make_listing(**known: Any) -> ListingFacts:
    """`km`: of route, north of the equator. `gwh`, `kt`: a year. `mw`: a rate."""
    km, type_ = known.pop("km", None), known.setdefault("type", "heat")
    if km is not None:
        known["position"] = compute_position_vector(km / ROUTE_DETOUR / DEGREE_KM, 10.0)
    for name, measure, size in (("gwh", "energy", 1e6), ("kt", "mass", 1e6)):
        if name in known:
            known["amount"] = FlowAmount(measure, None, known.pop(name) * size, is_rate=False)
    if "mw" in known:
        known["amount"] = FlowAmount("energy", known.pop("mw") * 1e3, None, is_rate=True)
    known.setdefault("modes", frozenset(MODES.get(type_, ("pipe",))))
    known.setdefault("organisation", "giver" if known["is_offer"] else "taker")
    return ListingFacts(**known)


def make_offer(**known: Any) -> ListingFacts:
    return make_listing(is_offer=True, **({"id": "o", "km": 0.0} | known))


def make_need(**known: Any) -> ListingFacts:
    return make_listing(is_offer=False, **({"id": "n", "km": 1.0} | known))


def match_pair(offer: ListingFacts, need: ListingFacts, today: date = TODAY) -> tuple[dict[str, float], str | None]:
    """The factors of the pair if it is shown, else {}; and what it fails in if it is near."""
    shown, near = match_offer(offer, NeedIndex([need]), today)
    return (shown[0].factors if shown else {}), (near[0].failing if near else None)


def score_pair(offer: ListingFacts, need: ListingFacts) -> dict[str, float]:
    """The factors of the pair, whether or not it is shown."""
    return OfferScorer(offer, need.type or "").score_factors(need).factors


def find_pair_bridge(offer: ListingFacts, need: ListingFacts) -> str | None:
    (near,) = match_offer(offer, NeedIndex([need]), TODAY)[1]
    return name_bridge(near.failing, offer, need)
