"""Store rooms: channels on any platform, and the topics that each room carries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ORGANISATION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import ACROSS, Base, Repository
from storage.kit.record_ids import Key
from storage.kit.shared_memory import remember_between_units

#: states of a room: in use; the bot cannot post there any more; its workspace is not accepted yet
OPEN, LOST, WAITING = "open", "lost", "waiting"


class Room(Base):
    __tablename__ = "rooms"
    __table_args__ = (sa.UniqueConstraint("platform", "workspace", "channel"),)

    id: Mapped[Key]
    #: id in imported files; empty for rooms linked in chat
    code: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    channel: Mapped[str] = mapped_column(sa.String(255))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    language: Mapped[str] = mapped_column(sa.String(2))
    #: organisation of the room's workspace
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: True if questions without a topic or a room go there
    triage: Mapped[bool] = mapped_column(default=False)
    #: True if it was chosen in its workspace for meetings that are for all
    meetings: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: True if the platform says that only those who were invited can read it
    private: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    #: error code of the platform for which it was lost
    lost_why: Mapped[str] = mapped_column(sa.String(64), default="")
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime]


class RoomTopic(Base):
    __tablename__ = "room_topics"

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, index=True)


DECLARATIONS = (
    ClassifiedColumns(
        Room, ORGANISATION_DATA, named="linked_by_id", key="id code workspace channel", text="name",
        organisation="organisation_id", state="platform language triage meetings private state lost_why created_at",
    ),
    ClassifiedColumns(RoomTopic, ORGANISATION_DATA, key="room_id topic_id"),
)  # fmt: skip


#: Prebuilt, since every question needs it: compiling costs as much as executing.
_OF_TOPICS = (
    sa.select(Room)
    .where(
        Room.id.in_(sa.select(RoomTopic.room_id).where(match_any_of(RoomTopic.topic_id, sa.bindparam("topics")))),
        Room.state == OPEN,
    )
    .order_by(Room.id)
)


class Rooms(Repository):
    """Store rooms and the topics that they carry."""

    async def find(self, id: int | None) -> Room | None:
        return None if id is None else await self.session.get(Room, id)

    @remember_between_units("rooms")
    async def find_room_by_channel(self, platform: str, workspace: str, channel: str) -> Room | None:
        rows = await self.session.scalars(
            sa.select(Room).where(Room.platform == platform, Room.workspace == workspace, Room.channel == channel)
        )
        return rows.first()

    async def list_rooms_sharing_channel(self, platform: str, channel: str) -> Sequence[Room]:
        """List the rooms with this channel in any workspace, oldest first. Several workspaces may share a
        channel.
        """
        there = sa.select(Room).where(Room.platform == platform, Room.channel == channel).order_by(Room.id)
        return (await self.session.scalars(there.execution_options(**{ACROSS: True}))).all()

    async def lock(self, id: int) -> Room | None:
        """Return the room with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Room, id)

    async def find_room_by_code(self, code: str) -> Room | None:
        return (await self.session.scalars(sa.select(Room).where(Room.code == code))).first()

    async def list_all_rooms(self) -> Sequence[Room]:
        """List lost rooms first, because they need somebody."""
        return (await self.session.scalars(sa.select(Room).order_by(Room.state == OPEN, Room.name, Room.id))).all()

    async def list_workspace_rooms(self, platform: str, workspace: str) -> Sequence[Room]:
        rows = await self.session.scalars(
            sa.select(Room).where(Room.platform == platform, Room.workspace == workspace).order_by(Room.name, Room.id)
        )
        return rows.all()

    async def map_topic_ids_by_room(self) -> dict[int, set[int]]:
        """Return room id -> the ids of its topics, for every room that has any."""
        found: dict[int, set[int]] = {}
        for room_id, topic_id in await self.session.execute(sa.select(RoomTopic.room_id, RoomTopic.topic_id)):
            found.setdefault(room_id, set()).add(topic_id)
        return found

    async def add(self, room: Room) -> Room:
        room.created_at = self.now
        self.session.add(room)
        await self.session.flush()
        return room

    @remember_between_units("rooms", "room_topics")
    async def list_open_rooms_of_topics(self, topic_ids: Sequence[int | None]) -> Sequence[Room]:
        """List open rooms that carry any of these topics, each once."""
        topics = [id for id in topic_ids if id is not None]
        return (await self.session.scalars(_OF_TOPICS, {"topics": topics})).all()

    async def list_rooms_for_all(self) -> Sequence[Room]:
        """List open rooms for what concerns everybody, of each workspace the best one first.

        That is the one chosen for meetings, else the oldest that all its members can read.
        """
        carries = sa.exists().where(RoomTopic.room_id == Room.id)
        which = sa.select(Room).where(Room.state == OPEN, sa.or_(Room.meetings, carries))
        return (await self.session.scalars(which.order_by(~Room.meetings, Room.private, Room.triage, Room.id))).all()

    async def set_meeting_room(self, room: Room, chosen: bool) -> None:
        """Let meetings for all stand in this room, and in no other one of its workspace; or no longer here."""
        for other in await self.list_workspace_rooms(room.platform, room.workspace) if chosen else ():
            other.meetings = False
        room.meetings = chosen

    async def list_open_rooms_of_organisation(self, organisation_id: int) -> Sequence[Room]:
        """List open rooms in this organisation's workspaces, in the order in which they were linked."""
        which = (Room.organisation_id == organisation_id, Room.state == OPEN, ~Room.triage)
        return (await self.session.scalars(sa.select(Room).where(*which).order_by(Room.id))).all()

    async def list_rooms_needing_setup(self, organisation_ids: Collection[int], limit: int) -> Sequence[Room]:
        """List rooms of these organisations that receive nothing, by name: lost, not accepted, or without
        topics.
        """
        carries = sa.or_(Room.triage, sa.exists().where(RoomTopic.room_id == Room.id))
        which = (match_any_of(Room.organisation_id, organisation_ids), sa.or_(Room.state != OPEN, ~carries))
        return (
            await self.session.scalars(sa.select(Room).where(*which).order_by(Room.name, Room.id).limit(limit))
        ).all()

    @remember_between_units("rooms")
    async def list_triage_rooms(self) -> Sequence[Room]:
        rows = await self.session.scalars(sa.select(Room).where(Room.triage, Room.state == OPEN).order_by(Room.id))
        return rows.all()

    async def list_room_topic_ids(self, room_id: int) -> set[int]:
        return set(
            (await self.session.scalars(sa.select(RoomTopic.topic_id).where(RoomTopic.room_id == room_id))).all()
        )

    async def set_room_topics(self, room_id: int, topic_ids: set[int]) -> None:
        """Store that the room carries these topics, and no others."""
        await self.session.execute(sa.delete(RoomTopic).where(RoomTopic.room_id == room_id))
        self.session.add_all(RoomTopic(room_id=room_id, topic_id=id) for id in sorted(topic_ids))
        await self.session.flush()
