"""The courier's side of the outbox: claim, mark, acknowledge, give back. Every step is fenced by owner and claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from storage.base import Base, Repository
from storage.delivery_rows import (
    CANCELLED,
    DEAD,
    EXPIRED,
    LEASED,
    PENDING,
    POST,
    READY,
    SENDING,
    SENT,
    UNKNOWN,
    Delivery,
    DeliveryEvent,
    RateSlot,
)

#: without the ORM: many rows take each of these steps
ROWS, EVENTS, SLOTS = (Base.metadata.tables[name.__tablename__] for name in (Delivery, DeliveryEvent, RateSlot))


class Deliveries(Repository):
    """Small transactions, one step each; none of them waits for the network."""

    async def claim(self, owner: str, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Take due rows, oldest first. A change waits until the message it changes is out."""
        target = aliased(Delivery)
        waits = sa.exists().where(target.id == Delivery.target_id, target.state.in_(PENDING))
        due = (
            sa.select(Delivery.id)
            .where(Delivery.state == READY, Delivery.next_at <= self.now, sa.or_(Delivery.target_id.is_(None), ~waits))
            .order_by(Delivery.next_at, Delivery.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = await self.session.scalars(
            sa.update(Delivery)
            .where(Delivery.id.in_(due), Delivery.state == READY)
            .values(state=LEASED, owner=owner, claims=Delivery.claims + 1, lease_until=self.now + lease)
            .returning(Delivery)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        return sorted(rows.all(), key=lambda row: (row.next_at, row.id))

    async def next_due(self) -> datetime | None:
        return await self.session.scalar(sa.select(sa.func.min(Delivery.next_at)).where(Delivery.state == READY))

    async def debts(self, buckets: Collection[str]) -> dict[str, datetime]:
        """Until when each bucket is paid for; held against other workers until this unit of work ends."""
        rows = await self.session.execute(
            sa.select(SLOTS.c.bucket, SLOTS.c.next_free)
            .where(SLOTS.c.bucket.in_(sorted(buckets)))
            .order_by(SLOTS.c.bucket)
            .with_for_update()
        )
        return {row.bucket: row.next_free for row in rows}

    async def owe(self, debts: Mapping[str, datetime]) -> None:
        """Write back what was taken."""
        if debts:
            insert = postgresql.insert if self.session.get_bind().dialect.name == "postgresql" else sqlite.insert
            put = insert(SLOTS)
            put = put.on_conflict_do_update(index_elements=["bucket"], set_={"next_free": put.excluded.next_free})
            rows = [{"bucket": bucket, "next_free": until} for bucket, until in sorted(debts.items())]
            await self.session.execute(put, rows)

    async def hold(self, bucket: str, until: datetime) -> None:
        """Nobody writes to this bucket before then."""
        if (await self.debts([bucket])).get(bucket, self.now) < until:
            await self.owe({bucket: until})

    async def mark(self, rows: Sequence[Delivery], lease: timedelta) -> list[Delivery]:
        """Say that they are being sent, before the first byte leaves. Those that are no longer ours are left out."""
        until = self.now + lease
        steps = [(row, {"started_at": self.now, "lease_until": until, "attempts": row.attempts + 1}) for row in rows]
        return await self._steps(LEASED, SENDING, steps)

    async def sent(self, rows: Sequence[tuple[Delivery, Mapping[str, Any]]]) -> list[Delivery]:
        """Acknowledge, with the same values of each. Those that are no longer ours are left out."""
        same = {"sent_at": self.now, "lease_until": None, "last_error": ""}
        return await self._steps(SENDING, SENT, [(row, {**values, **same}) for row, values in rows])

    async def later(self, rows: Sequence[tuple[Delivery, datetime]]) -> None:
        """Back to ready, untried: it is not their turn. That is no event."""
        same = {"owner": "", "lease_until": None}
        await self._steps(LEASED, READY, [(row, {"next_at": at, **same}) for row, at in rows], told=False)

    async def again(self, row: Delivery, at: datetime, why: str = "") -> bool:
        """Back to ready after a try that certainly failed."""
        return await self._step(row, SENDING, READY, why, next_at=at, owner="", lease_until=None, last_error=why)

    async def unknown(self, row: Delivery, why: str, lease: timedelta) -> bool:
        return await self._step(row, SENDING, UNKNOWN, why, lease_until=self.now + lease, last_error=why)

    async def over(self, row: Delivery, state: str, why: str) -> bool:
        """Cancelled, expired or dead, from whatever step we hold it in."""
        assert state in (CANCELLED, EXPIRED, DEAD)
        return await self._step(row, row.state, state, why, lease_until=None, last_error=why)

    async def resolve(self, row: Delivery, state: str, why: str, **values: Any) -> bool:
        """What asking the platform about an unknown outcome came to."""
        return await self._step(row, UNKNOWN, state, why, lease_until=None, **values)

    async def sweep(self) -> int:
        """Leases that ran out: what was only claimed is ready again, what was being sent is unknown."""
        late = Delivery.lease_until < self.now
        freed = await self.session.execute(
            sa.update(Delivery).where(Delivery.state == LEASED, late).values(state=READY, owner="", lease_until=None)
        )
        lost = await self.session.execute(
            sa.update(Delivery)
            .where(Delivery.state == SENDING, late)
            .values(state=UNKNOWN, owner="", last_error="lease ran out")
        )
        return int(freed.rowcount) + int(lost.rowcount)  # type: ignore[attr-defined]

    async def claim_unknown(
        self, owner: str, settled_before: datetime, lease: timedelta, limit: int
    ) -> Sequence[Delivery]:
        """Unknown rows whose message must have arrived by now if it ever will."""
        which = (
            sa.select(Delivery.id)
            .where(Delivery.state == UNKNOWN, Delivery.lease_until < self.now, Delivery.started_at <= settled_before)
            .order_by(Delivery.started_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = await self.session.scalars(
            sa.update(Delivery)
            .where(Delivery.id.in_(which), Delivery.state == UNKNOWN)
            .values(owner=owner, claims=Delivery.claims + 1, lease_until=self.now + lease)
            .returning(Delivery)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        return rows.all()

    async def counts(self) -> dict[str, int]:
        """Deliveries that are not over, by state, and those that failed."""
        rows = await self.session.execute(
            sa.select(Delivery.state, sa.func.count().label("rows"))
            .where(Delivery.state.in_((*PENDING, DEAD)))
            .group_by(Delivery.state)
        )
        return {row.state: row.rows for row in rows}

    async def oldest_due(self) -> datetime | None:
        return await self.session.scalar(
            sa.select(sa.func.min(Delivery.due_at)).where(Delivery.state.in_(PENDING), Delivery.due_at <= self.now)
        )

    async def clean(self, args_after: timedelta, rows_after: timedelta) -> None:
        """Drop the arguments of private replies soon, and what is over after its retention."""
        await self.session.execute(
            sa.update(Delivery)
            .where(
                Delivery.template == "reply",
                Delivery.state.not_in(PENDING),
                Delivery.created_at < self.now - args_after,
            )
            .values(args={})
        )
        old = Delivery.created_at < self.now - rows_after
        await self.session.execute(sa.delete(Delivery).where(Delivery.op != POST, Delivery.state.not_in(PENDING), old))

    async def _step(self, row: Delivery, before: str, after: str, why: str, **values: Any) -> bool:
        return bool(await self._steps(before, after, [(row, values)], why))

    async def _steps(
        self,
        before: str,
        after: str,
        steps: Sequence[tuple[Delivery, Mapping[str, Any]]],
        why: str = "",
        *,
        told: bool = True,
    ) -> list[Delivery]:
        """Take the same step with several rows, as far as they are still ours; returns those that were."""
        rows = await self._ours([row for row, _ in steps], before)
        if not rows:
            return []
        changes = [{"row": row.id, "state": after, **values} for row, values in steps if row in rows]
        await self.session.execute(_changing(tuple(changes[0])[1:]), changes)
        if told:
            event = {"at": self.now, "from_state": before, "to_state": after, "reason": why[:200]}
            events = [{"delivery_id": row.id, "owner": row.owner, **event} for row in rows]
            await self.session.execute(sa.insert(EVENTS), events)
        for row in rows:
            row.state = after
        return rows

    async def _ours(self, rows: Sequence[Delivery], state: str) -> list[Delivery]:
        if not rows:
            return []
        mine = [(row.id, row.claims, row.owner) for row in rows]
        found = await self.session.execute(
            sa.select(ROWS.c.id, ROWS.c.cancel_requested)
            .where(sa.tuple_(ROWS.c.id, ROWS.c.claims, ROWS.c.owner).in_(mine), ROWS.c.state == state)
            .with_for_update()
        )
        cancelled = {row.id: row.cancel_requested for row in found}
        for row in rows:
            row.cancel_requested = cancelled.get(row.id, row.cancel_requested)  # somebody may have changed their mind
        return [row for row in rows if row.id in cancelled]


@cache
def _changing(columns: tuple[str, ...]) -> sa.Update:
    values = {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in columns}
    return sa.update(ROWS).where(ROWS.c.id == sa.bindparam("row")).values(values)
