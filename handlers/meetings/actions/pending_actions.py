"""List what a person promised and has not done, for the home page and the digest."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.meetings.actions.action_list import draw_action_item

#: entries, and how far ahead
MOST, AHEAD = 8, timedelta(days=14)


async def list_pending_actions(turn: Turn) -> list[Item]:
    """Return late actions and those of the next fortnight, most urgent first."""
    last = (turn.now + AHEAD).astimezone(turn.arena.zone).date()
    actions = await turn.store.actions.list_open_actions_of_person(turn.person.id, limit=MOST)
    return [await draw_action_item(turn, action) for action in actions if action.due <= last]
