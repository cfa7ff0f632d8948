"""Store rate-limit slots: until when a bucket is paid for or a workspace left alone, for all workers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert
from storage.queue.delivery_rows import RateLimitSlot

#: without the ORM, because every message takes several
SLOTS = Base.metadata.tables[RateLimitSlot.__tablename__]
_HELD = (
    sa.select(SLOTS.c.bucket, SLOTS.c.next_free)
    .where(match_any_of(SLOTS.c.bucket, sa.bindparam("names")))
    .order_by(SLOTS.c.bucket)
    .with_for_update()
)
#: Upper bound of a slot's time. A later one was written by a clock that was set back since.
LONGEST_SLOT = timedelta(minutes=15)


class RateLimitSlots(Repository):
    """Store the times of buckets that many workers take turns at."""

    async def lock_slots(self, names: Collection[str], needed: Collection[str] = ()) -> dict[str, datetime]:
        """Return the times of existing slots, with row locks until this unit of work ends.

        Slots in `needed` are created now if they do not exist: a missing row cannot be locked, and two
        would take it.
        """
        found = await self._lock_existing_slots(names)
        new = sorted(set(needed) - set(found))
        if new:
            begin = self._build_slot_insert().on_conflict_do_nothing()
            await self.session.execute(begin, [{"bucket": name, "next_free": self.now} for name in new])
            found |= await self._lock_existing_slots(new)
        return found

    async def map_slot_debts(self, names: Collection[str]) -> dict[str, float]:
        """Return for how many seconds from now each bucket is paid for, if it is. Takes no locks."""
        rows = await self.session.execute(
            sa.select(SLOTS).where(match_any_of(SLOTS.c.bucket, names), SLOTS.c.next_free > self.now)
        )
        return {row.bucket: min(row.next_free - self.now, LONGEST_SLOT).total_seconds() for row in rows}

    async def store_slots(self, slots: Mapping[str, datetime]) -> None:
        if slots:
            put = self._build_slot_insert()
            put = put.on_conflict_do_update(index_elements=["bucket"], set_={"next_free": put.excluded.next_free})
            rows = [{"bucket": bucket, "next_free": until} for bucket, until in sorted(slots.items())]
            await self.session.execute(put, rows)

    async def extend_slot(self, name: str, until: datetime) -> None:
        """Extend the slot to at least that time, within LONGEST_SLOT."""
        until = min(until, self.now + LONGEST_SLOT)
        if (await self.lock_slots([name])).get(name, self.now) < until:
            await self.store_slots({name: until})

    async def delete_slots(self, names: Collection[str]) -> None:
        await self.session.execute(sa.delete(SLOTS).where(match_any_of(SLOTS.c.bucket, names)))

    async def _lock_existing_slots(self, names: Collection[str]) -> dict[str, datetime]:
        rows = await self.session.execute(_HELD, {"names": sorted(names)})
        return {row.bucket: row.next_free for row in rows if row.next_free <= self.now + LONGEST_SLOT}

    def _build_slot_insert(self) -> Any:
        """Return the insert of the engine in use, which supports ON CONFLICT."""
        return build_session_insert(self.session, SLOTS)
