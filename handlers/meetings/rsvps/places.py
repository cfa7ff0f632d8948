"""Places: the seat that an answer holds, or its place in the line for one, and who holds it for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.kit.database import Store
from storage.meetings.rsvps import GOING, SUBSTITUTE, Rsvp


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, or a place in the line."""

    #: since when it waits; None: a seat
    since: datetime | None


def takes_seat(rsvp: Rsvp) -> bool:
    """Comes in person, or sends somebody who has no answer of their own."""
    return rsvp.answer == GOING or (rsvp.answer == SUBSTITUTE and rsvp.substitute_id is None)


def place_of(rsvp: Rsvp | None) -> Place | None:
    """Return what the answer holds; None: it needs no seat."""
    return Place(rsvp.waiting_since) if rsvp is not None and takes_seat(rsvp) else None


def choose_best(*places: Place | None, now: datetime) -> Place:
    """Return the seat among them, else the place that has waited longest, else the end of the line."""
    found = [place for place in places if place is not None]
    if any(place.since is None for place in found):
        return Place(None)
    return Place(min((place.since for place in found if place.since is not None), default=now))


async def find_deputy_answer(store: Store, rsvp: Rsvp | None) -> Rsvp | None:
    """Return the answer of the member whom this answer sends; None where it sends none."""
    if rsvp is None or rsvp.answer != SUBSTITUTE or rsvp.substitute_id is None:
        return None
    return await store.rsvps.find(rsvp.occurrence_id, rsvp.substitute_id)


async def find_last_deputy(store: Store, rsvp: Rsvp) -> Rsvp | None:
    """Return the answer of who comes in the end: a deputy may send a deputy. None: a name, or nobody any more."""
    seen, deputy = {rsvp.person_id}, await find_deputy_answer(store, rsvp)
    while deputy is not None and deputy.answer == SUBSTITUTE and deputy.person_id not in seen:
        seen.add(deputy.person_id)
        following = await find_deputy_answer(store, deputy)
        if following is None:
            break
        deputy = following
    return deputy
