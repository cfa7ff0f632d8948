"""Assign seats, in all and per organisation, and move waiting people up when a seat is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from handlers.chat import outgoing
from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.occurrence_facts import is_occurrence_upcoming
from handlers.meetings.occurrence_view import (
    OccurrenceView,
    build_notice_subject,
    build_occurrence_subject,
    find_occurrence_view,
)
from handlers.meetings.rsvps.personal_rsvp import draw_rsvp_notice
from handlers.meetings.rsvps.seat_claims import is_seat_taker
from storage.kit.database import Store
from storage.meetings.rsvps import Rsvp

router = Router()


class FreeSeatNotice(OccurrenceCard, frozen=True):
    template = "rsvps.seat"


def has_free_seat(occurrence: OccurrenceView, rsvps: Iterable[Rsvp], organisation_id: int | None) -> bool:
    """Return True if one more person of this organisation gets a seat.

    A seat stays taken when the time is moved, until its owner answers anew.
    """
    seated = [rsvp for rsvp in rsvps if is_seat_taker(rsvp) and rsvp.waiting_since is None]
    if occurrence.capacity is not None and len(seated) >= occurrence.capacity:
        return False
    each = occurrence.meeting.seats_each
    return each is None or Counter(rsvp.organisation_id for rsvp in seated)[organisation_id] < each


def _is_waiting(rsvp: Rsvp, occurrence: OccurrenceView) -> bool:
    return is_seat_taker(rsvp) and rsvp.waiting_since is not None and rsvp.moves == occurrence.occurrence.moves


async def fill_free_seats(
    store: Store, occurrence: OccurrenceView, *, untold: Collection[int] = (), redraws: bool = True
) -> list[Rsvp]:
    """Give free seats to those who waited longest, and notify them, except the `untold`, who see it at
    once. Who has not answered for the present time waits on.

    The caller holds the lock of the occurrence, and without `redraws` draws the cards itself.
    """
    rsvps = await store.rsvps.list_rsvps_of_occurrence(occurrence.id)
    waiting = sorted(
        (rsvp for rsvp in rsvps if _is_waiting(rsvp, occurrence)),
        key=lambda rsvp: (rsvp.waiting_since, rsvp.person_id),
    )
    moved = []
    for rsvp in waiting:
        if has_free_seat(occurrence, rsvps, rsvp.organisation_id):
            since, rsvp.waiting_since = rsvp.waiting_since, None
            moved.append(rsvp)
            person = await store.people.find(rsvp.person_id)
            if person is not None and person.id not in untold:
                key = f"occurrence:{occurrence.id}:seat:{person.id}:{since}"
                notice, subject = FreeSeatNotice(occurrence.id), build_notice_subject(occurrence.id)
                await outgoing.post_to_person(store, person, notice, key=key, subject=subject)
    await store.session.flush()
    if moved and redraws:
        await store.outbox.refresh_copies(build_occurrence_subject(occurrence.id))
    return moved


@router.card(FreeSeatNotice)
async def draw_free_seat_card(view: View[FreeSeatNotice]) -> Card | None:
    """Draw the notice of the seat, as long as the reader has it."""
    found = await find_occurrence_view(view.store, view.args.occurrence)
    rsvp = await view.store.rsvps.find_rsvp(view.args.occurrence, view.person.id) if view.person else None
    if found is None:
        return None
    seated = rsvp is not None and is_seat_taker(rsvp) and rsvp.waiting_since is None
    text = view.say("A seat has become free, and it is yours. Tell us if you can no longer come.")
    holds = seated and is_occurrence_upcoming(found, view.now)
    return await draw_rsvp_notice(view, found, text, holds=holds)
