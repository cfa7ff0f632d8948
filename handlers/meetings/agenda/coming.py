"""The meetings that are to come, for somebody who wants something treated at one of them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings.agenda.lookup import load_visible_sitting, may_see_sitting, need_coming_sitting
from handlers.meetings.audience import may_run
from handlers.meetings.sittings import Sitting, sitting

#: meetings to choose from
MOST = 25


async def coming(turn: Turn, *, run: bool = False) -> list[Sitting]:
    """Those that this person may see (`run`: runs) and that have not begun, next first."""
    found = []
    for occurrence in await turn.store.occurrences.upcoming(limit=100):
        one = await sitting(turn.store, occurrence.id)
        if (
            one is None
            or not one.takes_place
            or occurrence.start_at <= turn.now
            or not await may_see_sitting(turn.store, turn.person, one)
        ):
            continue
        if not run or may_run(turn.person, one.meeting):
            found.append(one)
    return found[:MOST]


def meeting_field(say: Say, meetings: Sequence[Sitting], chosen: int | None = None) -> Field:
    """The first of the series that it is from, else the next of all."""
    options = tuple((str(one.id), f"{one.title}, {say.day(one.occurrence.start_at)}"[:150]) for one in meetings)
    preset = next((str(one.id) for one in meetings if one.meeting.id == chosen), options[0][0])
    return Field("meeting", say("Meeting"), "choice", preset, options=options)


async def meeting_chosen(turn: Turn, event: Submission, *, run: bool = False) -> Sitting:
    """Held against others. A UserError at the field when it has begun, or was never theirs to choose."""
    chosen = event.text("meeting")
    if chosen not in {str(one.id) for one in await coming(turn, run=run)}:
        raise UserError("", {"meeting": turn.say("Choose a meeting that is to come.")})
    found = await load_visible_sitting(turn, chosen)
    await need_coming_sitting(turn, found)
    return found
