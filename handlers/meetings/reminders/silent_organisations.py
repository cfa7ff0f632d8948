"""Notify the contact once, before the deadline, when nobody of their organisation has answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.cards import Card
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.working_hours import build_working_hours
from handlers.meetings.audience import list_invitees
from handlers.meetings.card_arguments import SilentOrganisationReminder
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.meetings.reminders.planned_reminders import PlannedReminder
from handlers.meetings.reminders.reminder_kinds import SILENT
from handlers.meetings.reminders.reminder_selection import ReminderChoice
from handlers.meetings.reminders.reminder_times import list_reminder_times
from handlers.meetings.rsvps import personal_rsvp
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()


async def list_silence_reminders(
    store: Store, arena: Arena, found: Sequence[OccurrenceView], until: datetime | None = None
) -> list[PlannedReminder]:
    """Return reminders for contacts of invited organisations without an answer. Of missed ones only those
    still useful are returned.
    """
    now, wanted = store.now, list[PlannedReminder]()
    open_yet = [each for each in found if each.occurrence.signup_by is not None and each.occurrence.signup_by > now]
    if not open_yet:
        return []
    everybody = await store.people.list_all_people()
    people, acting = {person.id: person for person in everybody}, await store.organisations.map_acting_representatives()
    for each in open_yet:
        for organisation_id in await list_silent_organisations(store, each, everybody):
            for id in acting.get(organisation_id, ()):
                person, hours = people[id], build_working_hours(people[id], arena)
                reminder_card = next(
                    (moment for moment in list_reminder_times(each, hours) if moment.kind == SILENT), None
                )
                if reminder_card is not None and not person.guest and (until is None or reminder_card.due <= until):
                    choice = ReminderChoice(reminder_card, late=reminder_card.due <= now)
                    wanted.append(PlannedReminder(each, person, hours, choice, organisation_id))
    return wanted


async def list_silent_organisations(
    store: Store, occurrence: OccurrenceView, everybody: Sequence[Person] | None = None
) -> list[int]:
    """Return the invited organisations from which nobody has answered for the present time."""
    organisation_ids = {person.stands_for for person in await list_invitees(store, occurrence.meeting, everybody)}
    answered = {
        rsvp.organisation_id
        for rsvp in await store.rsvps.list_rsvps_of_occurrence(occurrence.id)
        if rsvp.moves == occurrence.occurrence.moves
    }
    return sorted(organisation_id for organisation_id in organisation_ids - answered if organisation_id is not None)


@router.card(SilentOrganisationReminder)
async def draw_silent_organisation_card(view: View[SilentOrganisationReminder]) -> Card | None:
    """Draw the reminder. It is checked again when sent, because somebody may have answered, and contacts
    change.

    Once it no longer holds, one that was sent shows the meeting alone.
    """
    args, person = view.args, view.person
    found, organisation_id = await find_occurrence_view(view.store, args.occurrence), args.organisation
    if found is None or person is None or person.guest:
        return None
    organisation = await view.store.organisations.find(organisation_id)
    lead = view.say(
        "Nobody from {organisation} has answered yet. Answer yourself, or ask a colleague to.",
        organisation=organisation.name if organisation else "",
    )
    holds = await _is_silence_current(view, found)
    card = await personal_rsvp.draw_rsvp_notice(view, found, lead, holds=holds)
    title = view.say("Who is coming to {title}?", title=found.title) if holds else found.title
    return Card(title, card.parts) if card is not None else None


async def _is_silence_current(view: View[SilentOrganisationReminder], found: OccurrenceView) -> bool:
    """Return True while the organisation can still answer, nobody there has, and the reader acts for it."""
    args, signup_by = view.args, found.occurrence.signup_by
    if not found.takes_place or found.occurrence.moves != args.moves or signup_by is None or signup_by <= view.now:
        return False
    if view.person is None or args.organisation not in await list_silent_organisations(view.store, found):
        return False
    return await view.store.organisations.is_representative(view.person.id, args.organisation)
