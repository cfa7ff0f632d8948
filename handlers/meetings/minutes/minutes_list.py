"""List the minutes that wait for the reader, and below them approved ones that they may see, newest first."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import occurrence_facts
from handlers.meetings.agenda.lookup import may_see_occurrence
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.minutes.pending_minutes import list_pending_minutes
from handlers.meetings.occurrence_view import find_occurrence_view

router = Router()
#: meetings on a card
PAGE = 4
_NOW = timedelta(seconds=1)


@router.on(Click, "minutes.list")
async def on_minutes_list(event: Click, turn: Turn) -> Reply:
    """Show a page, and in place of the one before where the button says how many stand before it."""
    skip = parse_position(event.value)
    return Reply(await draw_minutes_list(turn, skip), replace=bool(event.value))


async def _list_meetings_under_way(turn: Turn) -> list[Item]:
    """Return the meetings that take place now, for whoever writes their minutes."""
    say, found = turn.say, []
    for occurrence in await turn.store.occurrences.list_occurrences_during(turn.now, turn.now + _NOW):
        held = await find_occurrence_view(turn.store, occurrence.id)
        if held is not None and held.takes_place and may_run_meeting(turn.person, held.meeting):
            row = (Button(say("Minutes"), "minutes.show", str(held.id), "primary"),)
            title = say("Write the minutes of {title}", title=held.title)
            found.append(Item(title, occurrence_facts.describe_occurrence_time(held, say), buttons=row))
    return found


async def draw_minutes_list(turn: Turn, skip: int = 0) -> Card:
    """Draw a page of what waits for the reader, and of approved minutes behind it; `skip` entries stand before it."""
    say = turn.say
    waiting = [*await _list_meetings_under_way(turn), *await list_pending_minutes(turn)]
    parts: list[Part] = [*waiting[skip : skip + PAGE]]
    left, before = PAGE - len(parts), max(skip - len(waiting), 0)
    looked = await turn.store.occurrences.list_closed_occurrences(left + 1, before)
    for occurrence in looked[:left]:
        held = await find_occurrence_view(turn.store, occurrence.id)
        if held is not None and await may_see_occurrence(turn.store, turn.person, held):
            show = Button(say("Minutes"), "minutes.show", str(held.id))
            parts.append(Item(held.title, occurrence_facts.describe_occurrence_time(held, say), buttons=(show,)))
    if not parts:
        parts.append(Text(say("No minutes are approved yet.") if not skip else say("That is all.")))
    more = len(waiting) > skip + PAGE or len(looked) > left
    row = draw_page_buttons(say, "minutes.list", skip, PAGE, more=more)
    return Card(say("Minutes of past meetings"), (*parts, *([Buttons(tuple(row))] if row else [])))
