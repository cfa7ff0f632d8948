"""Take the steps of a delivery, each fenced by owner and claim.

A worker that has lost a row changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.directory.workspaces import Workspace
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.shared_memory import VERSION_READ, note_version
from storage.queue.delivery_rows import CANCELLED, DELETE, LEASED, POST, READY, SENDING, UPDATE, Delivery, DeliveryEvent

#: without the ORM, because many rows take each of these steps
ROWS, EVENTS = (Base.metadata.tables[name.__tablename__] for name in (Delivery, DeliveryEvent))
#: `last_error` of a change that a newer one replaces
REPLACED = "a newer change waits"
#: Prebuilt, since every step needs it: compiling costs as much as executing.
_BLOCKED = sa.select(Workspace.platform + ":" + Workspace.workspace).where(Workspace.blocked)
#: not correlated, because SQLite's RETURNING names no tables
IN_BLOCKED_WORKSPACE = (ROWS.c.platform + ":" + ROWS.c.workspace).in_(_BLOCKED)
_HELD = (
    sa.select(
        ROWS.c.id,
        ROWS.c.claims,
        ROWS.c.owner,
        ROWS.c.cancel_requested,
        ROWS.c.args,
        IN_BLOCKED_WORKSPACE.label("blocked"),
        VERSION_READ,
    )
    .where(match_any_of(ROWS.c.id, sa.bindparam("ids")), ROWS.c.state == sa.bindparam("before"))
    .order_by(ROWS.c.id)
    .with_for_update(key_share=True)
)
_TELLING = sa.insert(EVENTS)


class DeliverySteps(Repository):
    """Provide the steps that the repositories of deliveries share."""

    async def _take_step(self, row: Delivery, before: str, after: str, why: str, **values: Any) -> bool:
        return bool(await self._take_steps(before, after, [(row, values)], why))

    async def _take_steps(
        self,
        before: str,
        after: str,
        steps: Sequence[tuple[Delivery, Mapping[str, Any]]],
        why: str = "",
        *,
        told: bool = True,
        locked: bool = False,
    ) -> list[Delivery]:
        """Take the same step with several rows. Return the rows that were still ours.

        `locked`: this unit of work holds their locks already.
        """
        if len(steps) == 1 and after != READY:
            return await self._take_only_step(before, after, *steps[0], why)
        rows = [row for row, _ in steps]
        rows = rows if locked else await self._lock_own_deliveries(rows, before)
        if after == READY and rows:
            rows = await self._drop_replaced_changes(before, rows)
        if not rows:
            return []
        changes = [(row.id, {"state": after, **values}) for row, values in steps if row in rows]
        same, names = changes[0][1], tuple(changes[0][1])
        if all(values == same for _, values in changes):
            await self.session.execute(_build_bulk_update(names), {"rows": [id for id, _ in changes], **same})
        else:
            await self.session.execute(_build_row_update(names), [{"row": id, **values} for id, values in changes])
        if told:
            await self._record_delivery_events(rows, before, after, why)
        _note_step(rows, after, same)
        return rows

    async def _take_only_step(
        self, before: str, after: str, row: Delivery, values: Mapping[str, Any], why: str
    ) -> list[Delivery]:
        """Take a step with one row: the statement that changes it looks whether it is ours."""
        fence = {"row": row.id, "held": before, "claim": row.claims, "holder": row.owner}
        step = _build_fenced_update(("state", *values))
        now = (await self.session.execute(step, {"state": after, **values, **fence})).first()
        if now is None:
            return []
        row.cancel_requested, row.args = now.cancel_requested, now.args
        note_version(self.session, now.memory_version)
        await self._record_delivery_events([row], before, after, why)
        _note_step([row], after, values)
        return [row]

    async def _record_delivery_events(self, rows: Sequence[Delivery], before: str, after: str, why: str) -> None:
        """Record the step. That a sending began is recorded when it ends: until then the row itself says so."""
        if (before, after) == (LEASED, SENDING):
            return
        event = {"at": self.now, "from_state": before, "to_state": after, "reason": why[:200]}
        events = [{"delivery_id": row.id, "owner": row.owner, **event} for row in rows]
        if before == SENDING != after:
            begun = {"from_state": LEASED, "to_state": SENDING, "reason": ""}
            started = [
                {**event, **begun, "at": row.started_at or self.now} for row, event in zip(rows, events, strict=True)
            ]
            events = [*started, *events]
        await self.session.execute(_TELLING, events)

    async def _lock_own_deliveries(
        self, rows: Sequence[Delivery], state: str, blocked: set[str] | None = None
    ) -> list[Delivery]:
        """Return rows that are still ours, with row locks until this unit of work ends.

        Rows are locked in one order, so that no deadlock can arise. `blocked`: gets the ids of those whose
        workspace is blocked.
        """
        if not rows:
            return []
        found = await self.session.execute(_HELD, {"ids": [row.id for row in rows], "before": state})
        held = {row.id: row for row in found}
        if held:
            note_version(self.session, next(iter(held.values())).memory_version)
        ours = []
        for row in rows:
            now = held.get(row.id)
            if now is not None and (now.claims, now.owner) == (row.claims, row.owner):
                row.cancel_requested = now.cancel_requested  # it may have been cancelled meanwhile
                row.args = now.args  # and more rows may have joined it
                ours.append(row)
                if blocked is not None and now.blocked:
                    blocked.add(row.id)
        return ours

    async def _drop_replaced_changes(self, before: str, rows: list[Delivery]) -> list[Delivery]:
        """Drop changes that a newer one replaces, because one change at a time may wait for a message.

        A deletion cancels the newer change instead.
        """
        targets = [row.target_id for row in rows if row.op != POST]
        if not targets:
            return rows
        found = await self.session.scalars(
            sa.select(ROWS.c.target_id)
            .where(match_any_of(ROWS.c.target_id, targets), ROWS.c.state == READY)
            .with_for_update()
        )
        waiting = set(found.all())
        ends = [row.target_id for row in rows if row.op == DELETE and row.target_id in waiting]
        newer = sa.and_(match_any_of(ROWS.c.target_id, ends), ROWS.c.state == READY)
        await self.session.execute(sa.update(ROWS).where(newer).values(state=CANCELLED, last_error=REPLACED))
        replaced = [row for row in rows if row.op == UPDATE and row.target_id in waiting]
        if replaced:
            which = match_any_of(ROWS.c.id, [row.id for row in replaced])
            values = {"state": CANCELLED, "lease_until": None, "last_error": REPLACED}
            await self.session.execute(sa.update(ROWS).where(which).values(values))
            await self._record_delivery_events(replaced, before, CANCELLED, REPLACED)
        return [row for row in rows if row not in replaced]


def _note_step(rows: Sequence[Delivery], after: str, values: Mapping[str, Any]) -> None:
    """Let the worker's own objects say what their rows now do, as far as the next step depends on it."""
    for row in rows:
        row.state, row.started_at = after, values.get("started_at", row.started_at)


@cache
def _build_row_update(columns: tuple[str, ...]) -> sa.Update:
    return sa.update(ROWS).where(ROWS.c.id == sa.bindparam("row")).values(_build_bind_values(columns))


@cache
def _build_fenced_update(columns: tuple[str, ...]) -> sa.Update:
    """Build an update of a row in its state before, of its owner and claim; it returns what others may have changed."""
    ours = sa.and_(
        ROWS.c.id == sa.bindparam("row"),
        ROWS.c.state == sa.bindparam("held"),
        ROWS.c.claims == sa.bindparam("claim"),
        ROWS.c.owner == sa.bindparam("holder"),
    )
    change = sa.update(ROWS).where(ours).values(_build_bind_values(columns))
    return change.returning(ROWS.c.cancel_requested, ROWS.c.args, VERSION_READ)


@cache
def _build_bulk_update(columns: tuple[str, ...]) -> sa.Update:
    return sa.update(ROWS).where(match_any_of(ROWS.c.id, sa.bindparam("rows"))).values(_build_bind_values(columns))


def _build_bind_values(columns: tuple[str, ...]) -> dict[str, sa.BindParameter[Any]]:
    return {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in columns}
