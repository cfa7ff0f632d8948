"""List upcoming meetings for somebody who wants an item treated at one of them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.agenda.lookup import load_visible_occurrence, may_see_occurrence, need_upcoming_occurrence
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view

MOST_MEETINGS = 25


async def list_choosable_occurrences(turn: Turn, *, run: bool = False) -> list[OccurrenceView]:
    """Return upcoming meetings that the reader may see, next first. `run`: only meetings that the reader
    runs.
    """
    found = []
    for occurrence in await turn.store.occurrences.list_planned_occurrences(limit=100):
        one = await find_occurrence_view(turn.store, occurrence.id)
        if (
            one is None
            or not one.takes_place
            or occurrence.start_at <= turn.now
            or not await may_see_occurrence(turn.store, turn.person, one)
        ):
            continue
        if not run or may_run_meeting(turn.person, one.meeting):
            found.append(one)
    return found[:MOST_MEETINGS]


def draw_meeting_field(say: Say, meetings: Sequence[OccurrenceView], chosen: int | None = None) -> Field:
    """Draw the choice of a meeting. It is preset to the first of series `chosen`, else to the next of all."""
    options = tuple((str(one.id), f"{one.title}, {say.format_day(one.occurrence.start_at)}"[:150]) for one in meetings)
    preset = next((str(one.id) for one in meetings if one.meeting.id == chosen), options[0][0])
    return Field("meeting", say("Meeting"), "choice", preset, options=options)


async def load_chosen_occurrence(turn: Turn, event: Submission, *, run: bool = False) -> OccurrenceView:
    """Lock and return the chosen occurrence. Raises UserError at the field if it has begun or was not
    offered.
    """
    chosen = event.get_text("meeting")
    if chosen not in {str(one.id) for one in await list_choosable_occurrences(turn, run=run)}:
        raise UserError("", {"meeting": turn.say("Choose an upcoming meeting.")})
    found = await load_visible_occurrence(turn, chosen)
    await need_upcoming_occurrence(turn, found)
    return found
