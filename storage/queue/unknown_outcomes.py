"""Resolve deliveries with an unknown outcome: expired leases, lost answers and restored databases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from uuid6 import uuid7

from storage.kit.arrays import match_any_of
from storage.kit.heartbeats import Heartbeat
from storage.kit.inserts import build_session_insert
from storage.queue.delivery_rows import (
    CANCELLED,
    LEASED,
    POST,
    READY,
    RESTORED,
    SENDING,
    SENT,
    UNKNOWN,
    Delivery,
    build_promise_mark,
)
from storage.queue.delivery_steps import EVENTS, ROWS, DeliverySteps

#: A lease longer than this was given by a clock that was set back since.
LONGEST_LEASE = timedelta(minutes=10)
#: expired, or given by a clock that was ahead
_OVER = sa.or_(Delivery.lease_until <= sa.bindparam("at"), Delivery.lease_until > sa.bindparam("beyond"))
#: Prebuilt, since every worker runs it every few seconds: compiling costs as much as executing.
_LATE = sa.select(Delivery).where(Delivery.state.in_((LEASED, SENDING)), _OVER).order_by(Delivery.id).limit(500)
_SETTLED = (
    sa.select(Delivery.id)
    .where(
        Delivery.state == UNKNOWN,
        _OVER,
        match_any_of(Delivery.platform, sa.bindparam("reached")),
        ~match_any_of(Delivery.platform + ":" + Delivery.workspace, sa.bindparam("shut")),
    )
    .order_by(Delivery.started_at)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("settled")  # a CTE runs once, as in `Deliveries.claim_unknown_deliveries`
)
_CLAIM = (
    sa.update(Delivery)
    .where(Delivery.id.in_(sa.select(_SETTLED.c.id)), Delivery.state == UNKNOWN)
    .values(owner=sa.bindparam("claimer"), claims=Delivery.claims + 1, lease_until=sa.bindparam("leased_until"))
    .returning(Delivery)
    .execution_options(synchronize_session=False, populate_existing=True)
)


class UnknownOutcomes(DeliverySteps):
    """Resolve unknown outcomes by asking the platform, never by a guess."""

    async def sweep_expired_leases(self) -> int:
        """Release expired leases. Claimed rows become ready again; rows that were being sent become unknown."""
        late = await self.session.scalars(_LATE, {"at": self.now, "beyond": self.now + LONGEST_LEASE})
        rows = late.all()
        freed = {"owner": "", "lease_until": None}
        lost = {"owner": "", "lease_until": self.now, "last_error": "lease ran out"}
        claimed = [(row, freed) for row in rows if row.state == LEASED]
        begun = [(row, lost) for row in rows if row.state == SENDING]
        done = await self._take_steps(LEASED, READY, claimed, told=False)
        done += await self._take_steps(SENDING, UNKNOWN, begun, "lease ran out")
        return len(done)

    async def claim_unknown_deliveries(
        self, owner: str, lease: timedelta, limit: int, platforms: Collection[str], shut: Collection[str] = ()
    ) -> Sequence[Delivery]:
        """Claim unknown rows whose message must have arrived by now if it ever will.

        The arguments are those of `Deliveries.claim_due_deliveries`.
        """
        which = {"at": self.now, "beyond": self.now + LONGEST_LEASE, "reached": list(platforms), "shut": list(shut)}
        how = {"most": limit, "claimer": owner, "leased_until": self.now + lease}
        rows = await self.session.scalars(_CLAIM, which | how)
        return rows.all()

    async def resolve_outcome(self, row: Delivery, state: str, why: str, **values: Any) -> bool:
        """Store the outcome that the platform reported for an unknown delivery."""
        if state == SENT and row.is_shown_once:
            values["args"] = {}
        return await self._take_step(row, UNKNOWN, state, why, owner="", lease_until=None, **values)

    async def find_delivery_in_same_message(self, row: Delivery, message: str) -> Delivery | None:
        """Return another sent delivery of this very message: that message tells both."""
        here = sa.and_(Delivery.platform == row.platform, Delivery.workspace == row.workspace)
        same = sa.or_(Delivery.channel == row.channel, sa.and_(Delivery.user == row.user, Delivery.user != ""))
        out = sa.and_(Delivery.op == POST, Delivery.state == SENT, Delivery.message == message)
        which = sa.and_(here, same, out, Delivery.id != row.id)
        return (await self.session.scalars(sa.select(Delivery).where(which).order_by(Delivery.id).limit(1))).first()

    async def find_last_recorded_moment(self) -> datetime | None:
        """Return the last moment of which the database knows: what came later it has forgotten."""
        beat = sa.select(sa.func.max(Heartbeat.beat_at)).scalar_subquery()
        signs = (await self.session.execute(sa.select(sa.func.max(ROWS.c.created_at), beat))).one()
        return max((at for at in signs if at is not None), default=None)

    async def postpone_outcome_check(self, row: Delivery, at: datetime) -> None:
        await self._take_steps(UNKNOWN, UNKNOWN, [(row, {"lease_until": at, "owner": ""})], told=False)

    async def record_late_arrival(self, row: Delivery, told: Mapping[str, str]) -> str:
        """Record that a message arrived, although its sender had lost the row meanwhile.

        "ours": nobody had sent another one, it is sent. "known": it was found already. "double": another
        copy is out,
        or on its way.
        """
        now = await self.session.get(Delivery, row.id, with_for_update=True, populate_existing=True)
        if now is None or (now.state == SENT and now.message == told["message"]):
            return "known"
        if now.state in (SENDING, SENT):
            return "double"
        if now.state == CANCELLED:
            now.cancel_requested = True
        await self._record_delivery_events([now], now.state, SENT, "arrived after all")
        for name, value in {**told, "state": SENT, "sent_at": self.now, "lease_until": None, "last_error": ""}.items():
            setattr(now, name, value)
        now.claims += 1
        if now.is_shown_once:
            now.args = {}
        await self.session.flush()
        return "ours"

    async def find_duplicated_delivery(
        self, id: str, where: tuple[str, str, str], thread: str, message: str
    ) -> Delivery | None:
        """Return the sent delivery of this id, if this message can only be another copy of it.

        Three conditions hold then. Both are in the same place (platform, workspace, channel).
        The delivery's outcome was unknown once. The message belongs to no other delivery.
        """
        other = aliased(Delivery)
        theirs = sa.exists().where(*_match_channel(other, *where), other.message == message)
        lost = sa.exists().where(EVENTS.c.delivery_id == Delivery.id, EVENTS.c.from_state == UNKNOWN)
        platform, workspace, _ = where
        which = (
            Delivery.id == id,
            Delivery.platform == platform,
            Delivery.workspace == workspace,
            *_match_channel(Delivery, *where),
            sa.or_(sa.literal(thread) == "", Delivery.thread == thread),
            Delivery.op == POST,
            Delivery.state.in_((SENT, CANCELLED)),
            Delivery.message != "",
        )
        return (await self.session.scalars(sa.select(Delivery).where(*which, lost, ~theirs))).first()

    async def record_duplicate_copy(self, row: Delivery, message: str, channel: str = "") -> Delivery | None:
        """Store that a delivery is out in this message too, as a post of its own. Return None if that is
        known.

        `channel`: where the platform has put it, if not where it has put the delivery.
        """
        own = {
            "id": str(uuid7()),
            "dedupe_key": f"copy:{row.id}:{build_promise_mark(message)}",
            "subject": f"copy:{row.id}",
            "room_id": None,  # an extra copy: it is not counted or redrawn as the room's card
            "local_time": "",
            "told_in_id": None,
            "state": SENT,
            "cancel_requested": False,
            "stale": False,
            "message": message,
            "sent_thread": row.thread or message,
            "sent_channel": channel or row.sent_channel,
            "owner": "",
            "lease_until": None,
            "link": "",
            "sent_at": self.now,
        }
        values = {column.name: getattr(row, column.name) for column in ROWS.columns} | own
        adding = build_session_insert(self.session, ROWS).values(values).on_conflict_do_nothing()
        id = await self.session.scalar(adding.returning(ROWS.c.id))
        if id is None:
            return None
        await self._record_delivery_events([row], row.state, row.state, "another copy was found")
        return await self.session.get(Delivery, id)

    async def quarantine_due_deliveries(self) -> int:
        """Mark due deliveries as unknown after a restore: nobody knows what was sent since the backup.

        Each platform is asked first.
        """
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


def _match_channel(table: Any, platform: str, workspace: str, channel: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Match sent messages in this channel. A private message belongs to the channel that the platform has chosen."""
    put = sa.case((table.sent_channel != "", table.sent_channel), else_=table.channel)
    return table.platform == platform, table.workspace == workspace, put == channel
