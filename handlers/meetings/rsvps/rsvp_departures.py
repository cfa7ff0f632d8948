"""Withdraw the meeting answers of a person who leaves, and restore them when the departure is undone."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.meetings.occurrence_view import OccurrenceView, build_occurrence_subject, find_occurrence_view
from handlers.meetings.rsvps import seat_allocation
from handlers.meetings.rsvps.seat_claims import is_seat_taker
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.directory.handovers import RSVP, Handover
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.meetings.rsvps import MAYBE, SUBSTITUTE, Rsvp

router = Router()


class DeputyLeftNotice(CardArguments, frozen=True):
    template = "departures.substitute"

    person: int
    occurrence: int


class RsvpLeaving:
    code = RSVP

    async def withdraw_statements(self, store: Store, handover: Handover, organisation_id: int | None) -> None:
        await withdraw_rsvps(store, handover, organisation_id)

    async def restore_statement(self, store: Store, handover: Handover, record_id: int, detail: str) -> None:
        await restore_rsvp(store, handover, record_id, detail)


async def withdraw_rsvps(store: Store, handover: Handover, organisation_id: int | None) -> None:
    """Withdraw answers to upcoming meetings given for this organisation (None: for any). Waiting people
    get the seats.
    """
    for given in await store.rsvps.list_upcoming_rsvps_of_person(handover.person_id, organisation_id):
        rsvp, _ = await lock_parent(store.occurrences, given, lambda one: one.occurrence_id)
        if rsvp is None:
            continue
        await store.handovers.record_handover_part(handover, RSVP, rsvp.occurrence_id, None, rsvp.answer)
        await store.rsvps.delete_rsvp(rsvp)
        senders = await store.rsvps.list_rsvps_with_substitute(given.occurrence_id, handover.person_id)
        await _ask_senders_again(store, handover, senders)
        await _fill_free_seats(store, given.occurrence_id)
    if organisation_id is None:  # where they had no answer of their own
        senders = await store.rsvps.list_upcoming_rsvps_with_substitute(handover.person_id)
        await _ask_senders_again(store, handover, senders)


async def restore_rsvp(store: Store, handover: Handover, occurrence_id: int, answer: str) -> None:
    """Restore the answer for the occurrence's present time, at the end of the waiting list. The deputy is
    not restored, because it is not stored.
    """
    found = await find_occurrence_view(store, occurrence_id)
    if found is None or not found.takes_place or found.occurrence.start_at <= store.now:
        return
    if await store.rsvps.find_rsvp(occurrence_id, handover.person_id) is not None:
        return
    await store.occurrences.lock(occurrence_id)
    answer = MAYBE if answer == SUBSTITUTE else answer
    rsvp = await store.rsvps.store_rsvp(
        Rsvp(
            occurrence_id=occurrence_id, person_id=handover.person_id, organisation_id=handover.organisation_id,
            answer=answer, moves=found.occurrence.moves, by_id=handover.person_id, answered_at=store.now,
        )
    )  # fmt: skip
    if is_seat_taker(rsvp):
        rsvp.waiting_since = store.now
    await _fill_free_seats(store, occurrence_id)


async def _ask_senders_again(store: Store, handover: Handover, senders: Sequence[Rsvp]) -> None:
    """Ask everybody who wanted to send the departed person to answer again."""
    for rsvp in senders:
        rsvp.answer, rsvp.substitute_id = MAYBE, None
        sender = await store.people.find(rsvp.person_id)
        if sender is not None:
            notice = DeputyLeftNotice(person=handover.person_id, occurrence=rsvp.occurrence_id)
            key = f"handover:{handover.id}:{handover.at.isoformat()}:substitute:{rsvp.occurrence_id}:{sender.id}"
            await outgoing.post_to_person(store, sender, notice, key=key)
        await _fill_free_seats(store, rsvp.occurrence_id)


@router.card(DeputyLeftNotice)
async def draw_departed_deputy_card(view: View[DeputyLeftNotice]) -> Card | None:
    """Draw the request to answer anew, for whoever wanted to send the person who left."""
    found = await find_occurrence_view(view.store, view.args.occurrence)
    person = await view.store.people.find(view.args.person)
    if found is None or person is None or not found.takes_place:
        return None
    if not view.delivery.was_told and await _has_answered_since(view, found):
        return None
    wait_for_reader_hours(view, found.occurrence.start_at)
    text = view.say("{name}, who was going in your place, has left. Please answer again.", name=person.name)
    show = Button(view.say("Show"), "meetings.show", str(found.id), "primary")
    return Card(found.title, (Text(text), Buttons((show,))))


async def _has_answered_since(view: View[DeputyLeftNotice], found: OccurrenceView) -> bool:
    """Return True if the reader has answered again before they were asked to."""
    rsvp = await view.store.rsvps.find_rsvp(found.id, view.person.id) if view.person is not None else None
    return rsvp is not None and rsvp.answered_at > view.delivery.created_at


async def _fill_free_seats(store: Store, occurrence_id: int) -> None:
    found = await find_occurrence_view(store, occurrence_id)
    if found is not None:
        await seat_allocation.fill_free_seats(store, found)
        await store.outbox.refresh_copies(build_occurrence_subject(occurrence_id))
