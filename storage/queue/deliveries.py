"""The courier's side of the outbox: claim, mark, acknowledge, give back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.kit.arrays import among
from storage.queue.delivery_rows import (
    ASLEEP,
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
    UPDATE,
    Delivery,
)
from storage.queue.delivery_steps import ROWS, DeliverySteps

_target, _sibling, _lead = aliased(Delivery), aliased(Delivery), aliased(Delivery)
#: a change waits until the message it changes is out, and until the change before it is through; what is told in
#: another's message, until that one is over
_WAITS = sa.or_(
    sa.exists().where(_lead.id == Delivery.told_in_id, _lead.state.in_(PENDING)),
    sa.exists().where(_target.id == Delivery.target_id, _target.state.in_(PENDING)),
    sa.exists().where(_sibling.target_id == Delivery.target_id, _sibling.state.in_((LEASED, SENDING, UNKNOWN))),
)
_DUE = (
    sa.select(Delivery.id)
    .where(
        Delivery.state == READY,
        Delivery.next_at <= sa.bindparam("at"),
        among(Delivery.platform, sa.bindparam("reached")),
        ~among(Delivery.platform + ":" + Delivery.workspace, sa.bindparam("shut")),
        sa.or_(sa.and_(Delivery.target_id.is_(None), Delivery.told_in_id.is_(None)), ~_WAITS),
    )
    .order_by(Delivery.next_at, Delivery.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")  # looked for once: as a subquery PostgreSQL may run it for every row, and then it claims them all
)
#: asked twice a second by every worker: to write a statement costs as much as to run it
_CLAIM = (
    sa.update(Delivery)
    .where(Delivery.id.in_(sa.select(_DUE.c.id)))
    .values(
        state=LEASED,
        owner=sa.bindparam("claimer"),
        claims=Delivery.claims + 1,
        lease_until=sa.bindparam("leased_until"),
    )
    .returning(Delivery)
    .execution_options(synchronize_session=False, populate_existing=True)
)


class Deliveries(DeliverySteps):
    """Small transactions, one step each; none of them waits for the network."""

    async def claim(
        self, owner: str, lease: timedelta, limit: int, platforms: Collection[str], shut: Collection[str] = ()
    ) -> Sequence[Delivery]:
        """Take due rows, oldest first; of these platforms, and not of workspaces ("slack:T1") that are left alone."""
        which = {"at": self.now, "reached": list(platforms), "shut": list(shut), "most": limit}
        how = {"claimer": owner, "leased_until": self.now + lease}
        rows = await self.session.scalars(_CLAIM, which | how)
        return sorted(rows.all(), key=lambda row: (row.next_at, row.id))

    async def next_due(self) -> datetime | None:
        return await self.session.scalar(sa.select(sa.func.min(Delivery.next_at)).where(Delivery.state == READY))

    async def give_back(self, owner: str) -> int:
        """What this worker has claimed and not begun: it is about to end."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(Delivery.state == LEASED, Delivery.owner == owner).order_by(Delivery.id)
        )
        return len(await self.later([(row, row.next_at) for row in rows.all()]))

    async def hold(self, rows: Sequence[Delivery]) -> list[Delivery]:
        """Those that are still ours, before they are drawn: who changes what they show waits, or has been before us."""
        return await self._ours(rows, LEASED)

    async def mark(self, rows: Sequence[Delivery], lease: timedelta) -> list[Delivery]:
        """Say that they are being sent, before the first byte leaves. Those that are no longer ours are left out."""
        until = self.now + lease
        steps = [(row, {"started_at": self.now, "lease_until": until, "attempts": row.attempts + 1}) for row in rows]
        return await self._steps(LEASED, SENDING, steps)

    async def sent(self, rows: Sequence[tuple[Delivery, Mapping[str, Any]]]) -> list[Delivery]:
        """Acknowledge, with the same values of each. Those that are no longer ours are left out."""
        same = {"sent_at": self.now, "lease_until": None, "last_error": ""}
        ours = await self._steps(SENDING, SENT, [(row, {**values, **same}) for row, values in rows])
        await self._date([row.target_id for row in ours if row.op == UPDATE], stale=False)
        return ours

    async def later(self, rows: Sequence[tuple[Delivery, datetime]], asleep: Collection[str] = ()) -> list[Delivery]:
        """Back to ready, untried: it is not their turn. That is no event.

        `asleep`: ids of those whose own card waits for its reader's hours.
        """
        steps = []
        for row, at in rows:
            why = "" if row.last_error == ASLEEP else row.last_error
            why = ASLEEP if row.id in asleep else why
            steps.append((row, {"next_at": at, "owner": "", "lease_until": None, "last_error": why}))
        return await self._steps(LEASED, READY, steps, told=False)

    async def again(self, row: Delivery, at: datetime, why: str = "") -> bool:
        """Back to ready after a try that certainly failed."""
        return await self._step(row, SENDING, READY, why, next_at=at, owner="", lease_until=None, last_error=why)

    async def unknown(self, row: Delivery, why: str, settle: timedelta) -> bool:
        """The platform is not asked before it has settled: until then the message may still arrive."""
        return await self._step(row, SENDING, UNKNOWN, why, lease_until=self.now + settle, last_error=why)

    async def over(self, row: Delivery, state: str, why: str) -> bool:
        """Cancelled, expired or dead, from whatever step we hold it in."""
        assert state in (CANCELLED, EXPIRED, DEAD)
        ended = await self._step(row, row.state, state, why, lease_until=None, last_error=why)
        if ended and state == DEAD:
            await self._date([row.target_id], why, stale=True)
        return ended

    async def reconsider(self) -> None:
        """After the clock was set back: what is due, and was put off by a clock that was ahead, is looked at anew."""
        which = sa.and_(ROWS.c.state == READY, ROWS.c.due_at <= self.now, ROWS.c.next_at > self.now)
        await self.session.execute(sa.update(ROWS).where(which).values(next_at=self.now))

    async def revive(self, id: str) -> bool:
        """A message that was given up has another chance; False when it was not, or a newer change waits."""
        row = await self.session.get(Delivery, id[:36], with_for_update=True, populate_existing=True)
        if row is None or row.state != DEAD:
            return False
        fresh = {"next_at": self.now, "attempts": 0, "last_error": "", "lease_until": None}
        return await self._step(row, DEAD, READY, "tried again", **fresh)

    async def _date(self, ids: Collection[str | None], why: str = "", *, stale: bool) -> None:
        """Whether these messages show what is no longer so: the change that would say so is through, or cannot be."""
        changed = [id for id in ids if id is not None]
        if changed:
            which = sa.and_(among(ROWS.c.id, changed), ROWS.c.stale.is_(not stale))
            await self.session.execute(sa.update(ROWS).where(which).values(stale=stale, last_error=why))

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
