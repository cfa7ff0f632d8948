"""Held posts: what somebody wrote that goes no further yet, kept so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: waits for its writer, who may send it on; for the secretariat, which lets it through or not
KEPT, ASKED = "kept", "asked"
#: went on; was not let through; was thrown away; was read by the secretariat alone
PASSED, REFUSED, DROPPED, READ = "passed", "refused", "dropped", "read"
STATES = (KEPT, ASKED, PASSED, REFUSED, DROPPED, READ)
#: not over yet
WAITING = (KEPT, ASKED)
#: why it is held: it looks competition-sensitive; a newcomer wrote it; too much came at once
HINT, NEWCOMER, LIMIT = "hint", "newcomer", "limit"
#: ... or its writer wants the secretariat to read it and nobody else
PRIVATE = "private"


class HeldPost(Base):
    __tablename__ = "held_posts"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="state"),
        sa.Index("ix_held_posts_waiting", "state", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: the account it was written from
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    why: Mapped[str] = mapped_column(sa.String(12))
    #: what happened, to be taken up as if it happened when it is let go; empty once that is over
    event: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(sa.String(8))
    created_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class HeldPosts(Repository):
    """What waits for a word before it goes on."""

    async def add(self, post: HeldPost) -> HeldPost:
        post.created_at = self.now
        self.session.add(post)
        await self.session.flush()
        return post

    async def find(self, id: int) -> HeldPost | None:
        return await self.session.get(HeldPost, id)

    async def lock(self, id: int) -> HeldPost | None:
        """The post, held against other units of work until this one ends."""
        rows = await self.session.scalars(
            sa.select(HeldPost).where(HeldPost.id == id).with_for_update().execution_options(populate_existing=True)
        )
        return rows.first()

    async def of(self, person_id: int, states: Collection[str] = WAITING, limit: int = 20) -> Sequence[HeldPost]:
        """Oldest first."""
        which = sa.and_(HeldPost.person_id == person_id, HeldPost.state.in_(states))
        return (await self.session.scalars(sa.select(HeldPost).where(which).order_by(HeldPost.id).limit(limit))).all()

    async def asked(self, limit: int = 20) -> Sequence[HeldPost]:
        """What waits for the secretariat, oldest first."""
        rows = sa.select(HeldPost).where(HeldPost.state == ASKED).order_by(HeldPost.id).limit(limit)
        return (await self.session.scalars(rows)).all()

    async def passed(self, person_id: int) -> int:
        """How many posts of this newcomer have been let through."""
        which = sa.and_(HeldPost.person_id == person_id, HeldPost.why == NEWCOMER, HeldPost.state == PASSED)
        return await self.session.scalar(sa.select(sa.func.count()).select_from(HeldPost).where(which)) or 0

    async def settle(self, post: HeldPost, state: str, by_id: int | None) -> None:
        """It is over: what was written goes, for it stands elsewhere now or is not wanted."""
        post.state, post.settled_at, post.settled_by_id = state, self.now, by_id
        post.event = {}
        await self.session.flush()

    async def clear(self, before: datetime) -> None:
        """What nobody has looked at since then, and what was over by then."""
        await self.session.execute(sa.delete(HeldPost).where(HeldPost.created_at < before))
