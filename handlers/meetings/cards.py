"""Post the card of a meeting in rooms when it is planned, and redraw it when anything changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.meetings import meeting_buttons, meeting_rooms, occurrence_facts, series
from handlers.meetings.card_arguments import MeetingCard
from handlers.meetings.occurrence_view import build_occurrence_subject, find_occurrence_view
from handlers.meetings.rsvps import rsvp_buttons, rsvp_counts
from storage.kit.database import Store
from storage.meetings.meetings import PLANNED, Meeting
from storage.meetings.occurrences import BEGUN, OVER, Occurrence

router = Router()
#: The next occurrence of a series gets its card at once. Later ones get it this long before they begin.
AHEAD = timedelta(days=14)


async def post_meeting_cards(store: Store, meeting: Meeting) -> int:
    """Post a card of the next occurrences in each room of the meeting. Return the number of rooms."""
    if meeting.state != PLANNED:
        return 0
    coming = [
        row for row in await store.occurrences.list_occurrences_of_meeting(meeting.id) if row.start_at > store.now
    ]
    coming = [row for row in coming if row.state == PLANNED]
    for row in [row for n, row in enumerate(coming) if n == 0 or row.start_at <= store.now + AHEAD]:
        await store.outbox.post_deliveries(
            *(
                outgoing.build_room_draft(
                    room,
                    MeetingCard(row.id),
                    key=f"occurrence:{row.id}:room:{room.id}",
                    subject=build_occurrence_subject(row.id),
                )
                for room in await meeting_rooms.list_occurrence_rooms(store, meeting, row.id)
            )
        )
    return len(await meeting_rooms.list_meeting_rooms(store, meeting))


async def redraw_meeting_cards(store: Store, occurrences: Sequence[Occurrence]) -> None:
    """Redraw every copy in rooms, every private notice that was sent, and what names the meeting."""
    from handlers.meetings.agenda import agenda_cards, agenda_outcomes
    from handlers.meetings.occurrence_view import build_notice_subject

    for row in occurrences:
        await store.outbox.refresh_copies(build_occurrence_subject(row.id))
        await store.outbox.refresh_copies(build_notice_subject(row.id))
        await store.outbox.refresh_copies(agenda_cards.build_agenda_subject(row.id))
        await agenda_outcomes.redraw_agenda_origins(store, row.id)


@router.card(MeetingCard)
async def draw_meeting_card(view: View[MeetingCard]) -> Card | None:
    found, say = await find_occurrence_view(view.store, view.args.occurrence), view.say
    if found is None or (not view.delivery.was_told and not occurrence_facts.is_occurrence_upcoming(found, view.now)):
        return None
    if not await meeting_rooms.may_meeting_stay_in_room(view.store, found.meeting, view.delivery.room_id):
        gone = Card("", (Text(say("{title} no longer concerns this room.", title=found.title), "subtle"),))
        return gone if view.delivery.was_told else None
    parts: list[Part] = await occurrence_facts.draw_occurrence_facts(view.store, found, say)
    if not found.cancelled:
        parts += await rsvp_counts.draw_rsvp_counts(view.store, found, say)
    upcoming = occurrence_facts.is_occurrence_upcoming(found, view.now)
    answers = rsvp_buttons.draw_rsvp_buttons(say, found) if upcoming else ()
    row = (*answers, *meeting_buttons.draw_meeting_buttons(say, view.arena, found, None, view.now))
    parts += [Buttons(row)] if row else []
    told = say("Called off.") if found.cancelled else ""
    return Card(
        found.title,
        tuple(parts),
        summary=f"{found.title}: {occurrence_facts.describe_occurrence_time(found, say)} {told}".strip(),
    )


@router.plan("meetings.occurrences")
async def extend_meeting_series(store: Store, _arena: Arena, _until: datetime) -> None:
    """Add the next occurrences of series, and post cards for what comes next, also in rooms linked since."""
    for meeting in await store.meetings.list_recurring_meetings():
        if await store.meetings.lock(meeting.id) is not None:
            await series.create_missing_occurrences(store, meeting)
    seen = set()
    for row in await store.occurrences.list_occurrences_between(store.now, store.now + series.HORIZON):
        if row.meeting_id not in seen:
            seen.add(row.meeting_id)
            meeting_found = await store.meetings.find(row.meeting_id)
            if meeting_found is not None:
                await post_meeting_cards(store, meeting_found)


@router.plan("meetings.shown")
async def refresh_outdated_cards(store: Store, _arena: Arena, _until: datetime) -> None:
    """Redraw cards of meetings that have begun, without buttons, and of those that are over."""
    for row in await store.occurrences.list_occurrences_with_stale_cards():
        row.shown = OVER if row.end_at <= store.now else BEGUN
        await redraw_meeting_cards(store, [row])
