"""The ways from a meeting to its agenda and its minutes, in a room and for one person."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.meetings.audience import may_run
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.meetings.occurrences import CLOSED


def room_buttons(say: Say, sitting: Sitting) -> tuple[Button, ...]:
    """Before the meeting, for everybody in a room."""
    return (
        Button(say("Agenda"), "agenda.show", str(sitting.id)),
        Button(say("Propose an item"), "agenda.propose", str(sitting.id)),
    )


def buttons(say: Say, sitting: Sitting, person: Person | None, now: datetime) -> tuple[Button, ...]:
    """None: everybody in a room. Minutes are there for who runs it once it has begun, for the others once approved."""
    if sitting.cancelled or (person is not None and person.guest):
        return ()
    coming = sitting.takes_place and sitting.occurrence.start_at > now
    row = room_buttons(say, sitting) if coming else room_buttons(say, sitting)[:1]
    runs = person is not None and may_run(person, sitting.meeting)
    if sitting.occurrence.state == CLOSED or (runs and not coming):
        row += (Button(say("Minutes"), "minutes.show", str(sitting.id)),)
    return row
