"""Slots: until when a bucket is paid for and a workspace is left alone; shared by every worker."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.inserts import insert
from storage.queue.delivery_rows import RateSlot

#: without the ORM: every message takes some
SLOTS = Base.metadata.tables[RateSlot.__tablename__]
_HELD = (
    sa.select(SLOTS.c.bucket, SLOTS.c.next_free)
    .where(among(SLOTS.c.bucket, sa.bindparam("names")))
    .order_by(SLOTS.c.bucket)
    .with_for_update()
)
#: nothing is held for longer: a slot further ahead was put by a clock that has been set back since
LONGEST = timedelta(minutes=15)


class Slots(Repository):
    """Small numbers that many workers take turns at."""

    async def until(self, names: Collection[str], needed: Collection[str] = ()) -> dict[str, datetime]:
        """Of those that exist; held against other workers until this unit of work ends.

        The `needed` of these begin now if they do not exist: what is not there cannot be held, and two would take it.
        """
        found = await self._held(names)
        new = sorted(set(needed) - set(found))
        if new:
            begin = self._insert().on_conflict_do_nothing()
            await self.session.execute(begin, [{"bucket": name, "next_free": self.now} for name in new])
            found |= await self._held(new)
        return found

    async def debts(self, names: Collection[str]) -> dict[str, float]:
        """How many seconds from now each of these is paid for, of those that are not; nobody is held up by the look."""
        rows = await self.session.execute(
            sa.select(SLOTS).where(among(SLOTS.c.bucket, names), SLOTS.c.next_free > self.now)
        )
        return {row.bucket: min(row.next_free - self.now, LONGEST).total_seconds() for row in rows}

    async def put(self, slots: Mapping[str, datetime]) -> None:
        if slots:
            put = self._insert()
            put = put.on_conflict_do_update(index_elements=["bucket"], set_={"next_free": put.excluded.next_free})
            rows = [{"bucket": bucket, "next_free": until} for bucket, until in sorted(slots.items())]
            await self.session.execute(put, rows)

    async def hold(self, name: str, until: datetime) -> None:
        """At least until then, within reason."""
        until = min(until, self.now + LONGEST)
        if (await self.until([name])).get(name, self.now) < until:
            await self.put({name: until})

    async def free(self, names: Collection[str]) -> None:
        await self.session.execute(sa.delete(SLOTS).where(among(SLOTS.c.bucket, names)))

    async def _held(self, names: Collection[str]) -> dict[str, datetime]:
        rows = await self.session.execute(_HELD, {"names": sorted(names)})
        return {row.bucket: row.next_free for row in rows if row.next_free <= self.now + LONGEST}

    def _insert(self) -> Any:
        """Each engine has its own, which knows what to do when the row is there."""
        return insert(self.session.get_bind().dialect.name, SLOTS)
