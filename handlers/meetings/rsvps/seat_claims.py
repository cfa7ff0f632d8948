"""Compute what an answer holds: a seat or a position in the waiting list, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.kit.database import Store
from storage.meetings.rsvps import GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp


@dataclass(frozen=True, slots=True)
class SeatClaim:
    """Represent a seat, or a position in the waiting list."""

    #: time since when the person is on the waiting list; None for a seat
    since: datetime | None


def is_seat_taker(rsvp: Rsvp) -> bool:
    """Return True if the answer comes in person, or sends somebody who has no answer of their own."""
    return rsvp.answer == GOING or (rsvp.answer == SUBSTITUTE and rsvp.substitute_id is None)


def find_seat_claim(rsvp: Rsvp | None) -> SeatClaim | None:
    """Return what the answer holds; None if it needs no seat."""
    return SeatClaim(rsvp.waiting_since) if rsvp is not None and is_seat_taker(rsvp) else None


def choose_best_claim(*places: SeatClaim | None, now: datetime) -> SeatClaim:
    """Return the seat among the claims. Otherwise return the longest waiting claim, or a new one at the
    end of the list.
    """
    found = [place for place in places if place is not None]
    if any(place.since is None for place in found):
        return SeatClaim(None)
    return SeatClaim(min((place.since for place in found if place.since is not None), default=now))


async def find_deputy_rsvp(store: Store, rsvp: Rsvp | None) -> Rsvp | None:
    """Return the answer of the member who is sent by this answer; None if there is no such deputy."""
    if rsvp is None or rsvp.answer != SUBSTITUTE or rsvp.substitute_id is None:
        return None
    return await store.rsvps.find_rsvp(rsvp.occurrence_id, rsvp.substitute_id)


async def find_final_deputy_rsvp(store: Store, rsvp: Rsvp) -> Rsvp | None:
    """Return the answer of the person who comes in the end, because a deputy may send a deputy.

    Return None if the deputy is only a name, or nobody comes any more.
    """
    seen, deputy = {rsvp.person_id}, await find_deputy_rsvp(store, rsvp)
    while deputy is not None and deputy.answer == SUBSTITUTE and deputy.person_id not in seen:
        seen.add(deputy.person_id)
        following = await find_deputy_rsvp(store, deputy)
        if following is None:
            break
        deputy = following
    return deputy


async def sends_somebody(store: Store, rsvp: Rsvp) -> bool:
    """Return True if the answer sends a deputy, and somebody comes in the end."""
    if rsvp.answer != SUBSTITUTE:
        return False
    final = await find_final_deputy_rsvp(store, rsvp) or rsvp
    return final.answer in (GOING, ONLINE, MAYBE) or (final.substitute_id is None and bool(final.substitute_name))
