"""What a platform needs to write to a place later: conversation references, kept as they last were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.inserts import insert


class Conversation(Base):
    __tablename__ = "conversations"

    platform: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    workspace: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    #: a channel, or "@user" for the direct chat with a user
    channel: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    data: Mapped[dict[str, Any]]
    seen_at: Mapped[datetime]


class Conversations(Repository):
    """One row per place."""

    async def remember(self, platform: str, workspace: str, channel: str, data: dict[str, Any]) -> None:
        """Two processes may hear of a place for the first time at once: the later word stands."""
        row = insert(self.session.get_bind().dialect.name, Conversation).values(
            platform=platform, workspace=workspace, channel=channel, data=data, seen_at=self.now
        )
        news = {"data": row.excluded.data, "seen_at": row.excluded.seen_at}
        await self.session.execute(
            row.on_conflict_do_update(index_elements=("platform", "workspace", "channel"), set_=news)
        )

    async def recall(self, platform: str, workspace: str, channel: str) -> dict[str, Any] | None:
        row = await self.session.get(Conversation, (platform, workspace, channel), populate_existing=True)
        return None if row is None else row.data

    async def all_of(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        """Channel (or "@user") -> what is kept of it, for every place of this workspace."""
        rows = await self.session.execute(
            sa.select(Conversation.channel, Conversation.data).where(
                Conversation.platform == platform, Conversation.workspace == workspace
            )
        )
        return {row.channel: row.data for row in rows}

    async def forget_all(self, platform: str, workspace: str) -> None:
        await self.session.execute(
            sa.delete(Conversation).where(Conversation.platform == platform, Conversation.workspace == workspace)
        )

    async def forget(self, platform: str, workspace: str, channel: str) -> None:
        await self.session.execute(
            sa.delete(Conversation).where(
                Conversation.platform == platform, Conversation.workspace == workspace, Conversation.channel == channel
            )
        )
