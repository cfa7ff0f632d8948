"""List minutes that wait for a person: for their keeper to write or approve, for attendees to read."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.meetings.minutes.lookup import find_minutes_keeper, has_attended
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.meetings.minutes import DRAFT, REVIEW

#: maximum number of entries on a home page, and time for which a meeting stays there
MOST_ENTRIES, OLDEST = 8, timedelta(days=60)
#: Time after which the writer's reminders have ended, and the secretariat sees the missing minutes.
FORGOTTEN = timedelta(days=16)


async def list_pending_minutes(turn: Turn) -> list[Item]:
    """Return the minutes, oldest first."""
    found = []
    for occurrence in await turn.store.occurrences.list_unclosed_occurrences(turn.now, turn.now - OLDEST):
        held = await find_occurrence_view(turn.store, occurrence.id)
        entry = await _describe_pending_minutes(turn, held) if held is not None and held.takes_place else None
        if held is not None and entry is not None:
            title, text = entry
            button = Button(turn.say("Minutes"), "minutes.show", str(held.id), "primary")
            found.append(Item(title, text, turn.say.format_day(occurrence.start_at), (button,)))
    return found[:MOST_ENTRIES]


async def _describe_pending_minutes(turn: Turn, held: OccurrenceView) -> tuple[str, str] | None:
    """Return what the minutes wait for from this person; None if nothing."""
    say, minutes = turn.say, await turn.store.minute_book.find_minutes(held.id)
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
    text = say("You can correct them by {when}.", when=say.format_period(minutes.review_until))
    return say("Read the minutes of {title}", title=held.title), text
