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


class InProgress(Exception):
    """Another unit of work is about to answer the event; what comes of that is known when it is over."""


class Inbox(Repository):
    """Event ids, kept for a week."""

    async def claim_event(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it.

        Raises InProgress while another one answers it: nobody waits for that with a connection in hand.
        """
        values = {"id": event[:255], "seen_at": self.now}
        if self.session.get_bind().dialect.name == "sqlite":  # one writes at a time
            return (await self.session.execute(_inserting("sqlite"), values)).first() is not None
        free, first = (await self.session.execute(_trying(), values)).one()
        if not free:
            raise InProgress
        return bool(first)

    async def first_time(self, event: str) -> bool:
        """Claim the event for this unit of work. Return False if another one has answered it, or is about to."""
        try:
            return await self.claim_event(event)
        except InProgress:
            return False

    async def has(self, event: str) -> bool:
        """Whether this event was answered already."""
        return await self.session.scalar(sa.select(ROWS.c.id).where(ROWS.c.id == event[:255])) is not None

    async def forget_old(self) -> int:
        result = await self.session.execute(sa.delete(Received).where(Received.seen_at < self.now - KEEP))
        return int(result.rowcount)  # type: ignore[attr-defined]


@cache
def _inserting(dialect: str) -> ReturningInsert[Any]:
    return insert(dialect, ROWS).on_conflict_do_nothing().returning(ROWS.c.id)


@cache
def _trying() -> sa.Select[Any]:
    """Return the statement that tells whether nobody else is at it, and whether it is the first time.

    Whoever inserts holds an advisory lock of the id until the end, and whoever cannot have it inserts nothing: an
    insert would wait for the other one's end.
    """
    id, seen_at = sa.bindparam("id", type_=ROWS.c.id.type), sa.bindparam("seen_at", type_=ROWS.c.seen_at.type)
    mine = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(id, 0), type_=sa.Boolean)
    turn = sa.select(mine.label("free")).cte("turn")
    row = sa.select(id, seen_at).select_from(turn).where(turn.c.free)
    done = insert("postgresql", ROWS).from_select(["id", "seen_at"], row).on_conflict_do_nothing()
    claimed = done.returning(ROWS.c.id).cte("claimed")
    return sa.select(turn.c.free, sa.exists(sa.select(claimed.c.id)))
