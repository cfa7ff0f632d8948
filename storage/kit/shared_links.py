"""Store links that open one thing for whoever holds them, for some time, listed, and ended at any time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

#: maximum number of characters of whom a link is for
LABEL = 80
L = TypeVar("L", bound="SharedLink")


class SharedLink:
    """Hold the columns of a link. It is stored by the SHA-256 of its token: only whoever made it has seen the token."""

    #: whom it is for, as its maker writes it: "the board"
    label: Mapped[str] = mapped_column(sa.String(LABEL))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class SharedLinks(Generic[L]):
    """Store the links of one table, whose class has the columns of `SharedLink`. A repository inherits it first."""

    table: ClassVar[Any]
    session: AsyncSession
    now: datetime

    async def find(self, id: int | None) -> L | None:
        return None if id is None else await self.session.get(self.table, id)

    async def add_link(self, link: L, lasts: timedelta) -> L:
        link.created_at, link.expires_at = self.now, self.now + lasts
        self.session.add(link)
        await self.session.flush()
        return link

    async def find_open_link(self, token_hash: str) -> L | None:
        rows = sa.select(self.table).where(self.table.token_hash == token_hash, self._match_open())
        return (await self.session.scalars(rows)).first()

    async def end_link(self, link: L) -> None:
        """End the link at once. One that has ended stays as it is."""
        link.ended_at = link.ended_at or self.now
        await self.session.flush()

    async def end_every_link(self) -> None:
        """End all links: a restored database has forgotten which of them had ended."""
        which = sa.update(self.table).where(self.table.ended_at.is_(None))
        await self.session.execute(which.values(ended_at=self.now))

    async def delete_expired_links(self, before: datetime) -> None:
        """Delete links that ran out before this time, whether or not they were ended earlier."""
        await self.session.execute(sa.delete(self.table).where(self.table.expires_at < before))

    def _match_open(self) -> sa.ColumnElement[bool]:
        return sa.and_(self.table.ended_at.is_(None), self.table.expires_at > self.now)
