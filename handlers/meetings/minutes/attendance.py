"""Compute who attended: as the answers suggest, as noted in the minutes, and per organisation."""

from __future__ import annotations

import re

from handlers.chat.say import Say
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.minutes import Minutes
from storage.meetings.rsvps import GOING, ONLINE, SUBSTITUTE

#: in place of a name: so many people
_NUMBER = re.compile(r"[1-9]\d{0,4}", re.ASCII)


async def compute_attendance(
    store: Store, occurrence: OccurrenceView, minutes: Minutes | None
) -> tuple[list[int], str]:
    """Return ids of members, and lines for the others: as noted, else as the answers suggest.

    A member who comes as a deputy has an answer of their own, which may be no by now.
    """
    rsvps = await store.rsvps.list_rsvps_of_occurrence(occurrence.id)
    if minutes is not None and minutes.counted:
        return [rsvp.person_id for rsvp in rsvps if rsvp.attended], minutes.others
    now = [rsvp for rsvp in rsvps if rsvp.moves == occurrence.occurrence.moves and rsvp.waiting_since is None]
    people = [rsvp.person_id for rsvp in now if rsvp.answer in (GOING, ONLINE)]
    lines = []
    for rsvp in now:
        if rsvp.answer == SUBSTITUTE and rsvp.substitute_id is None and rsvp.substitute_name:
            organisation = await store.organisations.find(rsvp.organisation_id)
            lines.append(f"{rsvp.substitute_name}, {organisation.name}" if organisation else rsvp.substitute_name)
    return people, "\n".join(lines)


async def list_attendance_by_organisation(
    store: Store, occurrence: OccurrenceView, minutes: Minutes, say: Say
) -> list[tuple[str, list[str]]]:
    """Return organisation and names, both in alphabetical order; people without an organisation come last."""
    names_by_organisation: dict[str, list[str]] = {}
    nowhere: list[str] = []
    for rsvp in await store.rsvps.list_rsvps_of_occurrence(occurrence.id):
        if rsvp.attended:
            person = await store.people.find(rsvp.person_id)
            member_organisation = await store.organisations.find(rsvp.organisation_id)
            name = person.name if person else say("a former contact")
            (names_by_organisation.setdefault(member_organisation.name, []) if member_organisation else nowhere).append(
                name
            )
    for line in minutes.others.splitlines():
        name, _, organisation = (part.strip() for part in line.partition(","))
        told = say.many("{n} person", "{n} people", int(name)) if _NUMBER.fullmatch(name) else name
        (names_by_organisation.setdefault(organisation, []) if organisation else nowhere).append(told)
    rows = [
        (member_organisation, sorted(names)) for member_organisation, names in sorted(names_by_organisation.items())
    ]
    return [*rows, (say("Others"), sorted(nowhere))] if nowhere else rows


async def describe_attendance_total(store: Store, occurrence: OccurrenceView, minutes: Minutes, say: Say) -> str:
    """Say how many were there: members, others by name, and those whom a number stands for."""
    n = sum(bool(rsvp.attended) for rsvp in await store.rsvps.list_rsvps_of_occurrence(occurrence.id))
    for line in minutes.others.splitlines():
        name = line.partition(",")[0].strip()
        n += int(name) if _NUMBER.fullmatch(name) else 1
    return say.many("{n} person was there.", "{n} people were there.", n) if n else ""


async def count_other_attendees(store: Store, occurrence: OccurrenceView, person: Person) -> int:
    """Count the members who receive the minutes from `person`."""
    return len([other for other in await list_attendees(store, occurrence) if other.id != person.id])


async def list_attendees(store: Store, occurrence: OccurrenceView) -> list[Person]:
    """Return the members who attended: they receive the minutes."""
    ids = [rsvp.person_id for rsvp in await store.rsvps.list_rsvps_of_occurrence(occurrence.id) if rsvp.attended]
    return [person for person in await store.people.list_people_by_id(ids) if not person.guest]
