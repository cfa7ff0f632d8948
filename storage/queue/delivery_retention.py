"""Forget what finished deliveries no longer need, in portions that are found by an index."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.directory.people import Person
from storage.kit.base import Repository
from storage.queue.delivery_rows import ENDED, PASSING, WORDY, WORDY_ARGUMENTS, Delivery
from storage.queue.delivery_steps import ROWS

#: messages that are no copies of a record, and changes of a card, which the audit reads
MESSAGES = timedelta(days=90)
_change = aliased(Delivery)
#: spelt as in the conditions of the indexes
_ended, _passing, _wordy = sa.text(ENDED), sa.text(f"({PASSING})"), sa.text(f"({WORDY})")
#: a message may go once every change of it has gone
_unchanged = ~sa.exists().where(_change.target_id == Delivery.id)


class DeliveryRetention(Repository):
    """Apply retention periods to deliveries. Each method returns the number of rows, at most `limit`."""

    async def clear_old_words(self, before: datetime, limit: int) -> int:
        """Clear people's words in arguments: all of a reply, the words alone of a card that may be redrawn."""
        wordy = (
            sa.select(Delivery)
            .where(_ended, _wordy, Delivery.created_at < before)
            .order_by(Delivery.created_at)
            .limit(limit)
        )
        found = (await self.session.scalars(wordy.with_for_update(skip_locked=True))).all()
        for row in found:
            argument = WORDY_ARGUMENTS.get(row.template)
            row.args = {} if argument is None else {**row.args, argument: ""}
        await self.session.flush()
        return len(found)

    async def delete_old_deliveries(self, before: datetime, limit: int) -> int:
        """Delete changes, private messages, and single posts in rooms.

        The card of a record stays: it is redrawn as long as the record exists.
        """
        old = (
            sa.select(Delivery.id)
            .where(_ended, _passing, Delivery.due_at < before, _unchanged)
            .order_by(Delivery.due_at)
            .limit(limit)
        )
        return await self._delete_deliveries(old)

    async def delete_messages_to_erased(self, limit: int) -> int:
        """Delete messages to erased people, once they are sent."""
        erased = sa.select(Person.id).where(Person.erased_at <= self.now)
        theirs = sa.select(Delivery.id).where(Delivery.person_id.in_(erased), _ended, _unchanged).limit(limit)
        return await self._delete_deliveries(theirs)

    async def _delete_deliveries(self, which: sa.Select[str]) -> int:
        free = which.with_for_update(skip_locked=True, of=Delivery).cte("free")
        gone = sa.delete(ROWS).where(ROWS.c.id.in_(sa.select(free.c.id))).returning(ROWS.c.id)
        return len((await self.session.scalars(gone)).all())
