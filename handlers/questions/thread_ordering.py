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

#: what one message holds: replies, and characters of theirs
MOST, ROOM = 6, 5000
#: when to look again for one whose fate somebody else knows, or nobody
BREATH = timedelta(seconds=1)
Thread = tuple[str, str, str, str]
#: begins the keys of what one reader is told in private
_READER = "@"


@dataclass(slots=True)
class ThreadQueue:
    """Hold the replies of one round of the delivery worker, with all replies still to come in the same threads."""

    #: of each thread in the order in which it was said, of each reader in the order in which it was due
    pending: dict[Thread, list[Delivery]] = field(default_factory=dict)
    #: ids of those that are told in another's message
    joined: set[str] = field(default_factory=set)
    #: ids of those that must wait in this round, until when
    waits: dict[str, datetime] = field(default_factory=dict)
    #: ids of those that wait for their reader's hours, and hold nobody up
    asleep: set[str] = field(default_factory=set)
    #: whether something waits for what is in our own hands
    crowded: bool = False

    def find_wait_time(self, row: Delivery, now: datetime) -> datetime | None:
        """Return when to come back, if an earlier message is still to come; None if it is this row's turn."""
        before = [one for one in self._list_thread_rows(row) if one.id not in self.joined | self.asleep]
        elder = before[0] if any(one.id == row.id for one in before) else row
        if elder.id == row.id:
            return None
        if elder.id in self.waits:
            return self.waits[elder.id]
        if elder.state in (LEASED, SENDING) and elder.owner == row.owner:  # in our own hands: over in a moment
            self.crowded = True
            return now
        return max(elder.next_at, now + BREATH)

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
        return ready[: MOST - len(told.answers)]

    async def join_rows(self, store: Store, lead: Delivery, rows: Sequence[Delivery]) -> None:
        """Deliver the content of these rows in the lead's message, as far as it fits."""
        fitting, told = [], _read_reply(lead)
        size = await _measure_answers(store, told)
        for row in rows:
            size += await _measure_answers(store, _read_reply(row))
            if size > ROOM:
                break
            fitting.append(row)
        joined = await store.thread_posts.join_thread_posts(lead, fitting) if fitting else []
        if joined:
            self.joined |= {row.id for row in joined}
            more = [id for row in joined for id in _read_reply(row).answers]
            lead.args = msgspec.structs.replace(told, more=(*told.more, *more)).encode_arguments()
            await store.thread_posts.store_lead_arguments(lead)

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
        # what was tried in vain holds nobody up, nor what waits for its reader's hours
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
    """Return True if the row's reader is told in order.

    A scheduled notification, which waits for its reader's day, has an order of its own.
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
