"""Calendar feeds: secret addresses under which a person's calendar program reads their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository


class Feed(Base):
    """The address itself is known to its person alone: here is only its SHA-256, in hex."""

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    #: what the person calls it ("phone")
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    #: whether it tells more than that there is a meeting
    titles: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Feeds(Repository):
    """Which calendars are read from outside."""

    async def find(self, id: int | None) -> Feed | None:
        return None if id is None else await self.session.get(Feed, id)

    async def by_hash(self, token_hash: str) -> Feed | None:
        """None for one that is revoked, as for one that never was."""
        rows = await self.session.scalars(
            sa.select(Feed).where(Feed.token_hash == token_hash, Feed.revoked_at.is_(None))
        )
        return rows.first()

    async def of(self, person_id: int) -> Sequence[Feed]:
        """Those that still work, oldest first."""
        rows = await self.session.scalars(
            sa.select(Feed).where(Feed.person_id == person_id, Feed.revoked_at.is_(None)).order_by(Feed.id)
        )
        return rows.all()

    async def add(self, feed: Feed) -> Feed:
        feed.created_at = self.now
        self.session.add(feed)
        await self.session.flush()
        return feed
