"""Draw the whole card of a meeting for one person: its facts, their answer, and all they may do."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.audience import describe_missing_meeting, may_see_meeting
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.meetings.rsvps import personal_rsvp
from storage.meetings.meetings import PROPOSED, REFUSED, Meeting

router = Router()


@router.on(Click, "meetings.show")
async def on_meeting_show(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_personal_meeting_card(turn, await load_seen_occurrence(turn, event.value)))


async def load_seen_occurrence(turn: Turn, value: str, *, lock: bool = False) -> OccurrenceView:
    """Return the occurrence if the reader may see it. Raises the same error for not found and not allowed."""
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    found = await find_occurrence_view(turn.store, id)
    sees = (
        found is not None
        and found.meeting.state not in (PROPOSED, REFUSED)
        and await may_see_meeting(turn.store, found.meeting, turn.person)
    )
    rights.need_reader(turn, sees, describe_missing_meeting(turn.person, turn.say))
    assert found is not None
    return found


async def draw_personal_meeting_card(turn: Turn, found: OccurrenceView, lead: str = "") -> Card:
    return await personal_rsvp.draw_personal_rsvp_card(
        turn.store, found, turn.person, turn.say, lead=lead, arena=turn.arena
    )


async def draw_next_occurrence_card(turn: Turn, meeting: Meeting, lead: str = "") -> Card:
    return await draw_personal_meeting_card(turn, await find_next_occurrence(turn, meeting), lead)


async def find_next_occurrence(turn: Turn, meeting: Meeting) -> OccurrenceView:
    """Return the next occurrence, or the last one when none is upcoming."""
    rows = await turn.store.occurrences.list_occurrences_of_meeting(meeting.id)
    found = [OccurrenceView(meeting, row) for row in rows]
    coming = [one for one in found if one.takes_place and one.occurrence.start_at > turn.now]
    return (coming or found[-1:])[0]
