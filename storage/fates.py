"""Deliveries whose fate nobody knows: leases that ran out, answers that were lost, databases that were restored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.arrays import among
from storage.delivery_rows import (
    CANCELLED,
    LEASED,
    POST,
    READY,
    RESTORED,
    SENDING,
    SENT,
    UNKNOWN,
    Delivery,
)
from storage.delivery_steps import EVENTS, ROWS, DeliverySteps
from storage.heartbeats import Heartbeat

#: a lease this far ahead was given by a clock that has been set back since
LONGEST_LEASE = timedelta(minutes=10)
#: run out, or given by a clock that was ahead
_OVER = sa.or_(Delivery.lease_until <= sa.bindparam("at"), Delivery.lease_until > sa.bindparam("beyond"))
#: asked every few seconds by every worker: to write a statement costs as much as to run it
_LATE = sa.select(Delivery).where(Delivery.state.in_((LEASED, SENDING)), _OVER).order_by(Delivery.id).limit(500)
_SETTLED = (
    sa.select(Delivery.id)
    .where(
        Delivery.state == UNKNOWN,
        _OVER,
        among(Delivery.platform, sa.bindparam("reached")),
        ~among(Delivery.platform + ":" + Delivery.workspace, sa.bindparam("shut")),
    )
    .order_by(Delivery.started_at)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("settled")  # looked for once, as in `Deliveries.claim`
)
_CLAIM = (
    sa.update(Delivery)
    .where(Delivery.id.in_(sa.select(_SETTLED.c.id)), Delivery.state == UNKNOWN)
    .values(owner=sa.bindparam("claimer"), claims=Delivery.claims + 1, lease_until=sa.bindparam("leased_until"))
    .returning(Delivery)
    .execution_options(synchronize_session=False, populate_existing=True)
)


class Fates(DeliverySteps):
    """Found out by asking, never guessed."""

    async def sweep(self) -> int:
        """Leases that ran out: what was only claimed is ready again, what was being sent is unknown."""
        late = await self.session.scalars(_LATE, {"at": self.now, "beyond": self.now + LONGEST_LEASE})
        rows = late.all()
        freed = {"owner": "", "lease_until": None}
        lost = {"owner": "", "lease_until": self.now, "last_error": "lease ran out"}
        claimed = [(row, freed) for row in rows if row.state == LEASED]
        begun = [(row, lost) for row in rows if row.state == SENDING]
        done = await self._steps(LEASED, READY, claimed, told=False)
        done += await self._steps(SENDING, UNKNOWN, begun, "lease ran out")
        return len(done)

    async def claim(
        self, owner: str, lease: timedelta, limit: int, platforms: Collection[str], shut: Collection[str] = ()
    ) -> Sequence[Delivery]:
        """Unknown rows whose message must have arrived by now if it ever will; as `Deliveries.claim`."""
        which = {"at": self.now, "beyond": self.now + LONGEST_LEASE, "reached": list(platforms), "shut": list(shut)}
        how = {"most": limit, "claimer": owner, "leased_until": self.now + lease}
        rows = await self.session.scalars(_CLAIM, which | how)
        return rows.all()

    async def resolve(self, row: Delivery, state: str, why: str, **values: Any) -> bool:
        """What asking the platform about an unknown outcome came to."""
        return await self._step(row, UNKNOWN, state, why, owner="", lease_until=None, **values)

    async def told_with(self, row: Delivery, message: str) -> Delivery | None:
        """Return another delivery that is known to be out in this very message: it tells both."""
        there = (Delivery.platform == row.platform, Delivery.workspace == row.workspace, Delivery.message == message)
        same = sa.or_(Delivery.channel == row.channel, sa.and_(Delivery.user == row.user, Delivery.user != ""))
        which = sa.and_(*there, same, Delivery.op == POST, Delivery.state == SENT, Delivery.id != row.id)
        return (await self.session.scalars(sa.select(Delivery).where(which).order_by(Delivery.id).limit(1))).first()

    async def last_sign(self) -> datetime | None:
        """Return the last moment of which the database knows: what came later it has forgotten."""
        beat = sa.select(sa.func.max(Heartbeat.beat_at)).scalar_subquery()
        signs = (await self.session.execute(sa.select(sa.func.max(ROWS.c.created_at), beat))).one()
        return max((at for at in signs if at is not None), default=None)

    async def ask_later(self, row: Delivery, at: datetime) -> None:
        await self._steps(UNKNOWN, UNKNOWN, [(row, {"lease_until": at, "owner": ""})], told=False)

    async def arrived_after_all(self, row: Delivery, told: Mapping[str, str]) -> str:
        """Whoever sent it has lost it meanwhile, and knows now that it arrived.

        "ours": nobody had sent another one, it is sent. "known": it was found already. "double": another copy is out,
        or on its way.
        """
        now = await self.session.get(Delivery, row.id, with_for_update=True, populate_existing=True)
        if now is None or (now.state == SENT and now.message == told["message"]):
            return "known"
        if now.state in (SENDING, SENT):
            return "double"
        if now.state == CANCELLED:
            now.cancel_requested = True
        await self._tell([now], now.state, SENT, "arrived after all")
        for name, value in {**told, "state": SENT, "sent_at": self.now, "lease_until": None, "last_error": ""}.items():
            setattr(now, name, value)
        now.claims += 1
        await self.session.flush()
        return "ours"

    async def quarantine(self) -> int:
        """The database comes from a backup: nobody knows what was sent since. Each platform is asked first."""
        due = sa.and_(ROWS.c.op == POST, ROWS.c.state.in_((READY, LEASED, SENDING)), sa.or_(ROWS.c.due_at <= self.now))
        event = sa.select(
            ROWS.c.id,
            sa.literal(self.now, ROWS.c.due_at.type),
            ROWS.c.state,
            sa.literal(UNKNOWN),
            sa.literal(RESTORED),
        ).where(due)
        await self.session.execute(
            sa.insert(EVENTS).from_select(["delivery_id", "at", "from_state", "to_state", "reason"], event)
        )
        asked = await self.session.execute(
            sa.update(ROWS)
            .where(due)
            .values(
                state=UNKNOWN,
                owner="",
                claims=ROWS.c.claims + 1,
                lease_until=self.now,
                started_at=sa.func.coalesce(ROWS.c.started_at, ROWS.c.due_at),
                last_error=RESTORED,
            )
        )
        return int(asked.rowcount)  # type: ignore[attr-defined]
