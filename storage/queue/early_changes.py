"""Store changes that arrive before the message they change. They are kept for an hour at most."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import QUESTION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository

#: Much longer than any platform reorders events. A later message is stored as it is.
KEEP = timedelta(hours=1)


class EarlyChange(Base):
    __tablename__ = "early_changes"

    #: message as in records ("platform/workspace/channel/message")
    source: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    #: its newest text; empty if it was deleted or became internal
    text: Mapped[str] = mapped_column(sa.Text)
    #: time of the change by the platform's clock
    at: Mapped[datetime | None]
    seen_at: Mapped[datetime] = mapped_column(index=True)


DECLARATIONS = (ClassifiedColumns(EarlyChange, QUESTION_DATA, account="source", text="text", state="at seen_at"),)


class EarlyChanges(Repository):
    """Store the newest change of each message that has not arrived yet."""

    async def record_early_change(self, source: str, text: str, at: datetime | None) -> None:
        known = await self.session.get(EarlyChange, source, with_for_update=True)
        if known is None:
            self.session.add(EarlyChange(source=source, text=text, at=at, seen_at=self.now))
        elif known.at is None or at is None or at >= known.at:
            known.text, known.at = text, at
        await self.session.flush()

    async def find_early_change(self, source: str) -> EarlyChange | None:
        """Return the change that arrived before this message."""
        return await self.session.get(EarlyChange, source) if source else None

    async def delete_early_change(self, source: str) -> None:
        """Delete the change: its message has arrived, or there is something newer."""
        await self.session.execute(sa.delete(EarlyChange).where(EarlyChange.source == source))

    async def delete_old_early_changes(self) -> None:
        await self.session.execute(sa.delete(EarlyChange).where(EarlyChange.seen_at < self.now - KEEP))
