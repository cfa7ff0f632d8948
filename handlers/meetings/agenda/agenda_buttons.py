"""Draw the buttons that lead from a meeting to its agenda and minutes, in rooms and in private."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.meetings.occurrences import CLOSED


def draw_room_agenda_buttons(say: Say, occurrence: OccurrenceView) -> tuple[Button, ...]:
    """Return the buttons for everybody in a room, before the meeting."""
    return (
        Button(say("Agenda"), "agenda.show", str(occurrence.id)),
        Button(say("Propose an item"), "agenda.propose", str(occurrence.id)),
    )


def draw_agenda_buttons(
    say: Say, occurrence: OccurrenceView, person: Person | None, now: datetime
) -> tuple[Button, ...]:
    """Return the buttons for `person`; None stands for everybody in a room.

    Organisers reach the minutes once the meeting has begun, others once the minutes are approved.
    """
    runs = person is not None and may_run_meeting(person, occurrence.meeting)
    if person is not None and person.guest:
        return ()
    if occurrence.cancelled:  # what was on it can be carried over from there
        return draw_room_agenda_buttons(say, occurrence)[:1] if runs else ()
    coming = occurrence.takes_place and occurrence.occurrence.start_at > now
    # Organisers add items where the agenda is.
    row = draw_room_agenda_buttons(say, occurrence)[: 2 if coming and not runs else 1]
    if occurrence.occurrence.state == CLOSED or (runs and not coming):
        row += (Button(say("Minutes"), "minutes.show", str(occurrence.id)),)
    return row
