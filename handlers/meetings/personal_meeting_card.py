"""Draw the whole card of a meeting for one person: its facts, their answer, and all they may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.access import rights
from handlers.chat.cards import Card, Redrawn, Reply
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import RenderContext, Turn, View
from handlers.meetings.audience import describe_missing_meeting, may_see_meeting
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.occurrence_facts import is_occurrence_upcoming
from handlers.meetings.occurrence_view import OccurrenceView, build_notice_subject, find_occurrence_view
from handlers.meetings.rsvps import personal_rsvp
from storage.directory.people import Person
from storage.meetings.meetings import PROPOSED, REFUSED, Meeting

router = Router()


@router.on(Click, "meetings.show")
async def on_meeting_show(event: Click, turn: Turn) -> Reply:
    return await build_meeting_reply(turn, await load_seen_occurrence(turn, event.value))


class ShownMeeting(OccurrenceCard, frozen=True):
    template = "meetings.shown"

    #: for whoever has changed it: how many people are asked again
    asked: int | None = None


async def build_meeting_reply(
    turn: Turn, found: OccurrenceView, *, asked: int | None = None, replace: bool = False
) -> Reply:
    """Build the reply that shows the meeting, and follows it."""
    args = ShownMeeting(found.id, asked)
    card = await _draw_shown_meeting(turn, turn.person, found, asked)
    return Reply(card, replace=replace, redrawn=Redrawn(args, build_notice_subject(found.id)))


@router.card(ShownMeeting)
async def draw_shown_meeting(view: View[ShownMeeting]) -> Card | None:
    return await draw_for_reader(view, lambda person, found: _draw_shown_meeting(view, person, found, view.args.asked))


async def draw_for_reader(view: View[Any], draw: Callable[[Person, OccurrenceView], Awaitable[Card]]) -> Card | None:
    """Draw the card of an occurrence for its one reader, as long as they may see the meeting."""
    found = await find_occurrence_view(view.store, view.args.occurrence)
    if found is None or view.person is None:
        return None
    if not await may_see_meeting(view.store, found.meeting, view.person):
        return draw_withheld(view)
    return await draw(view.person, found)


async def _draw_shown_meeting(at: RenderContext, person: Person, found: OccurrenceView, asked: int | None) -> Card:
    say, lead = at.say, ""
    if asked is not None and is_occurrence_upcoming(found, at.now):
        again = say.many("{n} person will be asked again.", "{n} people will be asked again.", asked)
        lead = " ".join((say("Saved. Every card shows it."), *([again] if asked else ())))
    return await personal_rsvp.draw_personal_rsvp_card(at.store, found, person, say, lead=lead, arena=at.arena)


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
