"""What follows from a change: cards, reminders and waiting lists, and those who have to know."""

from __future__ import annotations

from handlers.chat.turn import Arena
from handlers.meetings import cards, telling
from handlers.meetings.changing import Change
from handlers.meetings.reminders.planning import replan
from handlers.meetings.rsvps import seats
from storage.kit.database import Store


async def follow(store: Store, arena: Arena, change: Change, by: int | None) -> int:
    """In the transaction of the change; `by` knows of it. Returns how many people are asked again."""
    await store.session.flush()
    moved = {found.id for found, _ in change.moved}
    await replan(store, arena, *change.touched)
    for found in change.touched:
        if found.takes_place:
            await seats.advance(store, found)
    asked = await telling.tell_moved(store, arena, change.moved)
    if change.relocated:
        stay = [found for found in change.touched if found.takes_place and found.id not in moved]
        await telling.tell_place(store, arena, stay)
    if change.dropped:
        await telling.tell_cancelled(store, arena, change.dropped, by)
    await cards.redraw(store, [found.occurrence for found in change.touched])
    await cards.spread(store, change.meeting)
    return asked
