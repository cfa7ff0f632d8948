"""Count the places of a listing, those that are left, and who of those that wait gets them. No store, no language."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.matching.listing_texts import parse_quantity_text
from storage.exchange.listings import OFFER, Listing
from storage.exchange.seat_claims import TakenSeats

#: type of listings whose places are taken, and what their amount measures
PEOPLE, PLACES = "people", "places"


def count_seats(listing: Listing) -> int | None:
    """Return how many places a listing offers; None for one that offers none, or not a number of them."""
    if listing.type != PEOPLE or listing.direction != OFFER:
        return None
    said = parse_quantity_text(listing.amount, None)
    if said is None or said.unit is None or said.unit.measures != PLACES or said.low is not None:
        return None
    return int(said.middle) or None


def count_free_seats(seats: int, claims: Sequence[TakenSeats]) -> int:
    return max(seats - sum(claim.seats for claim in claims if not claim.waiting), 0)


def give_free_seats(seats: int, claims: Sequence[TakenSeats]) -> list[TakenSeats]:
    """Give what is free to those who wait, in their order. Return who got all that they wait for.

    Whoever waits for more than is left keeps the place in the line, and holds nobody up.
    """
    free, given = count_free_seats(seats, claims), list[TakenSeats]()
    for claim in claims:
        if claim.waiting and claim.seats <= free:
            claim.waiting = False
            free -= claim.seats
            given.append(claim)
    return given
