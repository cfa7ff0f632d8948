"""Events already answered: the second delivery of one finds its id here."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from storage.base import Base, Repository
from storage.inserts import insert

#: far beyond the last retry of any platform
KEEP = timedelta(days=7)


class Received(Base):
    __tablename__ = "inbox"

    id: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


#: without the ORM: every event is one of these rows
ROWS = Base.metadata.tables[Received.__tablename__]


class Inbox(Repository):
    """Event ids, kept for a week."""

    async def first_time(self, event: str) -> bool:
        """Claim the event for this unit of work; False when another one has answered it.

        A parallel delivery waits here until the first one has committed or forgotten.
        """
        claim = _claiming(self.session.get_bind().dialect.name)
        return (await self.session.execute(claim, {"id": event[:255], "seen_at": self.now})).first() is not None

    async def has(self, event: str) -> bool:
        """Whether this event was answered already."""
        return await self.session.scalar(sa.select(ROWS.c.id).where(ROWS.c.id == event[:255])) is not None

    async def forget_old(self) -> int:
        result = await self.session.execute(sa.delete(Received).where(Received.seen_at < self.now - KEEP))
        return int(result.rowcount)  # type: ignore[attr-defined]


@cache
def _claiming(dialect: str) -> ReturningInsert[Any]:
    return insert(dialect, ROWS).on_conflict_do_nothing().returning(ROWS.c.id)
