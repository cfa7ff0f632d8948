"""List approved minutes of meetings that the reader may see, newest first, below those that wait for the reader."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
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
PAGE = 8
_NOW = timedelta(seconds=1)


@router.on(Click, "minutes.list")
async def on_minutes_list(event: Click, turn: Turn) -> Reply:
    """Show a page of approved minutes. "8" begins with the ninth and replaces the page before; "" shows
    the first page, with what waits above it.
    """
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
    say = turn.say
    parts: list[Part] = [] if skip else [*await _list_meetings_under_way(turn), *await list_pending_minutes(turn)]
    looked = await turn.store.occurrences.list_closed_occurrences(PAGE + 1, skip)
    for occurrence in looked[:PAGE]:
        held = await find_occurrence_view(turn.store, occurrence.id)
        if held is not None and await may_see_occurrence(turn.store, turn.person, held):
            row = (Button(say("Minutes"), "minutes.show", str(held.id)),)
            parts.append(Item(held.title, occurrence_facts.describe_occurrence_time(held, say), buttons=row))
    if not parts:
        parts.append(Text(say("No minutes are approved yet.") if not skip else say("That is all.")))
    if len(looked) > PAGE:
        parts.append(Buttons((Button(say("Next page"), "minutes.list", str(skip + PAGE)),)))
    return Card(say("Minutes of past meetings"), tuple(parts))
