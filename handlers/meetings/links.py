"""What a meeting's card leads to: its link, its agenda, the calendar, and what may be done with it."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Part
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings.audience import may_run
from handlers.meetings.sittings import Sitting
from storage.database import Store
from storage.people import Person


async def row(store: Store, arena: Arena, say: Say, sitting: Sitting, person: Person | None) -> list[Part]:
    """`person` reads it in private; in a room everybody sees the same, and rights are asked at the click."""
    found: list[Button] = []
    over = sitting.occurrence.end_at <= store.now
    if sitting.link and sitting.takes_place and not over:
        found.append(Button(say("Open the link"), url=sitting.link))
    if sitting.takes_place and not over and (person is None or may_run(person, sitting.meeting)):
        found.append(Button("⋯", "meetings.more", str(sitting.id)))
    return [Buttons(tuple(found))] if found else []
