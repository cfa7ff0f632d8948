"""Follow a channel that a platform calls by a new id: the room, its messages and what was written there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from storage.directory.account_traces import list_source_columns
from storage.directory.rooms import Room
from storage.kit.base import Base, Repository
from storage.queue.delivery_steps import ROWS


class ChannelMoves(Repository):
    """Write the new id of a channel wherever its old one stands."""

    async def move_room_channel(self, room: Room, channel: str) -> None:
        """Let the room, its deliveries and the messages of records follow the channel to its new id."""
        old, room.channel = room.channel, channel
        await self.session.flush()
        there = (ROWS.c.platform == room.platform, ROWS.c.workspace == room.workspace, ROWS.c.channel == old)
        sent = sa.case((ROWS.c.sent_channel == old, channel), else_=ROWS.c.sent_channel)
        link = sa.func.replace(ROWS.c.link, f"/{old}/", f"/{channel}/")
        await self.session.execute(sa.update(ROWS).where(*there).values(channel=channel, sent_channel=sent, link=link))
        place = f"{room.platform}/{room.workspace}"
        for column in list_source_columns():
            await self._replace_beginning(column, f"{place}/{old}/", f"{place}/{channel}/")
        await self._move_question_origins(room, old)

    async def _replace_beginning(self, column: sa.Column[Any], old: str, new: str) -> None:
        """Replace it where a message begins so. It is compared by length: LIKE would take "C1a" for "c1A"."""
        begins = sa.func.substr(column, 1, len(old)) == old
        rest = sa.func.substr(column, len(old) + 1)
        await self.session.execute(sa.update(column.table).where(begins).values({column: sa.literal(new) + rest}))

    async def _move_question_origins(self, room: Room, old: str) -> None:
        """Replace the channel in where each question was asked."""
        questions = Base.metadata.tables["questions"]
        said = sa.cast(questions.c.origin, sa.Text).contains(old, autoescape=True)
        for id, origin in (await self.session.execute(sa.select(questions.c.id, questions.c.origin).where(said))).all():
            if [origin.get(name) for name in ("platform", "workspace", "channel")] != [
                room.platform, room.workspace, old,
            ]:  # fmt: skip
                continue
            moved = sa.update(questions).where(questions.c.id == id)
            await self.session.execute(moved.values(origin=origin | {"channel": room.channel}))
