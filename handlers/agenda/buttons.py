"""The ways from a meeting to its agenda, for one person."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.meetings.audience import may_run
from handlers.meetings.sittings import Sitting
from storage.people import Person


def room_buttons(say: Say, sitting: Sitting) -> tuple[Button, ...]:
    """For everybody in a room."""
    return (
        Button(say("Agenda"), "agenda.show", str(sitting.id)),
        Button(say("Propose an item"), "agenda.propose", str(sitting.id)),
    )


def buttons(say: Say, sitting: Sitting, person: Person) -> tuple[Button, ...]:
    """Agenda and minutes; whoever runs the meeting arranges the one and writes the other."""
    row = [Button(say("Agenda"), "agenda.show", str(sitting.id))]
    if sitting.takes_place and not person.guest:
        row.append(Button(say("Propose an item"), "agenda.propose", str(sitting.id)))
    if may_run(person, sitting.meeting):
        row.append(Button(say("Minutes"), "minutes.show", str(sitting.id)))
    return tuple(row)
