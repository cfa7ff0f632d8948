"""Threads: what waits to be said in them, and what is said there in one message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.kit.arrays import among
from storage.kit.base import Repository
from storage.queue.delivery_rows import CANCELLED, LEASED, PENDING, POST, READY, SENDING, SENT, Delivery
from storage.queue.delivery_steps import EVENTS, ROWS


class Threads(Repository):
    """Posts of one template in the same thread of the same room: they keep their order, and may go out together."""

    async def pending(self, rows: Sequence[Delivery]) -> Sequence[Delivery]:
        """All posts that are not over in the threads of these rows; the rows themselves among them."""
        places = {(row.template, row.platform, row.workspace, row.channel, row.thread) for row in rows}
        columns = (Delivery.template, Delivery.platform, Delivery.workspace, Delivery.channel, Delivery.thread)
        there = [
            sa.and_(*(column == value for column, value in zip(columns, place, strict=True)))
            for place in sorted(places)
        ]
        which = sa.and_(
            sa.or_(sa.false(), *there), Delivery.message == "", Delivery.op == POST, Delivery.state.in_(PENDING)
        )
        found = await self.session.scalars(sa.select(Delivery).where(which).execution_options(populate_existing=True))
        return found.all()

    async def join(self, lead: Delivery, rows: Sequence[Delivery]) -> list[Delivery]:
        """These are told in the lead's message, as far as nobody else has them in hand; returns those that are.

        They are over with that: if the lead is lost, they are, for it is the same thread that cannot be written to.
        """
        ids = [row.id for row in rows]
        free = sa.or_(ROWS.c.state == READY, sa.and_(ROWS.c.state == LEASED, ROWS.c.owner == lead.owner))
        # without waiting: who holds one of them may want one that is held here
        held = await self.session.scalars(
            sa.select(ROWS.c.id).where(among(ROWS.c.id, ids), free).with_for_update(skip_locked=True)
        )
        joined = set(held.all())
        if joined:
            why = f"told in {lead.id}"
            values = {"state": CANCELLED, "told_in_id": lead.id, "lease_until": None, "last_error": why}
            await self.session.execute(sa.update(ROWS).where(among(ROWS.c.id, joined)).values(values))
            event = {"at": self.now, "from_state": READY, "to_state": CANCELLED, "owner": lead.owner, "reason": why}
            await self.session.execute(sa.insert(EVENTS), [{"delivery_id": id, **event} for id in sorted(joined)])
        return [row for row in rows if row.id in joined]

    async def tell(self, lead: Delivery) -> None:
        """Keep the lead's arguments, which say what is told in its message."""
        await self.session.execute(sa.update(ROWS).where(ROWS.c.id == lead.id).values(args=lead.args))

    async def leads(self, subject: str) -> Sequence[Delivery]:
        """Messages of other subjects in which something of this subject is told, or will be.

        Waits for whoever is just about to decide that.
        """
        mine = sa.select(ROWS.c.id).where(ROWS.c.subject == subject, ROWS.c.op == POST)
        await self.session.execute(mine.order_by(ROWS.c.id).with_for_update(key_share=True))
        told = sa.select(ROWS.c.told_in_id).where(ROWS.c.subject == subject, ROWS.c.state == CANCELLED)
        found = await self.session.scalars(sa.select(Delivery).where(Delivery.id.in_(told), _alive()))
        return found.all()

    async def newest(self, template: str, person_id: int, subjects: Collection[str]) -> Delivery | None:
        """Return the newest message to this person about one of these subjects that is out or may be; holds it."""
        which = sa.and_(among(Delivery.subject, subjects), Delivery.template == template, Delivery.op == POST)
        found = await self.session.scalars(
            sa.select(Delivery)
            .where(which, Delivery.person_id == person_id, _alive(), Delivery.cancel_requested.is_(False))
            .order_by(Delivery.id.desc())
            .limit(1)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        return found.first()

    async def promised(self, key: str) -> Delivery | None:
        """Return what was promised under this key."""
        return (await self.session.scalars(sa.select(Delivery).where(Delivery.dedupe_key == key))).first()

    async def to_readers(self, rows: Sequence[Delivery]) -> Sequence[Delivery]:
        """Return all private messages that are due or on their way to the readers of these rows."""
        readers = {(row.platform, row.workspace, row.user) for row in rows}
        which = among(Delivery.user, sorted({user for _, _, user in readers}))
        found = await self.session.scalars(
            sa.select(Delivery)
            .where(
                which, Delivery.op == POST, Delivery.state.in_((READY, LEASED, SENDING)), Delivery.due_at <= self.now
            )
            .execution_options(populate_existing=True)
        )
        return [row for row in found if (row.platform, row.workspace, row.user) in readers]

    async def begun(self, room_id: int, template: str, since: datetime) -> Sequence[Delivery]:
        """Messages in a room, sent since then, under which threads are."""
        which = sa.and_(Delivery.room_id == room_id, Delivery.template == template, Delivery.op == POST)
        found = await self.session.scalars(
            sa.select(Delivery).where(which, Delivery.state == SENT, Delivery.sent_at >= since).order_by(Delivery.id)
        )
        return found.all()

    async def posts(self, subject: str) -> Sequence[Delivery]:
        """Messages of this subject that are out or may be."""
        found = await self.session.scalars(
            sa.select(Delivery).where(Delivery.subject == subject, Delivery.op == POST, _alive())
        )
        return found.all()


def _alive() -> sa.ColumnElement[bool]:
    states: Collection[str] = (*PENDING, SENT)
    return Delivery.state.in_(states)
