"""What a meeting's card leads to: its link, its agenda, the calendar, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings.agenda import buttons as agenda
from handlers.meetings.audience import may_run
from handlers.meetings.calendar import links
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person


def buttons(
    say: Say,
    arena: Arena | None,
    sitting: Sitting,
    person: Person | None,
    now: datetime,
    own: Sequence[Button] = (),
) -> tuple[Button, ...]:
    """`person` reads it in private, with their `own`; in a room all see the same, and rights are asked at the click."""
    found: list[Button] = []
    over, id = sitting.occurrence.end_at <= now, str(sitting.id)
    runs = person is not None and may_run(person, sitting.meeting)
    if sitting.link and sitting.takes_place and not over:
        found.append(Button(say("Open the link"), url=sitting.link))
    found += agenda.buttons(say, sitting, person, now)
    if arena is not None and not over:
        found += links.buttons(say, arena, sitting, person)
    found += own
    if runs and sitting.takes_place:
        found.append(Button(say("Who comes"), "rsvps.list", id))
    if (runs or person is None) and sitting.takes_place and sitting.occurrence.start_at > now:
        found.append(Button("⋯", "meetings.more", id))
    return tuple(found)
