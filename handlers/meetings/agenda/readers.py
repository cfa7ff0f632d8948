"""Who is sent an agenda: those who are invited, and have not said no to the meeting or to its reminders."""

from __future__ import annotations

from handlers.meetings.audience import invited
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.rsvps import DECLINED, SUBSTITUTE, USUAL, Rsvp


async def readers(store: Store, sitting: Sitting) -> list[Person]:
    said = {rsvp.person_id: rsvp for rsvp in await store.rsvps.of(sitting.id)}
    return [person for person in await invited(store, sitting.meeting) if wants(sitting, said.get(person.id))]


async def still_reads(store: Store, sitting: Sitting, person: Person) -> bool:
    """Asked when it is sent: people change their minds."""
    return not person.guest and wants(sitting, await store.rsvps.find(sitting.id, person.id))


def wants(sitting: Sitting, rsvp: Rsvp | None) -> bool:
    """An answer to an earlier time counts as none; who sends a deputy need not read."""
    if rsvp is None:
        return True
    if rsvp.remind != USUAL:
        return False
    return rsvp.moves != sitting.occurrence.moves or rsvp.answer not in (DECLINED, SUBSTITUTE)
