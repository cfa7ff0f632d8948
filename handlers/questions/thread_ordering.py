"""Keep the order of replies in every room, and of private messages for each reader.

Replies that would have to wait for each other go out together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from handlers.questions.card_arguments import MirroredAnswerCard, ToldAnswersCard, read_answer_card
from storage.kit.database import Store
from storage.queue.delivery_rows import ASLEEP, LEASED, POST, READY, SENDING, Delivery

#: maximum number of replies in one message, and of their characters
MOST_REPLIES, MOST_CHARACTERS = 6, 5000
#: Wait before looking again at a row that another worker holds, or whose outcome is unknown.
BREATH = timedelta(seconds=1)
Thread = tuple[str, str, str, str]
#: prefix of the key of a reader's private messages
_READER = "@"


@dataclass(slots=True)
class ThreadQueue:
    """Hold the replies of one round of the delivery worker, with all replies still to come in the same threads."""

    #: waiting rows: those of a thread by order of writing, those of a reader by due time
    pending: dict[Thread, list[Delivery]] = field(default_factory=dict)
    #: ids of rows that are delivered in another row's message
    joined: set[str] = field(default_factory=set)
    #: ids of rows that must wait in this round -> until when
    waits: dict[str, datetime] = field(default_factory=dict)
    #: ids of rows that wait for their reader's working hours, and block no other row
    asleep: set[str] = field(default_factory=set)
    #: True if a row waits for another one that this worker holds
    crowded: bool = False

    def find_wait_time(self, row: Delivery, now: datetime) -> datetime | None:
        """Return when to come back, if an earlier message is still to come; None if it is this row's turn."""
        before = [one for one in self._list_thread_rows(row) if one.id not in self.joined | self.asleep]
        earlier = before[0] if any(one.id == row.id for one in before) else row
        if earlier.id == row.id:
            return None
        if earlier.id in self.waits:
            return self.waits[earlier.id]
        if earlier.state in (LEASED, SENDING) and earlier.owner == row.owner:  # held by this worker: done in a moment
            self.crowded = True
            return now
        return max(earlier.next_at, now + BREATH)

    def list_joinable(self, row: Delivery, now: datetime) -> list[Delivery]:
        """List rows that could share the row's message: due, in nobody else's hands, and within the message limit."""
        if not _is_mirrored_reply(row):
            return []
        told = _read_reply(row)
        ready = [
            one
            for one in self._list_thread_rows(row)
            if one.id != row.id and one.due_at <= now and not one.cancel_requested and not _is_held_elsewhere(one, row)
        ]
        return ready[: MOST_REPLIES - len(told.answers)]

    async def join_rows(self, store: Store, lead: Delivery, rows: Sequence[Delivery]) -> None:
        """Deliver the content of these rows in the lead's message, as far as it fits."""
        fitting, told = [], _read_reply(lead)
        size = await _measure_answers(store, told)
        for row in rows:
            size += await _measure_answers(store, _read_reply(row))
            if size > MOST_CHARACTERS:
                break
            fitting.append(row)
        joined = await store.thread_posts.join_thread_posts(lead, fitting) if fitting else []
        if joined:
            self.joined |= {row.id for row in joined}
            more = [id for row in joined for id in _read_reply(row).answers]
            lead.args = msgspec.structs.replace(told, more=(*told.more, *more)).encode_arguments()
            await store.thread_posts.store_lead_arguments(lead)

    @staticmethod
    def may_lead_others(row: Delivery) -> bool:
        """Return True if the content of others may be delivered in this row's message."""
        return _is_mirrored_reply(row)

    @staticmethod
    def has_loaded_reader(row: Delivery) -> bool:
        """Return True if the row's reader was loaded with the messages that wait for the same reader."""
        return _is_ordered_private(row)

    def _list_thread_rows(self, row: Delivery) -> list[Delivery]:
        return self.pending.get(_find_thread_key(row), [])


async def load_thread_queue(store: Store, rows: Sequence[Delivery]) -> ThreadQueue:
    """Load the queue for these rows, which are about to be drawn."""
    found = ThreadQueue()
    replies, private = (
        [row for row in rows if _is_mirrored_reply(row)],
        [row for row in rows if _is_ordered_private(row)],
    )
    for row in await store.thread_posts.list_pending_thread_posts(replies) if replies else ():
        found.pending.setdefault(_find_thread_key(row), []).append(row)
    for waiting in found.pending.values():
        waiting.sort(key=lambda row: (_read_reply(row).answer, row.id))
    for row in await store.thread_posts.list_due_for_readers(private) if private else ():
        # Rows that failed, or wait for their reader's working hours, block no other row.
        waits = row.last_error == ASLEEP and row.next_at > store.now
        if _is_ordered_private(row) and row.attempts < 2 and not waits:
            found.pending.setdefault(_find_thread_key(row), []).append(row)
    for key, waiting in found.pending.items():
        if key[0] == _READER:
            waiting.sort(key=lambda row: (row.due_at, row.id))
    return found


def _is_mirrored_reply(row: Delivery) -> bool:
    return row.template == MirroredAnswerCard.template and row.op == POST


def _is_ordered_private(row: Delivery) -> bool:
    """Return True if the messages of the row's reader are kept in order.

    Scheduled notifications, which wait for working hours, have an order of their own.
    """
    return row.op == POST and row.user != "" and not row.is_push and not _is_mirrored_reply(row)


def _find_thread_key(row: Delivery) -> Thread:
    if _is_ordered_private(row):
        return _READER, row.platform, row.workspace, row.user
    return row.platform, row.workspace, row.channel, row.thread


def _is_held_elsewhere(row: Delivery, lead: Delivery) -> bool:
    """Return True if the row is leased by another worker, or may be out already."""
    return row.state != READY and not (row.state == LEASED and row.owner == lead.owner)


def _read_reply(row: Delivery) -> ToldAnswersCard:
    card = read_answer_card(row)
    assert card is not None
    return card


async def _measure_answers(store: Store, told: ToldAnswersCard) -> int:
    found = [await store.answers.find(id) for id in told.answers]
    return sum(len(answer.text) for answer in found if answer is not None)
