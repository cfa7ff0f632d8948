"""What of minutes waits for one person: to be written or approved by their keeper, to be read by who was there."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.meetings.minutes.lookup import find_minutes_keeper, has_attended
from handlers.meetings.sittings import Sitting, sitting
from storage.meetings.minutes import DRAFT, REVIEW

#: entries on a home page, and how long a meeting stays on it
MOST, OLDEST = 8, timedelta(days=60)
#: when whoever should write them has been asked often enough, and the secretariat sees it
FORGOTTEN = timedelta(days=16)


async def items(turn: Turn) -> list[Item]:
    """Oldest first."""
    found = []
    for occurrence in await turn.store.occurrences.unclosed(turn.now, turn.now - OLDEST):
        held = await sitting(turn.store, occurrence.id)
        entry = await _entry(turn, held) if held is not None and held.takes_place else None
        if held is not None and entry is not None:
            title, text = entry
            button = Button(turn.say("Minutes"), "minutes.show", str(held.id), "primary")
            found.append(Item(title, text, turn.say.day(occurrence.start_at), (button,)))
    return found[:MOST]


async def _entry(turn: Turn, held: Sitting) -> tuple[str, str] | None:
    """What it waits for from this person; None: nothing."""
    say, minutes = turn.say, await turn.store.minutes.find(held.id)
    writer = await find_minutes_keeper(turn.store, held, minutes)
    forgotten = turn.person.secretariat and held.occurrence.end_at <= turn.now - FORGOTTEN
    if forgotten or (writer is not None and writer.id == turn.person.id):
        if minutes is None or minutes.state == DRAFT:
            return say("Write the minutes of {title}", title=held.title), ""
        if minutes.review_until is not None and minutes.review_until <= turn.now:
            return say("Approve the minutes of {title}", title=held.title), ""
        return None
    if minutes is None or minutes.state != REVIEW or not await has_attended(turn.store, held, turn.person):
        return None
    if minutes.review_until is None or minutes.review_until <= turn.now:
        return None
    text = say("You can correct them until {when}.", when=say.when(minutes.review_until))
    return say("Read the minutes of {title}", title=held.title), text
