"""Tell whether what a member wrote of a listing still says what holds: its words stay when a field is changed."""

from __future__ import annotations

from handlers.chat.cards import Part, Quote, Text
from handlers.chat.say import Say
from handlers.exchange.describing import Description, describe_text
from handlers.exchange.matching.listing_texts import parse_quantity_text
from handlers.quantities.units import find_listed_unit
from storage.exchange.listings import Listing

#: share of an amount, and degrees, within which two figures are the same
SAME_SHARE, SAME_DEGREES = 0.01, 0.5


def quote_own_words(say: Say, listing: Listing) -> list[Part]:
    """Return the words as they were typed, after a line that says so where the listing is another now."""
    if not listing.text:
        return []
    first = Text(say("As first written; what stands above holds now:"), "subtle")
    return [*([first] if are_words_outdated(listing) else []), Quote(listing.text)]


def choose_current_words(listing: Listing) -> str:
    """Return the words for where they stand without a card; empty where they say something that no longer holds."""
    return "" if are_words_outdated(listing) else listing.text


def are_words_outdated(listing: Listing) -> bool:
    """Return True if the words say an amount, a type, a direction, degrees or months that the listing has not.

    Reading them takes milliseconds, so it is done only where the listing was changed since it was written.
    """
    if not listing.text or listing.changed_at == listing.created_at:
        return False
    said = describe_text(listing.text)
    return not any(_agrees(one, listing) for one in (said, *said.others))


def _agrees(said: Description, listing: Listing) -> bool:
    differ = (
        (said.direction, listing.direction),
        (said.type_key, listing.type),
        (None if said.months is None else [*said.months], listing.months or None),
    )
    if any(here and there and here != there for here, there in differ):
        return False
    return _has_amount_of(said, listing.amount) and _has_degrees_of(said, listing.temperature)


def _has_amount_of(said: Description, amount: str) -> bool:
    """Return True unless both are known and measure the same thing in figures that differ."""
    holds = parse_quantity_text(amount, None) if amount else None
    unit = find_listed_unit(said.unit) if said.unit is not None and not said.weekly else None
    if said.amount is None or unit is None or holds is None or holds.unit is None:
        return True
    if unit.measures != holds.unit.measures:
        return True
    here, there = float(said.amount * unit.factor), holds.middle * float(holds.unit.factor)
    return abs(here - there) <= SAME_SHARE * max(abs(here), abs(there))


def _has_degrees_of(said: Description, celsius: float | None) -> bool:
    return said.temperature is None or celsius is None or abs(float(said.temperature) - celsius) <= SAME_DEGREES
