"""What somebody has promised and not done: for their home page and their digest."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.meetings.actions.listing import item

#: entries, and how far ahead
MOST, AHEAD = 8, timedelta(days=14)


async def items(turn: Turn) -> list[Item]:
    """Late ones and those of the next fortnight, most urgent first."""
    last = (turn.now + AHEAD).astimezone(turn.arena.zone).date()
    actions = await turn.store.actions.open_of(turn.person.id, limit=MOST)
    return [await item(turn, action) for action in actions if action.due <= last]
