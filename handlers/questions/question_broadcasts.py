"""Count a question as something sent to everybody: once, for as long as the sender's quota counts it.

It may be undone and sent after all, moved, or given a wider audience within that time.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat.errors import UserError
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.turn import Turn
from handlers.notifications import sending_limits
from handlers.questions.room_selection import list_question_rooms
from storage.kit.database import Store
from storage.questions.questions import Question


async def is_broadcast_counted(store: Store, question: Question) -> bool:
    """Return True if rooms were to get the question so lately that the quota still counts it."""
    recent = question.publish_at is not None and store.now - question.publish_at < sending_limits.WITHIN
    return recent and bool(await list_question_rooms(store, question))


async def claim_question_broadcast(turn: Turn, question: Question, *, counted: bool) -> datetime | None:
    """Use up one broadcast if rooms get the question that do not have it; return None if it may go out now.

    Otherwise return when it may. `counted`: from `is_broadcast_counted`, before the question was changed.
    """
    if counted or not await _list_new_room_ids(turn.store, question):
        return None
    return await sending_limits.take_broadcast_quota(turn)


async def need_question_broadcast(turn: Turn, question: Question, field: str, *, counted: bool) -> None:
    """Raise UserError in this field, where the person may not write to everybody yet."""
    at = await claim_question_broadcast(turn, question, counted=counted)
    if at is not None:
        raise UserError("", {field: sending_limits.describe_broadcast_wait(turn.say, at)})


async def _list_new_room_ids(store: Store, question: Question) -> set[int]:
    """Return the rooms where the question belongs and is not yet."""
    rooms = {room.id for room in await list_question_rooms(store, question)}
    if question.published_at is None:
        return rooms
    copies = await store.posted_copies.list_sent_copies(build_question_subject(question.id))
    return rooms - {copy.room_id for copy in copies if copy.room_id is not None}
