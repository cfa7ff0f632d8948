"""Find who receives an agenda: invitees who declined neither the meeting nor its reminders."""

from __future__ import annotations

from handlers.meetings.audience import list_invitees
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.rsvps import DECLINED, SUBSTITUTE, USUAL, Rsvp


async def list_agenda_recipients(store: Store, occurrence: OccurrenceView) -> list[Person]:
    said = {rsvp.person_id: rsvp for rsvp in await store.rsvps.list_rsvps_of_occurrence(occurrence.id)}
    return [
        person
        for person in await list_invitees(store, occurrence.meeting)
        if may_receive_agenda(occurrence, said.get(person.id))
    ]


async def is_agenda_recipient(store: Store, occurrence: OccurrenceView, person: Person) -> bool:
    """Return True if the person still receives the agenda. It is checked when sending, because people
    change their minds.
    """
    return not person.guest and may_receive_agenda(occurrence, await store.rsvps.find_rsvp(occurrence.id, person.id))


def may_receive_agenda(occurrence: OccurrenceView, rsvp: Rsvp | None) -> bool:
    """Return True unless the answer declines meeting or reminders, or sends a deputy. Answers to an
    earlier time are ignored.
    """
    if rsvp is None:
        return True
    if rsvp.remind != USUAL:
        return False
    return rsvp.moves != occurrence.occurrence.moves or rsvp.answer not in (DECLINED, SUBSTITUTE)
