"""The courier's side of the outbox: claim, mark, acknowledge, give back. Every step is fenced by owner and claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.base import Repository
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

#: a step that found the row in another hand
LOST = 0


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

    async def reserve(self, bucket: str, step: float, burst: int) -> datetime:
        """The next free moment of a bucket (now or later), taken for the caller.

        Up to `burst` messages may go at once: the bucket is a debt that may grow to `burst - 1` steps.
        """
        slot = await self.session.get(RateSlot, bucket, with_for_update=True)
        allowance = timedelta(seconds=step * (burst - 1))
        if slot is None:
            slot = RateSlot(bucket=bucket, next_free=self.now)
            self.session.add(slot)
        start = max(self.now, slot.next_free)
        at = max(self.now, start - allowance)
        if at <= self.now:
            slot.next_free = start + timedelta(seconds=step)
        await self.session.flush()
        return at

    async def hold(self, bucket: str, until: datetime) -> None:
        """Nobody writes to this bucket before then."""
        slot = await self.session.get(RateSlot, bucket)
        if slot is None:
            self.session.add(RateSlot(bucket=bucket, next_free=until))
        elif slot.next_free < until:
            slot.next_free = until

    async def mark(self, row: Delivery, lease: timedelta) -> bool:
        """Say that it is being sent, before the first byte leaves. False: the row is no longer ours."""
        return await self._step(
            row, LEASED, SENDING, "", started_at=self.now, lease_until=self.now + lease, attempts=Delivery.attempts + 1
        )

    async def sent(self, row: Delivery, values: Mapping[str, Any]) -> bool:
        return await self._step(row, SENDING, SENT, "", sent_at=self.now, lease_until=None, last_error="", **values)

    async def again(self, row: Delivery, at: datetime, why: str = "", *, untried: bool = False) -> bool:
        """Back to ready. `untried`: nothing was attempted (pacing, shutdown)."""
        return await self._step(
            row, LEASED if untried else SENDING, READY, why, next_at=at, owner="", lease_until=None, last_error=why
        )

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
            sa.select(Delivery.state, sa.func.count())
            .where(Delivery.state.in_((*PENDING, DEAD)))
            .group_by(Delivery.state)
        )
        return {state: n for state, n in rows.all()}

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
        done = await self.session.execute(
            sa.update(Delivery)
            .where(
                Delivery.id == row.id,
                Delivery.claims == row.claims,
                Delivery.owner == row.owner,
                Delivery.state == before,
            )
            .values(state=after, **values)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount == LOST:  # type: ignore[attr-defined]
            return False
        self.session.add(
            DeliveryEvent(
                delivery_id=row.id, at=self.now, from_state=before, to_state=after, owner=row.owner, reason=why[:200]
            )
        )
        row.state = after
        return True
