"""Decide whether an offer and a need may meet at all. A failed gate makes the pair impossible."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from handlers.exchange.matching.listing_facts import ListingFacts

#: Type of an offer -> types of needs that it may serve. Source: what can be made of each carrier without a new plant:
#: steam and gases become heat, heat never becomes steam.
SERVED_TYPES = MappingProxyType(
    {
        "heat": ("heat",),
        "steam": ("steam", "heat"),
        "cooling": ("cooling", "water", "heat"),
        "power": ("power",),
        "fuel_gas": ("fuel_gas", "steam", "heat"),
        "co2": ("co2",),
        "hydrogen": ("hydrogen", "fuel_gas"),
        "oxygen": ("oxygen",),
        "gas": ("gas",),
        "water": ("water", "heat"),
        "material": ("material",),
        "organic": ("organic",),
        "area": ("area",),
        "capacity": ("capacity",),
        "people": ("people",),
    }
)
#: types whose listings are water, whatever else they are
WATER_TYPES = frozenset(("cooling", "water"))


def list_served_types(offer: ListingFacts) -> tuple[str, ...]:
    """Return the types of needs that the offer may serve.

    Water serves as heat when its temperature is known; cooling serves as water when it is said in cubic metres.
    """
    served = SERVED_TYPES.get(offer.type or "", ())
    if offer.type not in WATER_TYPES:
        return served
    is_water = offer.type == "water" or (offer.amount is not None and offer.amount.measure == "volume")
    is_warm = is_water and offer.temperature is not None
    return tuple(
        name for name in served if name == offer.type or (name == "water" and is_water) or (name == "heat" and is_warm)
    )


def may_listings_meet(offer: ListingFacts, need: ListingFacts, today: date) -> bool:
    """Return True unless kind, organisation, `never`, validity or the grid keeps the two apart.

    Types are compared before: needs are looked up by them.
    """
    if are_kinds_apart(offer, need) or are_windows_apart(offer, need, today) or is_grid_apart(offer, need):
        return False
    here, there = offer.organisation, need.organisation
    return here != there and there not in offer.never and here not in need.never


def are_kinds_apart(offer: ListingFacts, need: ListingFacts) -> bool:
    """Return True for two known kinds of one type that differ."""
    here, there = offer.kind, need.kind
    return here is not None and there is not None and here != there and offer.type == need.type


def are_windows_apart(offer: ListingFacts, need: ListingFacts, today: date) -> bool:
    """Return True if the two are never valid on the same day, today or later."""
    here, there = offer.valid_to, need.valid_to
    if (here is not None and here < today) or (there is not None and there < today):
        return True
    for begin in (offer.valid_from, need.valid_from):
        if begin is not None and ((here is not None and begin > here) or (there is not None and begin > there)):
            return True
    return False


def is_grid_apart(offer: ListingFacts, need: ListingFacts) -> bool:
    """Return True for power in two price areas, or of two grid companies."""
    if offer.type != "power":
        return False
    pairs = ((offer.price_area, need.price_area), (offer.grid_company, need.grid_company))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def is_hazard_refused(offer: ListingFacts, need: ListingFacts) -> bool:
    """Return True for hazardous waste that the need does not take, or that has no waste code."""
    return offer.hazardous and not (need.hazardous and offer.waste_code is not None)
