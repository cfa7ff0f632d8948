"""Keep a spare copy of an answer that a platform shows itself, until the platform has shown it.

The copy is a delivery of its own, written with what it answers and due a little later. If the process dies before
the answer is shown, a courier sends the copy: to be told twice is better than never.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import structlog

from handlers.chat import outgoing
from handlers.chat.cards import Reply
from handlers.chat.events import Event
from storage.directory.people import Person
from storage.kit.database import UNAVAILABLE, Conflict, Database, Store

log = structlog.get_logger()
#: Time in which a platform shows an answer: three calls of ten seconds, the pause between them, and some more.
SHOWN_WITHIN = timedelta(seconds=45)
#: Seconds in which copies are gathered before they are deleted. What is shown in an acknowledgement leaves meanwhile.
PAUSE = 1.0


async def keep_spare_copy(store: Store, event: Event, person: Person, reply: Reply) -> Reply:
    """Keep a copy of the answer to a change. Who only looked at something may ask again, and that costs nothing."""
    if event.spare_at is None or reply.card is None or not store.audit_trail.noted:
        return reply
    draft = outgoing.build_reply_draft(store, event.id, event.spare_at, person, reply.card)
    draft = msgspec.structs.replace(draft, due_at=store.now + SHOWN_WITHIN)
    return msgspec.structs.replace(reply, spare=await store.outbox.post_spare_copy(draft))


class SpareCopies:
    """Delete the copies of answers that were shown: many in one unit of work, and after the events themselves."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._shown: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def discard_spare_copy(self, reply: Reply | None) -> None:
        """Delete the copy in a moment, because the answer was shown."""
        if reply is None or not reply.spare:
            return
        self._shown.add(reply.spare)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._delete_gathered_copies())

    async def finish_discarding(self) -> None:
        """Delete what is left, because the process is about to end."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._delete_shown_copies()

    async def _delete_gathered_copies(self) -> None:
        while self._shown:
            await asyncio.sleep(PAUSE)
            await self._delete_shown_copies()

    async def _delete_shown_copies(self) -> None:
        if not self._shown:
            return
        ids = sorted(self._shown)
        try:
            async with self.database.begin(patient=True) as store:
                await store.outbox.delete_spare_copies(ids)
        except (Conflict, *UNAVAILABLE) as error:  # the next try comes soon; an answer may be told twice meanwhile
            log.warning("spare copies not deleted yet", count=len(ids), why=type(error).__name__)
        else:
            self._shown.difference_update(ids)
