"""Say what a listing is, in a few words: its type, amount, temperature and months, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handlers.chat.say import Say, capitalise_first_letter
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.daily_hours import name_daily_hours
from handlers.exchange.flow_types import FLOW_TYPES, LASTING_TYPES
from handlers.exchange.matching.flow_phrases import name_flow_type
from handlers.exchange.matching.listing_texts import TYPES_OF_KINDS
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from storage.exchange.listings import (
    BY_PRODUCT,
    DOWN,
    EXPIRED,
    HIDDEN,
    HIDDEN_LEVEL,
    OFFER,
    OPEN_LEVEL,
    PRODUCT,
    WASTE,
    Listing,
)

#: named periods of a year and their months; what no name fits is "own"
YEAR, HEATING, SUMMER, WINTER, OWN_MONTHS = "year", "heating", "summer", "winter", "own"
_HEATING_MONTHS, _SUMMER_MONTHS, _WINTER_MONTHS = {1, 2, 3, 4, 10, 11, 12}, {6, 7, 8}, {1, 2, 12}
_FULL = 100
PERIODS: dict[str, list[int]] = {
    YEAR: [_FULL] * 12,
    **{
        name: [_FULL if month in months else 0 for month in range(1, 13)]
        for name, months in ((HEATING, _HEATING_MONTHS), (SUMMER, _SUMMER_MONTHS), (WINTER, _WINTER_MONTHS))
    },
}


def name_flow(say: Say, type_: str) -> str:
    return capitalise_first_letter(name_flow_type(say, type_))


def list_type_options(say: Say) -> tuple[tuple[str, str], ...]:
    return tuple((key, name_flow(say, key)) for key in FLOW_TYPES)


def describe_direction(say: Say, direction: str) -> str:
    return say("Offered") if direction == OFFER else say("Needed")


def list_period_options(say: Say) -> tuple[tuple[str, str], ...]:
    return (
        (YEAR, say("All year")), (HEATING, say("The heating season")), (SUMMER, say("In summer")),
        (WINTER, say("In winter")),
    )  # fmt: skip


def find_period(months: Sequence[int]) -> str:
    """Return the name of these months; "own" for months of which no name is, empty where they are not known."""
    if not months:
        return ""
    return next((name for name, known in PERIODS.items() if known == list(months)), OWN_MONTHS)


def describe_months(say: Say, months: Sequence[int]) -> str:
    """Return the months in words; empty where they are not known."""
    name = find_period(months)
    if name != OWN_MONTHS:
        return dict(list_period_options(say)).get(name, "")
    names = (
        say("January"), say("February"), say("March"), say("April"), say("May"), say("June"), say("July"),
        say("August"), say("September"), say("October"), say("November"), say("December"),
    )  # fmt: skip
    return capitalise_first_letter(say.listed([names[at] for at, share in enumerate(months) if share]))


def describe_temperature(say: Say, listing: Listing) -> str:
    if listing.temperature is None:
        return ""
    return say("{number} °C", number=say.format_decimal(Decimal(repr(listing.temperature))))


def describe_return(say: Say, listing: Listing) -> str:
    """Return the °C at which it comes back; empty where that is not known."""
    if listing.back is None:
        return ""
    return say("{number} °C", number=say.format_decimal(Decimal(repr(listing.back))))


def list_quality_facts(say: Say, listing: Listing) -> tuple[tuple[str, str], ...]:
    """Return label and text of what is said of hours, quality, waste, grid and distance; an empty text is not known."""
    hazardous = say("Is hazardous waste") if listing.direction == OFFER else say("Hazardous waste is taken")
    return (
        (say("Hours of the day"), name_daily_hours(say, listing.daily_hours)),
        (say("Quality"), listing.quality),
        (say("Product or waste?"), describe_matter_standing(say, listing)),
        (say("Waste code"), listing.waste_code),
        (hazardous, say("Yes") if listing.hazardous else ""),
        (say("Connection on conditions"), say("Yes") if listing.conditional and listing.type == "power" else ""),
        (say("At most"), say("{n} km", n=str(listing.max_km)) if listing.max_km else ""),
    )


def list_standing_options(say: Say) -> tuple[tuple[str, str], ...]:
    return ((PRODUCT, say("Product")), (BY_PRODUCT, say("By-product")), (WASTE, say("Waste")))


def describe_matter_standing(say: Say, listing: Listing) -> str:
    """Return "By-product, as its owner sees it"; empty where that is not known, and for what is no matter."""
    name = dict(list_standing_options(say)).get(listing.standing) if listing.type in TYPES_OF_KINDS else None
    return say("{name}, as its owner sees it", name=name) if name else ""


def title_listing(say: Say, listing: Listing) -> str:
    """Return "B-3 Offered: heat, 4 MW, 65 °C"."""
    return f"{listing.code} {describe_listing(say, listing)}"


def describe_listing(say: Say, listing: Listing) -> str:
    """Return "Offered: heat, 4 MW, 65 °C"."""
    return f"{describe_direction(say, listing.direction)}: {_list_facts(say, listing)}"


def describe_listing_facts(say: Say, listing: Listing) -> str:
    """Return "Heat, 4 MW, 65 °C", where it is told elsewhere who offers and who needs."""
    return capitalise_first_letter(_list_facts(say, listing))


def _list_facts(say: Say, listing: Listing) -> str:
    amount = describe_amount(say, listing.amount)
    return ", ".join(filter(None, (name_flow_type(say, listing.type), amount, describe_temperature(say, listing))))


def list_missing(say: Say, listing: Listing) -> list[str]:
    """Return what is not known of the listing and would decide something."""
    lacks = [
        (not listing.amount, say("amount")),
        (listing.temperature is None and listing.type in TEMPERED_TYPES, say("temperature")),
        (not listing.months and listing.type not in LASTING_TYPES, say("months")),
    ]
    return [name for missing, name in lacks if missing]


def describe_listing_level(say: Say, level: str) -> str:
    return {OPEN_LEVEL: say("Open: guests too"), HIDDEN_LEVEL: say("Hidden: only used to find matches")}.get(
        level, say("Members")
    )


def describe_listing_state(say: Say, listing: Listing) -> str:
    """Return why others do not see the listing, or until when it is in force."""
    until = say("In force until {day}", day=say.format_day(listing.valid_to))
    return {
        DOWN: say("Taken down"), EXPIRED: say("Expired"), HIDDEN: say("Hidden by the secretariat"),
    }.get(listing.state, until)  # fmt: skip
