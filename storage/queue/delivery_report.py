"""The ledger: what became of each card in each room, and what does not get on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from storage.directory.rooms import LOST, Room, RoomTopic
from storage.kit.arrays import among
from storage.kit.base import Repository
from storage.queue.delivery_rows import CANCELLED, DEAD, EXPIRED, PENDING, POST, READY, SENT, Delivery

#: what was given up longer ago helps nobody any more
RECENT = timedelta(days=30)
#: what is due for no longer than this is on its way
LATE = timedelta(minutes=1)
#: as the index of stale cards says it
STALE = sa.literal_column("deliveries.stale", sa.Boolean)


class Trouble(msgspec.Struct, frozen=True):
    """Messages of one room (None: to people) that share a state and a reason."""

    room_id: int | None
    state: str
    stale: bool
    last_error: str
    count: int
    oldest: datetime


class Ledgers(Repository):
    """Read from the deliveries themselves: nothing is kept twice."""

    async def of(self, subject: str) -> Sequence[Delivery]:
        """The newest post of a subject to each room, unless it was called off; by room."""
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(
                Delivery.subject == subject,
                Delivery.op == POST,
                Delivery.room_id.is_not(None),
                Delivery.state != CANCELLED,
            )
            .order_by(Delivery.id)
        )
        return sorted({row.room_id: row for row in rows}.values(), key=lambda row: row.room_id or 0)

    async def missed(self, topic_ids: Collection[int]) -> Sequence[Room]:
        """Rooms of these topics that cannot be reached now, and so get no card."""
        carry = sa.select(RoomTopic.room_id).where(among(RoomTopic.topic_id, topic_ids))
        rows = await self.session.scalars(
            sa.select(Room).where(Room.id.in_(carry), Room.state == LOST).order_by(Room.id)
        )
        return rows.all()

    async def troubles(self) -> Sequence[Trouble]:
        """What is late, was given up lately, or shows what is no longer so; the oldest first."""
        columns = (Delivery.room_id, Delivery.state, Delivery.stale, Delivery.last_error)
        rows = await self.session.execute(
            sa.select(*columns, sa.func.count().label("count"), sa.func.min(Delivery.due_at).label("oldest"))
            .where(self._troubled())
            .group_by(*columns)
            .order_by(sa.text("oldest"), Delivery.room_id)
        )
        return [Trouble(*row) for row in rows]

    async def troubled(self, room_ids: Collection[int] | None, limit: int, skip: int = 0) -> Sequence[Delivery]:
        """Those messages of these rooms one by one, newest first; None: those to people."""
        which = Delivery.room_id.is_(None) if room_ids is None else among(Delivery.room_id, room_ids)
        rows = await self.session.scalars(
            sa.select(Delivery).where(self._troubled(), which).order_by(Delivery.id.desc()).limit(limit).offset(skip)
        )
        return rows.all()

    async def queues(self, houses: Collection[str], besides: str) -> Sequence[tuple[str, str, str, str, int]]:
        """Messages that are due and wait, `besides` a subject, by address.

        Each is platform, workspace, channel, user and how many; `houses` are like "slack:T1".
        """
        where = among(Delivery.platform + ":" + Delivery.workspace, houses)
        columns = (Delivery.platform, Delivery.workspace, Delivery.channel, Delivery.user)
        rows = await self.session.execute(
            sa.select(*columns, sa.func.count())
            .where(Delivery.state == READY, Delivery.due_at <= self.now, Delivery.subject != besides, where)
            .group_by(*columns)
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    def _troubled(self) -> sa.ColumnElement[bool]:
        waits = sa.and_(Delivery.state.in_(PENDING), Delivery.due_at <= self.now - LATE)
        ended = sa.and_(Delivery.state.in_((DEAD, EXPIRED)), Delivery.created_at > self.now - RECENT)
        stale = sa.and_(STALE, Delivery.state == SENT)
        answers = Delivery.template == "reply"  # who waited for it has gone on long since
        return sa.and_(Delivery.op == POST, sa.or_(waits, ended, stale), sa.not_(answers))
