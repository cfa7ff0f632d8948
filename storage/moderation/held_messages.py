"""Store held messages: what somebody wrote that goes no further yet, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MODERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.kit.shared_memory import remember_between_units

#: waits for its writer, who may release it; waits for the secretariat, which decides
KEPT, ASKED = "kept", "asked"
#: released; rejected; discarded; read by the secretariat alone
PASSED, REFUSED, DROPPED, READ = "passed", "refused", "dropped", "read"
STATES = (KEPT, ASKED, PASSED, REFUSED, DROPPED, READ)
#: states of messages that are not decided
WAITING = (KEPT, ASKED)
#: reasons: competition-sensitive content; a new member as the author; too many messages at once
HINT, NEWCOMER, LIMIT = "hint", "newcomer", "limit"
#: the author wants only the secretariat to read it
PRIVATE = "private"


class HeldMessage(Base):
    __tablename__ = "held_posts"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="state"),
        sa.Index("ix_held_posts_waiting", "state", "id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: account of the author
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    why: Mapped[str] = mapped_column(sa.String(12))
    #: event that is handled again when the message is released; empty once decided
    event: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(sa.String(8))
    created_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


DECLARATIONS = (
    ClassifiedColumns(
        HeldMessage, MODERATION_DATA, own="person_id", named="settled_by_id", key="id account_id", text="event",
        state="why state created_at settled_at",
    ),
)  # fmt: skip


class HeldMessages(Repository):
    """Store messages that wait for a decision before they go on."""

    async def add(self, post: HeldMessage) -> HeldMessage:
        post.created_at = self.now
        self.session.add(post)
        await self.session.flush()
        return post

    async def find(self, id: int) -> HeldMessage | None:
        return await self.session.get(HeldMessage, id)

    async def lock(self, id: int) -> HeldMessage | None:
        """Return the message with a row lock, which is held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(HeldMessage)
            .where(HeldMessage.id == id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.first()

    @remember_between_units("held_posts")
    async def list_held_messages_of_person(
        self, person_id: int, states: Collection[str] = WAITING, limit: int = 20
    ) -> Sequence[HeldMessage]:
        """List the person's held messages, oldest first."""
        which = sa.and_(HeldMessage.person_id == person_id, HeldMessage.state.in_(states))
        return (
            await self.session.scalars(sa.select(HeldMessage).where(which).order_by(HeldMessage.id).limit(limit))
        ).all()

    async def list_messages_to_review(self, limit: int = 20) -> Sequence[HeldMessage]:
        """List messages that wait for the secretariat, oldest first."""
        rows = sa.select(HeldMessage).where(HeldMessage.state == ASKED).order_by(HeldMessage.id).limit(limit)
        return (await self.session.scalars(rows)).all()

    async def count_passed_newcomer_messages(self, person_id: int) -> int:
        """Return how many messages of this newcomer have been let through."""
        which = sa.and_(HeldMessage.person_id == person_id, HeldMessage.why == NEWCOMER, HeldMessage.state == PASSED)
        return await self.session.scalar(sa.select(sa.func.count()).select_from(HeldMessage).where(which)) or 0

    async def settle_held_message(self, post: HeldMessage, state: str, by_id: int | None) -> None:
        """Close the held message. Its content is deleted, because it now stands elsewhere or is not wanted."""
        post.state, post.settled_at, post.settled_by_id = state, self.now, by_id
        post.event = {}
        await self.session.flush()

    async def delete_old_held_messages(self, before: datetime) -> None:
        """Delete messages older than that, whether they were looked at or not."""
        await self.session.execute(sa.delete(HeldMessage).where(HeldMessage.created_at < before))
