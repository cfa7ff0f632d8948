"""What was sent, by the value of a button that names it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_id
from handlers.chat.records import Sending, record_kinds
from handlers.chat.turn import Turn
from storage.directory.rooms import Room


async def sending(turn: Turn, value: str) -> Sending:
    """For those whom the table of rights names. Foreign and missing look the same."""
    name, _, number = value.partition(":")
    kind = record_kinds().get(name)
    found = await kind.find_sending(turn, parse_id(number)) if kind is not None and kind.find_sending else None
    missing = turn.say("I do not find that, or it is not yours.")
    if found is None:
        raise Missing(missing)
    action = turn.action if turn.action.startswith("deliveries.") else "deliveries.show"
    await rights.need(turn, *found.ties, action=action, missing=missing)
    return found


async def missed(turn: Turn, sent: Sending) -> list[Room]:
    """Rooms of its topics that are out of reach."""
    return await turn.store.reaches.rooms(sent.reach_id, await turn.store.ledgers.missed(sent.topics))
