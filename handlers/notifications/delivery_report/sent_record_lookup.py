"""Find what was sent, and the rooms that it did not reach."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.button_values import RecordValue
from handlers.chat.errors import Missing
from handlers.chat.record_kinds import SentRecord, list_record_kinds
from handlers.chat.turn import Turn
from storage.directory.rooms import Room


async def load_sent_record(turn: Turn, record: RecordValue) -> SentRecord:
    """Return the record for people whom the table of rights names.

    Raises Missing, the same error for not found and not allowed.
    """
    kind = list_record_kinds().get(record.kind)
    found = await kind.find_sending(turn, record.id) if kind is not None and kind.find_sending else None
    missing = turn.say("I cannot find that, or it is not yours.")
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
