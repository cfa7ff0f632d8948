"""Keep the organiser's card of a meeting that was planned: one message, redrawn until the meeting is over."""

from __future__ import annotations

from handlers.chat.cards import Card, Redrawn, Reply
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn, View
from handlers.meetings import meeting_rooms, occurrence_facts
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.occurrence_view import (
    OccurrenceView,
    build_notice_subject,
    build_occurrence_subject,
)
from handlers.meetings.personal_meeting_card import draw_for_reader, find_next_occurrence
from handlers.meetings.rsvps import personal_rsvp
from handlers.notifications import delivery_forecast
from storage.directory.people import Person
from storage.meetings.meetings import Meeting

router = Router()


class PlannedMeetingNotice(OccurrenceCard, frozen=True):
    template = "meetings.planned"


async def build_planned_reply(turn: Turn, meeting: Meeting, *, live: bool = True) -> Reply:
    """Build the reply that says where the card of the next occurrence goes.

    `live`: it says later what became of the meeting. A proposal has a card of its own that does.
    """
    found = await find_next_occurrence(turn, meeting)
    redrawn = Redrawn(PlannedMeetingNotice(found.id), build_notice_subject(found.id))
    card = await _draw_planned_meeting(turn, turn.person, found)
    return Reply(card, replace=True, redrawn=redrawn if live else None)


@router.card(PlannedMeetingNotice)
async def draw_planned_meeting_card(view: View[PlannedMeetingNotice]) -> Card | None:
    return await draw_for_reader(view, lambda person, found: _draw_planned_meeting(view, person, found))


async def _draw_planned_meeting(context: RenderContext, person: Person, found: OccurrenceView) -> Card:
    """Draw the meeting, and above it where its card is posted as long as people can answer."""
    upcoming = occurrence_facts.is_occurrence_upcoming(found, context.now)
    lead = await _describe_posting(context, found) if upcoming else ""
    return await personal_rsvp.draw_personal_rsvp_card(
        context.store, found, person, context.say, lead=lead, arena=context.arena
    )


async def _describe_posting(context: RenderContext, found: OccurrenceView) -> str:
    say, rooms = context.say, await meeting_rooms.list_meeting_rooms(context.store, found.meeting)
    if not rooms:
        return say("Planned. Its card is not shown in any room; those invited will hear from me.")
    lead = say.many("Planned. Its card goes to {n} room.", "Planned. Its card goes to {n} rooms.", len(rooms))
    subject = build_occurrence_subject(found.id)
    return f"{lead} {await delivery_forecast.describe_delivery_forecast(context, rooms, subject)}".strip()
