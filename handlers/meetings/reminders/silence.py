"""Silence: when nobody of an organisation has answered, its contact hears of it, once, before the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.hours import hours_of
from handlers.meetings.audience import invited
from handlers.meetings.reminders.choosing import Choice
from handlers.meetings.reminders.kinds import SILENT
from handlers.meetings.reminders.moments import moments
from handlers.meetings.reminders.wishes import Wish
from handlers.meetings.rsvps import own
from handlers.meetings.sittings import Sitting, sitting
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()


async def wishes(store: Store, arena: Arena, found: Sequence[Sitting], until: datetime | None = None) -> list[Wish]:
    """For the contacts of organisations that are invited and silent; of what is past only what is still of use."""
    now, wanted = store.now, list[Wish]()
    open_yet = [each for each in found if each.occurrence.signup_by is not None and each.occurrence.signup_by > now]
    if not open_yet:
        return []
    everybody = await store.people.all()
    people, acting = {person.id: person for person in everybody}, await store.organisations.acting()
    for each in open_yet:
        for house in await silent(store, each, everybody):
            for id in acting.get(house, ()):
                person, hours = people[id], hours_of(people[id], arena)
                nudge = next((moment for moment in moments(each, hours) if moment.kind == SILENT), None)
                if nudge is not None and not person.guest and (until is None or nudge.due <= until):
                    choice = Choice(nudge, late=nudge.due <= now)
                    more = {"organisation": house}
                    wanted.append(Wish(each, person, hours, choice, f"{SILENT}-{house}", "reminders.silent", more))
    return wanted


async def silent(store: Store, sitting: Sitting, everybody: Sequence[Person] | None = None) -> list[int]:
    """The organisations of those invited from which nobody has answered for the time it has now."""
    houses = {person.stands_for for person in await invited(store, sitting.meeting, everybody)}
    answered = {
        rsvp.organisation_id for rsvp in await store.rsvps.of(sitting.id) if rsvp.moves == sitting.occurrence.moves
    }
    return sorted(house for house in houses - answered if house is not None)


@router.card("reminders.silent")
async def draw(view: View) -> Card | None:
    """Asked again when it is sent: somebody may have answered, and contacts change."""
    found, person, house = await sitting(view.store, view["occurrence"]), view.person, view["organisation"]
    if found is None or person is None or person.guest or not found.takes_place:
        return None
    signup_by = found.occurrence.signup_by
    if found.occurrence.moves != view["moves"] or signup_by is None or signup_by <= view.now:
        return None
    if house not in await silent(view.store, found) or not await view.store.organisations.represents(person.id, house):
        return None
    organisation = await view.store.organisations.find(house)
    lead = view.say(
        "Nobody from {organisation} has answered yet. Answer yourself, or ask a colleague to.",
        organisation=organisation.name if organisation else "",
    )
    card = await own.card(view.store, found, person, view.say, lead=lead, arena=view.arena)
    return Card(view.say("Who comes to {title}?", title=found.title), card.parts)
