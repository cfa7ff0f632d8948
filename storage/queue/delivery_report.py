"""Report what became of each card in each room, and which deliveries are stuck."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from storage.directory.rooms import LOST, Room, RoomTopic
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.queue.delivery_rows import ASLEEP, CANCELLED, DEAD, EXPIRED, PENDING, POST, READY, SENT, Delivery

#: failures older than this are not reported
RECENT = timedelta(days=30)
#: deliveries due more recently than this are on their way
LATE = timedelta(minutes=1)
#: written as in the index of stale cards
STALE = sa.literal_column("deliveries.stale", sa.Boolean)


class DeliveryTrouble(msgspec.Struct, frozen=True):
    """Group messages of one room (None: to people) that share a state and a reason."""

    room_id: int | None
    state: str
    stale: bool
    last_error: str
    count: int
    oldest: datetime


class DeliveryReport(Repository):
    """Report from the deliveries themselves, so that nothing is stored twice."""

    async def list_newest_room_posts(self, subject: str) -> Sequence[Delivery]:
        """List the newest post of a subject to each room, by room. Cancelled posts are left out."""
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

    async def list_lost_rooms_of_topics(self, topic_ids: Collection[int]) -> Sequence[Room]:
        """List lost rooms of these topics, which therefore get no card."""
        carry = sa.select(RoomTopic.room_id).where(match_any_of(RoomTopic.topic_id, topic_ids))
        rows = await self.session.scalars(
            sa.select(Room).where(Room.id.in_(carry), Room.state == LOST).order_by(Room.id)
        )
        return rows.all()

    async def list_delivery_troubles(self) -> Sequence[DeliveryTrouble]:
        """List groups of late, recently failed and stale messages, oldest first."""
        columns = (Delivery.room_id, Delivery.state, Delivery.stale, Delivery.last_error)
        rows = await self.session.execute(
            sa.select(*columns, sa.func.count().label("count"), sa.func.min(Delivery.due_at).label("oldest"))
            .where(self._match_troubled())
            .group_by(*columns)
            .order_by(sa.text("oldest"), Delivery.room_id)
        )
        return [DeliveryTrouble(*row) for row in rows]

    async def list_troubled_deliveries(
        self, room_ids: Collection[int] | None, limit: int, skip: int = 0
    ) -> Sequence[Delivery]:
        """List the troubled messages of these rooms one by one, newest first. None stands for messages to
        people.
        """
        which = Delivery.room_id.is_(None) if room_ids is None else match_any_of(Delivery.room_id, room_ids)
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(self._match_troubled(), which)
            .order_by(Delivery.id.desc())
            .limit(limit)
            .offset(skip)
        )
        return rows.all()

    async def count_due_by_address(
        self, workspace_keys: Collection[str], besides: str
    ) -> Sequence[tuple[str, str, str, str, int]]:
        """Count due messages by address, `besides` those of one subject.

        Each row is platform, workspace, channel, user and count; `workspace_keys` holds keys like "slack:T1".
        """
        where = match_any_of(Delivery.platform + ":" + Delivery.workspace, workspace_keys)
        columns = (Delivery.platform, Delivery.workspace, Delivery.channel, Delivery.user)
        rows = await self.session.execute(
            sa.select(*columns, sa.func.count())
            .where(Delivery.state == READY, Delivery.due_at <= self.now, Delivery.subject != besides, where)
            .group_by(*columns)
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    def _match_troubled(self) -> sa.ColumnElement[bool]:
        asleep = sa.and_(Delivery.last_error == ASLEEP, Delivery.next_at > self.now)
        waits = sa.and_(Delivery.state.in_(PENDING), Delivery.due_at <= self.now - LATE, sa.not_(asleep))
        ended = sa.and_(Delivery.state.in_((DEAD, EXPIRED)), Delivery.created_at > self.now - RECENT)
        stale = sa.and_(STALE, Delivery.state == SENT)
        answers = Delivery.template == "reply"  # nobody waits for these any more
        return sa.and_(Delivery.op == POST, sa.or_(waits, ended, stale), sa.not_(answers))
