"""Rooms: channels on any platform, and the topics that live there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.directory.organisations import PUBLIC, Organisation
from storage.kit.arrays import among
from storage.kit.base import ACROSS, Base, Repository
from storage.kit.record_ids import Key
from storage.questions.answers import Answer

#: how a room is doing: in use; the bot can no longer write there; its house is not let in yet
OPEN, LOST, WAITING = "open", "lost", "waiting"


class Room(Base):
    __tablename__ = "rooms"
    __table_args__ = (sa.UniqueConstraint("platform", "workspace", "channel"),)

    id: Mapped[Key]
    #: the id rooms are seeded by; empty for those linked in chat
    code: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    channel: Mapped[str] = mapped_column(sa.String(255))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    language: Mapped[str] = mapped_column(sa.String(2))
    #: the house the room is in
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: where questions without a topic or a room go
    triage: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    #: why it was lost: the platform's short code
    lost_why: Mapped[str] = mapped_column(sa.String(64), default="")
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime]


class RoomTopic(Base):
    __tablename__ = "room_topics"

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, index=True)


#: asked with every question: to write a statement costs as much as to run it
_OF_TOPICS = (
    sa.select(Room)
    .where(
        Room.id.in_(sa.select(RoomTopic.room_id).where(among(RoomTopic.topic_id, sa.bindparam("topics")))),
        Room.state == OPEN,
    )
    .order_by(Room.id)
)


class Rooms(Repository):
    """Where topics live."""

    async def find(self, id: int | None) -> Room | None:
        return None if id is None else await self.session.get(Room, id)

    async def at(self, platform: str, workspace: str, channel: str) -> Room | None:
        rows = await self.session.scalars(
            sa.select(Room).where(Room.platform == platform, Room.workspace == workspace, Room.channel == channel)
        )
        return rows.first()

    async def shared(self, platform: str, channel: str) -> Sequence[Room]:
        """Those with this channel in any workspace, the oldest first: several workspaces may share a channel."""
        there = sa.select(Room).where(Room.platform == platform, Room.channel == channel).order_by(Room.id)
        return (await self.session.scalars(there.execution_options(**{ACROSS: True}))).all()

    async def lock(self, id: int) -> Room | None:
        """The room, held against other units of work until this one ends."""
        rows = await self.session.scalars(
            sa.select(Room).where(Room.id == id).with_for_update().execution_options(populate_existing=True)
        )
        return rows.first()

    async def by_code(self, code: str) -> Room | None:
        return (await self.session.scalars(sa.select(Room).where(Room.code == code))).first()

    async def all(self) -> Sequence[Room]:
        """Lost ones first: they need somebody."""
        return (await self.session.scalars(sa.select(Room).order_by(Room.state == OPEN, Room.name, Room.id))).all()

    async def of_workspace(self, platform: str, workspace: str) -> Sequence[Room]:
        rows = await self.session.scalars(
            sa.select(Room).where(Room.platform == platform, Room.workspace == workspace).order_by(Room.name, Room.id)
        )
        return rows.all()

    async def carried(self) -> dict[int, set[int]]:
        """Room id -> the ids of the topics that live there, for every room that has any."""
        found: dict[int, set[int]] = {}
        for room_id, topic_id in await self.session.execute(sa.select(RoomTopic.room_id, RoomTopic.topic_id)):
            found.setdefault(room_id, set()).add(topic_id)
        return found

    async def add(self, room: Room) -> Room:
        room.created_at = self.now
        self.session.add(room)
        await self.session.flush()
        return room

    async def of_topics(self, topic_ids: Sequence[int | None]) -> Sequence[Room]:
        """Open rooms that carry any of these topics, each once."""
        topics = [id for id in topic_ids if id is not None]
        return (await self.session.scalars(_OF_TOPICS, {"topics": topics})).all()

    async def of_house(self, organisation_id: int) -> Sequence[Room]:
        """Open rooms in this organisation's house, the first that was linked first."""
        which = (Room.organisation_id == organisation_id, Room.state == OPEN, ~Room.triage)
        return (await self.session.scalars(sa.select(Room).where(*which).order_by(Room.id))).all()

    async def silent(self, organisation_ids: Collection[int], limit: int) -> Sequence[Room]:
        """Rooms in these organisations' houses where nothing comes: lost, not let in, or without topics; by name."""
        carries = sa.or_(Room.triage, sa.exists().where(RoomTopic.room_id == Room.id))
        which = (among(Room.organisation_id, organisation_ids), sa.or_(Room.state != OPEN, ~carries))
        return (
            await self.session.scalars(sa.select(Room).where(*which).order_by(Room.name, Room.id).limit(limit))
        ).all()

    async def open_of(self, ids: Collection[int]) -> set[int]:
        """Those of these that are in use."""
        if not ids:
            return set()
        return set(
            (await self.session.scalars(sa.select(Room.id).where(among(Room.id, ids), Room.state == OPEN))).all()
        )

    async def is_public(self, room_id: int) -> bool:
        """Whether a public body is present: it is their house, or somebody of one has answered there."""
        house = sa.select(Room.id).join(Organisation, Organisation.id == Room.organisation_id)
        wrote = sa.select(Answer.id).join(Organisation, Organisation.id == Answer.organisation_id)
        public = Organisation.kind == PUBLIC
        found = sa.or_(
            house.where(Room.id == room_id, public).exists(), wrote.where(Answer.room_id == room_id, public).exists()
        )
        return bool(await self.session.scalar(sa.select(found)))

    async def triage(self) -> Sequence[Room]:
        rows = await self.session.scalars(sa.select(Room).where(Room.triage, Room.state == OPEN).order_by(Room.id))
        return rows.all()

    async def topics(self, room_id: int) -> set[int]:
        return set(
            (await self.session.scalars(sa.select(RoomTopic.topic_id).where(RoomTopic.room_id == room_id))).all()
        )

    async def carry(self, room_id: int, topic_ids: set[int]) -> None:
        """These topics, and no others, live in the room."""
        await self.session.execute(sa.delete(RoomTopic).where(RoomTopic.room_id == room_id))
        self.session.add_all(RoomTopic(room_id=room_id, topic_id=id) for id in sorted(topic_ids))
        await self.session.flush()
