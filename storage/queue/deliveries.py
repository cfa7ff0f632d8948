"""Provide the delivery worker's side of the outbox: claim, mark, acknowledge and return deliveries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from storage.kit.arrays import match_any_of
from storage.kit.shared_memory import VERSION_READ, note_version
from storage.queue.delivery_rows import (
    ASLEEP,
    CANCELLED,
    DEAD,
    EXPIRED,
    LEASED,
    PENDING,
    REACT,
    READY,
    SENDING,
    SENT,
    UNKNOWN,
    UPDATE,
    Delivery,
)
from storage.queue.delivery_steps import IN_BLOCKED_WORKSPACE, ROWS, DeliverySteps

_target, _sibling, _lead, _other = ROWS.alias(), ROWS.alias(), ROWS.alias(), ROWS.alias()
#: A change waits for the post, and for an earlier change to end. A reaction waits for an earlier one to end.
#: A row that is delivered in another's message waits for that one.
_WAITS = sa.or_(
    sa.exists().where(
        ROWS.c.op == REACT,
        _other.c.op == REACT,
        _other.c.subject == ROWS.c.subject,
        _other.c.state.in_((LEASED, SENDING)),
    ),
    sa.exists().where(_lead.c.id == ROWS.c.told_in_id, _lead.c.state.in_(PENDING)),
    sa.exists().where(_target.c.id == ROWS.c.target_id, _target.c.state.in_(PENDING)),
    sa.exists().where(_sibling.c.target_id == ROWS.c.target_id, _sibling.c.state.in_((LEASED, SENDING, UNKNOWN))),
)
_DUE = (
    sa.select(ROWS.c.id)
    .where(
        ROWS.c.state == READY,
        ROWS.c.next_at <= sa.bindparam("at"),
        match_any_of(ROWS.c.platform, sa.bindparam("reached")),
        ~match_any_of(ROWS.c.platform + ":" + ROWS.c.workspace, sa.bindparam("shut")),
        sa.or_(sa.and_(ROWS.c.target_id.is_(None), ROWS.c.told_in_id.is_(None), ROWS.c.op != REACT), ~_WAITS),
    )
    .order_by(ROWS.c.next_at, ROWS.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")  # a CTE runs once; as a subquery PostgreSQL may run it for every row and claim all
)
#: Prebuilt, since every worker runs it twice a second: compiling costs as much as executing. Without the ORM, which
#: would build an update of its own each time, and prepares to load rows where there are none.
_CLAIM = (
    sa.update(ROWS)
    .where(ROWS.c.id.in_(sa.select(_DUE.c.id)))
    .values(
        state=LEASED,
        owner=sa.bindparam("claimer"),
        claims=ROWS.c.claims + 1,
        lease_until=sa.bindparam("leased_until", type_=ROWS.c.lease_until.type),
    )
    .returning(ROWS, IN_BLOCKED_WORKSPACE.label("blocked"), VERSION_READ)
)
_STALE = (
    sa.update(ROWS)
    .where(match_any_of(ROWS.c.id, sa.bindparam("rows")), ROWS.c.stale != sa.bindparam("now_stale"))
    .values(stale=sa.bindparam("now_stale"), last_error=sa.bindparam("why"))
)
_FORGETTING = sa.update(ROWS).where(match_any_of(ROWS.c.id, sa.bindparam("rows"))).values(args={})

#: attributes of a claimed row, in the order in which `_CLAIM` returns their columns
_NAMES = tuple(column.name for column in ROWS.c)


class Deliveries(DeliverySteps):
    """Take steps with deliveries in small transactions. None of them waits for the network."""

    async def claim_due_deliveries(
        self,
        owner: str,
        lease: timedelta,
        limit: int,
        platforms: Collection[str],
        shut: Collection[str] = (),
        blocked: set[str] | None = None,
    ) -> Sequence[Delivery]:
        """Claim due rows of these platforms, oldest first. They stay locked until this unit of work ends.

        Rows of workspaces in `shut` ("slack:T1") are left alone.
        `blocked`: gets the ids of those whose workspace is blocked.
        """
        which = {"at": self.now, "reached": list(platforms), "shut": list(shut), "most": limit}
        how = {"claimer": owner, "leased_until": self.now + lease}
        found = (await self.session.execute(_CLAIM, which | how)).all()
        if found:
            note_version(self.session, found[0].memory_version)
        if blocked is not None:
            blocked |= {row.id for row in found if row.blocked}
        rows = [self._detach_claimed(row) for row in found]
        return sorted(rows, key=lambda row: (row.next_at, row.id))

    def _detach_claimed(self, row: sa.Row[Any]) -> Delivery:
        """Return the row for the worker, who notes in it what it does; only its steps are written."""
        claimed = Delivery()
        # as the ORM loads a row: the constructor would note each value as a change
        instance_dict(claimed).update(zip(_NAMES, row, strict=False))
        make_transient_to_detached(claimed)
        key = sa.inspect(claimed).key
        loaded = None if key is None else self.session.sync_session.identity_map.get(key)
        if loaded is not None:
            self.session.expunge(loaded)
        return claimed

    async def find_next_due_time(self) -> datetime | None:
        return await self.session.scalar(sa.select(sa.func.min(Delivery.next_at)).where(Delivery.state == READY))

    async def return_claimed_deliveries(self, owner: str) -> int:
        """Return what this worker has claimed and not begun, because the worker is about to end."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(Delivery.state == LEASED, Delivery.owner == owner).order_by(Delivery.id)
        )
        return len(await self.defer_deliveries([(row, row.next_at) for row in rows.all()]))

    async def lock_claimed_deliveries(
        self, rows: Sequence[Delivery], blocked: set[str] | None = None
    ) -> list[Delivery]:
        """Lock those rows that are still ours, before they are drawn.

        Whoever changes what they show waits for the lock, or has committed before. `blocked`: gets the ids of
        those whose workspace is blocked.
        """
        return await self._lock_own_deliveries(rows, LEASED, blocked)

    async def mark_sending(self, rows: Sequence[Delivery], lease: timedelta) -> list[Delivery]:
        """Mark the rows as being sent, before the first byte leaves.

        This unit of work has locked them, before it drew them.
        """
        until = self.now + lease
        steps = [(row, {"started_at": self.now, "lease_until": until, "attempts": row.attempts + 1}) for row in rows]
        return await self._take_steps(LEASED, SENDING, steps, locked=True)

    async def acknowledge_deliveries(self, rows: Sequence[tuple[Delivery, Mapping[str, Any]]]) -> list[Delivery]:
        """Mark the rows as sent; each row has the same value names. Rows that are no longer ours are left out.

        What is shown once is forgotten: its arguments are deleted.
        """
        same: dict[str, Any] = {"sent_at": self.now, "lease_until": None, "last_error": ""}
        if len(rows) == 1 and rows[0][0].is_shown_once:
            same["args"] = {}
        ours = await self._take_steps(SENDING, SENT, [(row, {**values, **same}) for row, values in rows])
        if "args" not in same and (shown := [row.id for row in ours if row.is_shown_once]):
            await self.session.execute(_FORGETTING, {"rows": shown})
        await self._set_stale([row.target_id for row in ours if row.op == UPDATE], stale=False)
        return ours

    async def defer_deliveries(
        self, rows: Sequence[tuple[Delivery, datetime]], asleep: Collection[str] = ()
    ) -> list[Delivery]:
        """Return rows to ready untried, because it is not their turn. No delivery event is stored.

        `asleep`: ids of rows whose own card waits for its reader's hours.
        """
        steps = []
        for row, at in rows:
            why = "" if row.last_error == ASLEEP else row.last_error
            why = ASLEEP if row.id in asleep else why
            steps.append((row, {"next_at": at, "owner": "", "lease_until": None, "last_error": why}))
        return await self._take_steps(LEASED, READY, steps, told=False)

    async def schedule_retry(self, row: Delivery, at: datetime, why: str = "") -> bool:
        """Return a row to ready after an attempt that certainly failed."""
        return await self._take_step(row, SENDING, READY, why, next_at=at, owner="", lease_until=None, last_error=why)

    async def mark_outcome_unknown(self, row: Delivery, why: str, settle: timedelta) -> bool:
        """Mark the outcome as unknown. The platform is not asked before `settle`: until then the message may
        still arrive.
        """
        return await self._take_step(row, SENDING, UNKNOWN, why, lease_until=self.now + settle, last_error=why)

    async def end_delivery(self, row: Delivery, state: str, why: str) -> bool:
        """End a delivery as cancelled, expired or dead, from whatever state we hold it in."""
        assert state in (CANCELLED, EXPIRED, DEAD)
        ended = await self._take_step(row, row.state, state, why, lease_until=None, last_error=why)
        if ended and state == DEAD:
            await self._set_stale([row.target_id], why, stale=True)
        return ended

    async def reset_postponed_deliveries(self) -> None:
        """Reset deliveries that are due but were postponed by a clock that ran ahead. Call this after a clock
        was set back.
        """
        which = sa.and_(ROWS.c.state == READY, ROWS.c.due_at <= self.now, ROWS.c.next_at > self.now)
        await self.session.execute(sa.update(ROWS).where(which).values(next_at=self.now))

    async def revive_delivery(self, id: str) -> bool:
        """Give a dead message another chance. Return False if it was not dead, or if a newer change waits."""
        row = await self.session.get(Delivery, id[:36], with_for_update=True, populate_existing=True)
        if row is None or row.state != DEAD:
            return False
        fresh = {"next_at": self.now, "attempts": 0, "last_error": "", "lease_until": None}
        return await self._take_step(row, DEAD, READY, "tried again", **fresh)

    async def _set_stale(self, ids: Collection[str | None], why: str = "", *, stale: bool) -> None:
        """Store whether these messages show outdated content: their change has succeeded, or can never
        succeed.
        """
        changed = [id for id in ids if id is not None]
        if changed:
            await self.session.execute(_STALE, {"rows": changed, "now_stale": stale, "why": why})

    async def count_deliveries_by_state(self) -> dict[str, int]:
        """Return state -> number of deliveries, for pending and dead ones."""
        rows = await self.session.execute(
            sa.select(Delivery.state, sa.func.count().label("rows"))
            .where(Delivery.state.in_((*PENDING, DEAD)))
            .group_by(Delivery.state)
        )
        return {row.state: row.rows for row in rows}

    async def find_oldest_due_time(self) -> datetime | None:
        return await self.session.scalar(
            sa.select(sa.func.min(Delivery.due_at)).where(Delivery.state.in_(PENDING), Delivery.due_at <= self.now)
        )
