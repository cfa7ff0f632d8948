"""Store conversation references: what a platform needs to write to a place later, as last seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import PEOPLE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert


class ConversationReference(Base):
    __tablename__ = "conversations"

    platform: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    workspace: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    #: channel, or "@user" for the direct chat with a user
    channel: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    data: Mapped[dict[str, Any]]
    seen_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        ConversationReference, PEOPLE_DATA, key="workspace", account="channel data", state="platform seen_at",
    ),
)  # fmt: skip


class ConversationReferences(Repository):
    """Store one row per place."""

    async def store_reference(self, platform: str, workspace: str, channel: str, data: dict[str, Any]) -> None:
        """Insert or replace the reference.

        Two processes may see a place for the first time at once: the later write wins.
        """
        row = build_session_insert(self.session, ConversationReference).values(
            platform=platform, workspace=workspace, channel=channel, data=data, seen_at=self.now
        )
        news = {"data": row.excluded.data, "seen_at": row.excluded.seen_at}
        await self.session.execute(
            row.on_conflict_do_update(index_elements=("platform", "workspace", "channel"), set_=news)
        )

    async def find_reference(self, platform: str, workspace: str, channel: str) -> dict[str, Any] | None:
        row = await self.session.get(ConversationReference, (platform, workspace, channel), populate_existing=True)
        return None if row is None else row.data

    async def map_workspace_references(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        """Return channel (or "@user") -> its reference, for every place of this workspace."""
        rows = await self.session.execute(
            sa.select(ConversationReference.channel, ConversationReference.data).where(
                ConversationReference.platform == platform, ConversationReference.workspace == workspace
            )
        )
        return {row.channel: row.data for row in rows}

    async def delete_workspace_references(self, platform: str, workspace: str) -> None:
        await self.session.execute(
            sa.delete(ConversationReference).where(
                ConversationReference.platform == platform, ConversationReference.workspace == workspace
            )
        )
