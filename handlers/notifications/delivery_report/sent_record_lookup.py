"""Find what was sent, by the value of a button that names it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.errors import Missing
from handlers.chat.record_ids import parse_id
from handlers.chat.record_kinds import SentRecord, list_record_kinds
from handlers.chat.turn import Turn
from storage.directory.rooms import Room


async def load_sent_record(turn: Turn, value: str) -> SentRecord:
    """Return the record for people whom the table of rights names.

    Raises Missing, the same error for not found and not allowed.
    """
    name, _, number = value.partition(":")
    kind = list_record_kinds().get(name)
    found = await kind.find_sending(turn, parse_id(number)) if kind is not None and kind.find_sending else None
    missing = turn.say("I do not find that, or it is not yours.")
    if found is None:
        raise Missing(missing)
    action = turn.action if turn.action.startswith("deliveries.") else "deliveries.show"
    await rights.need_right(turn, *found.ties, action=action, missing=missing)
    return found


async def list_unreachable_rooms(turn: Turn, sent: SentRecord) -> list[Room]:
    """List the rooms of its topics that cannot be reached."""
    return await turn.store.audiences.list_rooms_within_audience(
        sent.reach_id, await turn.store.delivery_report.list_lost_rooms_of_topics(sent.topics)
    )
