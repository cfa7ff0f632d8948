"""Answers to meetings of somebody who leaves: withdrawn, and given back when the leaving is undone."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.meetings.rsvps import seats
from handlers.meetings.rsvps.places import takes_seat
from handlers.meetings.sittings import sitting, subject
from storage.directory.handovers import RSVP, Handover
from storage.kit.database import Store
from storage.meetings.rsvps import MAYBE, SUBSTITUTE, Rsvp

router = Router()


class RsvpLeaving:
    code = RSVP

    async def withdraw(self, store: Store, handover: Handover, organisation_id: int | None) -> None:
        await withdraw(store, handover, organisation_id)

    async def give_back(self, store: Store, handover: Handover, record_id: int, detail: str) -> None:
        await give_back(store, handover, record_id, detail)


async def withdraw(store: Store, handover: Handover, organisation_id: int | None) -> None:
    """Those to what is still to come, given for this organisation (None: for any); whoever waited gets the seat."""
    for rsvp in await store.rsvps.to_come(handover.person_id, organisation_id):
        await store.occurrences.lock(rsvp.occurrence_id)
        await store.handovers.note(handover, RSVP, rsvp.occurrence_id, None, rsvp.answer)
        await store.rsvps.remove(rsvp)
        await _free(store, rsvp.occurrence_id)
    if organisation_id is None:
        await _release(store, handover)


async def give_back(store: Store, handover: Handover, occurrence_id: int, answer: str) -> None:
    """As it was, for the time that the occurrence has now, at the end of the line; whom they sent is not known."""
    found = await sitting(store, occurrence_id)
    if found is None or not found.takes_place or found.occurrence.start_at <= store.now:
        return
    if await store.rsvps.find(occurrence_id, handover.person_id) is not None:
        return
    await store.occurrences.lock(occurrence_id)
    answer = MAYBE if answer == SUBSTITUTE else answer
    rsvp = await store.rsvps.put(
        Rsvp(
            occurrence_id=occurrence_id, person_id=handover.person_id, organisation_id=handover.organisation_id,
            answer=answer, moves=found.occurrence.moves, by_id=handover.person_id, answered_at=store.now,
        )
    )  # fmt: skip
    if takes_seat(rsvp):
        rsvp.waiting_since = store.now
    await _free(store, occurrence_id)


async def _release(store: Store, handover: Handover) -> None:
    """Who wanted to send them answers anew."""
    for rsvp in await store.rsvps.sending_to_come(handover.person_id):
        rsvp.answer, rsvp.substitute_id = MAYBE, None
        sender = await store.people.find(rsvp.person_id)
        if sender is not None:
            args = {"person": handover.person_id, "occurrence": rsvp.occurrence_id}
            key = f"handover:{handover.id}:{handover.at.isoformat()}:substitute:{rsvp.occurrence_id}:{sender.id}"
            await outgoing.to_person(store, sender, "departures.substitute", args, key=key)
        await _free(store, rsvp.occurrence_id)


@router.card("departures.substitute")
async def draw_substitute(view: View) -> Card | None:
    """Draw the request to answer anew, for whoever wanted to send the person who left."""
    found = await sitting(view.store, view["occurrence"])
    person = await view.store.people.find(view["person"])
    if found is None or person is None or not found.takes_place:
        return None
    text = view.say("{name}, whom you wanted to send, has left. Please answer anew.", name=person.name)
    show = Button(view.say("Show"), "meetings.show", str(found.id), "primary")
    return Card(found.title, (Text(text), Buttons((show,))))


async def _free(store: Store, occurrence_id: int) -> None:
    found = await sitting(store, occurrence_id)
    if found is not None:
        await seats.advance(store, found)
        await store.outbox.refresh(subject(occurrence_id))
