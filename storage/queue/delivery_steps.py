"""The steps of a delivery, each fenced by owner and claim: whoever has lost a row changes nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.queue.delivery_rows import CANCELLED, DELETE, POST, READY, UPDATE, Delivery, DeliveryEvent

#: without the ORM: many rows take each of these steps
ROWS, EVENTS = (Base.metadata.tables[name.__tablename__] for name in (Delivery, DeliveryEvent))
#: why a change is dropped when a newer one of the same message waits
REPLACED = "a newer change waits"
#: taken with every step: to write a statement costs as much as to run it
_HELD = (
    sa.select(ROWS.c.id, ROWS.c.claims, ROWS.c.owner, ROWS.c.cancel_requested, ROWS.c.args)
    .where(among(ROWS.c.id, sa.bindparam("ids")), ROWS.c.state == sa.bindparam("before"))
    .order_by(ROWS.c.id)
    .with_for_update(key_share=True)
)
_TELLING = sa.insert(EVENTS)


class DeliverySteps(Repository):
    """What the repositories of deliveries share."""

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
        if after == READY and rows:
            rows = await self._give_precedence(before, rows)
        if not rows:
            return []
        changes = [(row.id, {"state": after, **values}) for row, values in steps if row in rows]
        same, names = changes[0][1], tuple(changes[0][1])
        if all(values == same for _, values in changes):
            await self.session.execute(_changing_all(names), {"rows": [id for id, _ in changes], **same})
        else:
            await self.session.execute(_changing(names), [{"row": id, **values} for id, values in changes])
        if told:
            await self._tell(rows, before, after, why)
        for row in rows:
            row.state = after
        return rows

    async def _tell(self, rows: Sequence[Delivery], before: str, after: str, why: str) -> None:
        event = {"at": self.now, "from_state": before, "to_state": after, "reason": why[:200]}
        events = [{"delivery_id": row.id, "owner": row.owner, **event} for row in rows]
        await self.session.execute(_TELLING, events)

    async def _ours(self, rows: Sequence[Delivery], state: str) -> list[Delivery]:
        """Those that are, held until this unit of work ends; in one order, so that nobody waits in a ring."""
        if not rows:
            return []
        found = await self.session.execute(_HELD, {"ids": [row.id for row in rows], "before": state})
        held = {row.id: row for row in found}
        ours = []
        for row in rows:
            now = held.get(row.id)
            if now is not None and (now.claims, now.owner) == (row.claims, row.owner):
                row.cancel_requested = now.cancel_requested  # somebody may have changed their mind
                row.args = now.args  # and more may be told in it
                ours.append(row)
        return ours

    async def _give_precedence(self, before: str, rows: list[Delivery]) -> list[Delivery]:
        """One change at a time may wait for a message: the newer one does, unless the older one takes it away."""
        targets = [row.target_id for row in rows if row.op != POST]
        if not targets:
            return rows
        found = await self.session.scalars(
            sa.select(ROWS.c.target_id).where(among(ROWS.c.target_id, targets), ROWS.c.state == READY).with_for_update()
        )
        waiting = set(found.all())
        ends = [row.target_id for row in rows if row.op == DELETE and row.target_id in waiting]
        newer = sa.and_(among(ROWS.c.target_id, ends), ROWS.c.state == READY)
        await self.session.execute(sa.update(ROWS).where(newer).values(state=CANCELLED, last_error=REPLACED))
        replaced = [row for row in rows if row.op == UPDATE and row.target_id in waiting]
        if replaced:
            which = among(ROWS.c.id, [row.id for row in replaced])
            values = {"state": CANCELLED, "lease_until": None, "last_error": REPLACED}
            await self.session.execute(sa.update(ROWS).where(which).values(values))
            await self._tell(replaced, before, CANCELLED, REPLACED)
        return [row for row in rows if row not in replaced]


@cache
def _changing(columns: tuple[str, ...]) -> sa.Update:
    return sa.update(ROWS).where(ROWS.c.id == sa.bindparam("row")).values(_values(columns))


@cache
def _changing_all(columns: tuple[str, ...]) -> sa.Update:
    return sa.update(ROWS).where(among(ROWS.c.id, sa.bindparam("rows"))).values(_values(columns))


def _values(columns: tuple[str, ...]) -> dict[str, sa.BindParameter[Any]]:
    return {name: sa.bindparam(name, type_=ROWS.c[name].type) for name in columns}
