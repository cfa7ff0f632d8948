"""Pushes: reminders of one person, told in as few messages as they can be, and moved when a person's hours change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from storage.kit.arrays import among
from storage.kit.base import Repository
from storage.queue.delivery_rows import (
    CANCELLED,
    LEASED,
    PENDING,
    POST,
    READY,
    REMINDER,
    SENDING,
    SENT,
    UNKNOWN,
    Delivery,
)
from storage.queue.delivery_steps import EVENTS, ROWS

#: as `Delivery.is_push`
_PUSH = sa.and_(Delivery.kind == REMINDER, Delivery.op == POST, Delivery.local_time != "")
#: whose time may still be changed
_TO_COME = sa.and_(_PUSH, Delivery.state == READY)


class Promise(NamedTuple):
    """What became of a delivery that was promised under a key."""

    id: str
    key: str
    state: str
    due_at: datetime
    person_id: int | None
    #: it is, or was, told in another's message
    told: bool
    #: somebody no longer wanted it; else it was not wanted any more when it was drawn
    called_off: bool


class Pushes(Repository):
    """What can wait for its reader."""

    async def hold(self, people: Collection[int], rows: Collection[str]) -> Sequence[Delivery]:
        """Pushes of these people that are still to come, in order of time; held with these rows until the end.

        In the order in which everybody holds deliveries, so that nobody waits in a ring.
        """
        mine = sa.and_(_PUSH, among(Delivery.person_id, people), Delivery.state.in_((READY, LEASED)))
        found = await self.session.scalars(
            sa.select(Delivery)
            .where(sa.or_(mine, among(Delivery.id, rows)))
            .order_by(Delivery.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        waiting = [row for row in found if row.is_push and row.state in (READY, LEASED)]
        return sorted(waiting, key=lambda row: (row.due_at, row.id))

    async def out(self, people: Collection[int], since: datetime) -> dict[int, datetime]:
        """Person -> when their newest push went out, or may have, of those since then."""
        rows = await self.session.execute(
            sa.select(ROWS.c.person_id, sa.func.max(ROWS.c.started_at, type_=ROWS.c.started_at.type))
            .where(
                _PUSH,
                among(ROWS.c.person_id, people),
                ROWS.c.state.in_((SENDING, UNKNOWN, SENT)),
                ROWS.c.started_at >= since,
                ROWS.c.cancel_requested.is_(False),  # else it is taken back
            )
            .group_by(ROWS.c.person_id)
        )
        return {person: at for person, at in rows if person is not None}

    async def put_off(self, id: str, at: datetime) -> None:
        """Its reader's day has no room for it, or is not open: it is not late, it is due then."""
        which = sa.and_(ROWS.c.id == id, ROWS.c.state == LEASED)
        await self.session.execute(sa.update(ROWS).where(which).values(due_at=at))

    async def on_the_way(self, ids: Collection[str]) -> set[str]:
        """Those of these that may have arrived, and it is not known yet."""
        if not ids:
            return set()
        which = sa.and_(among(ROWS.c.id, ids), ROWS.c.state.in_((SENDING, UNKNOWN)))
        return set((await self.session.scalars(sa.select(ROWS.c.id).where(which))).all())

    async def untie(self, ids: Collection[str]) -> None:
        """These are told by themselves again."""
        await self.session.execute(sa.update(ROWS).where(among(ROWS.c.id, ids)).values(told_in_id=None))

    async def tell_in(self, lead: str, ids: Collection[str]) -> None:
        """These are told in the lead's message, and wait until it is over: when it is lost, each goes by itself."""
        values = {"told_in_id": lead, "state": READY, "owner": "", "lease_until": None}
        await self.session.execute(sa.update(ROWS).where(among(ROWS.c.id, ids)).values(values))

    async def leads(self, ids: Collection[str]) -> set[str]:
        """Those of these in whose message others are told."""
        if not ids:
            return set()
        which = sa.select(ROWS.c.told_in_id).where(among(ROWS.c.told_in_id, ids))
        return set((await self.session.scalars(which)).all())

    async def keys_told_in(self, leads: Collection[str]) -> dict[str, list[str]]:
        """Return the keys of what is told in each of these messages besides."""
        if not leads:
            return {}
        which = sa.and_(among(ROWS.c.told_in_id, leads), ROWS.c.cancel_requested.is_(False))
        rows = await self.session.execute(sa.select(ROWS.c.told_in_id, ROWS.c.dedupe_key).where(which))
        found: dict[str, list[str]] = {}
        for lead, key in rows:
            found.setdefault(lead, []).append(key)
        return found

    async def told(self, lead: Delivery) -> tuple[list[Delivery], bool]:
        """What arrived with the lead and is over now; whether something of it was called off on the way."""
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(Delivery.told_in_id == lead.id)
            .order_by(Delivery.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        parts = rows.all()
        found = [row for row in parts if row.state == READY]
        if found:
            ids, why = [row.id for row in found], f"told in {lead.id}"
            await self.session.execute(
                sa.update(ROWS).where(among(ROWS.c.id, ids)).values(state=CANCELLED, last_error=why)
            )
            event = {"at": self.now, "from_state": READY, "to_state": CANCELLED, "owner": lead.owner, "reason": why}
            await self.session.execute(sa.insert(EVENTS), [{"delivery_id": id, **event} for id in ids])
        return found, any(row.state == CANCELLED and row.cancel_requested for row in parts)

    async def parts(self, lead: str) -> Sequence[Delivery]:
        """What was told in this message and still holds."""
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(Delivery.told_in_id == lead, Delivery.cancel_requested.is_(False))
            .order_by(Delivery.due_at, Delivery.id)
        )
        return rows.all()

    async def promised(self, subjects: Collection[str]) -> list[Promise]:
        """All that was ever promised about these subjects."""
        columns = (ROWS.c.id, ROWS.c.dedupe_key, ROWS.c.state, ROWS.c.due_at, ROWS.c.person_id)
        found = await self.session.execute(
            sa.select(*columns, ROWS.c.told_in_id.is_not(None), ROWS.c.cancel_requested).where(
                among(ROWS.c.subject, subjects), ROWS.c.op == POST
            )
        )
        return [Promise(*row) for row in found]

    async def drop(self, ids: Collection[str]) -> None:
        """Not wanted any more, as far as they are still to come."""
        which = sa.and_(among(ROWS.c.id, ids), ROWS.c.state == READY)
        await self.session.execute(sa.update(ROWS).where(which).values(state=CANCELLED, last_error="no longer wanted"))

    async def revive(self, changes: Sequence[dict[str, Any]]) -> None:
        """Wanted again after all: those that were called off before they went out; at new times, as `move`."""
        ids = [change["row"] for change in changes]
        which = sa.and_(among(ROWS.c.id, ids), ROWS.c.state == CANCELLED, ROWS.c.message == "")
        await self.session.execute(sa.update(ROWS).where(which).values(state=READY, cancel_requested=False))
        await self.move(changes)

    async def of_person(self, person_id: int) -> Sequence[Delivery]:
        """Pushes still to come that were meant for a time of day."""
        return (await self.session.scalars(sa.select(Delivery).where(_TO_COME, Delivery.person_id == person_id))).all()

    async def of_template(self, person_id: int, template: str) -> Sequence[Delivery]:
        """Pushes of this template that this person was told, by themselves or in another's message, or is to be."""
        told = sa.or_(Delivery.state.in_((*PENDING, SENT)), Delivery.told_in_id.is_not(None))
        rows = await self.session.scalars(
            sa.select(Delivery).where(
                _PUSH, Delivery.person_id == person_id, Delivery.template == template, told,
                Delivery.cancel_requested.is_(False),
            )
        )  # fmt: skip
        return rows.all()

    async def outdated(self, version: str, limit: int = 500) -> Sequence[Delivery]:
        """Pushes still to come whose time was worked out with other rules of time zones than these."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(_TO_COME, Delivery.tzdata_version != version).order_by(Delivery.id).limit(limit)
        )
        return rows.all()

    async def move(self, changes: Sequence[dict[str, Any]]) -> None:
        """New times: `row` (id), `due_at`, and the same others of each; only of what is still to come."""
        if changes:
            names = [name for name in changes[0] if name != "row"]
            values: dict[str, Any] = {name: sa.bindparam(f"new_{name}", type_=ROWS.c[name].type) for name in names}
            values["next_at"] = values["due_at"]
            which = sa.and_(ROWS.c.id == sa.bindparam("row"), ROWS.c.state == READY)
            rows = [{"row": change["row"]} | {f"new_{name}": change[name] for name in names} for change in changes]
            await self.session.execute(sa.update(ROWS).where(which).values(values), rows)
