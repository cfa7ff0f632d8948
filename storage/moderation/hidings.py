"""Store hidings: what the secretariat has hidden and restored. Who, when and why, and nothing of the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MODERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository, build_partial_index
from storage.kit.record_ids import Key, Ref


class Hiding(Base):
    __tablename__ = "hidings"
    __table_args__ = (
        # A record can be hidden only once at a time.
        build_partial_index("uq_hidings_in_force", "kind", "record_id", unique=True, where="restored_at IS NULL"),
    )

    id: Mapped[Key]
    #: kind of the record: "question", "answer", "solution" or "comment"; `record_id` is its id
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[Ref]
    #: name of a reason; its text is translated for each reader
    ground: Mapped[str] = mapped_column(sa.String(16))
    #: state to restore
    was: Mapped[str] = mapped_column(sa.String(12), default="")
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hidden_at: Mapped[datetime]
    restored_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    restored_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        Hiding, MODERATION_DATA, named="hidden_by_id restored_by_id", key="id record_id",
        state="kind ground was hidden_at restored_at",
    ),
)  # fmt: skip


class Hidings(Repository):
    """Store hidings. Rows are only ever added, and closed."""

    async def add(self, hiding: Hiding) -> Hiding:
        hiding.hidden_at = self.now
        self.session.add(hiding)
        await self.session.flush()
        return hiding

    async def find(self, id: int) -> Hiding | None:
        return await self.session.get(Hiding, id)

    async def find_hiding_in_force(self, kind: str, record_id: int) -> Hiding | None:
        """Return the hiding in force, or None while the record is shown."""
        which = sa.and_(Hiding.kind == kind, Hiding.record_id == record_id, Hiding.restored_at.is_(None))
        return (await self.session.scalars(sa.select(Hiding).where(which))).first()

    async def list_newest_hidings(self, limit: int, skip: int = 0) -> Sequence[Hiding]:
        """List hidings, newest first."""
        rows = sa.select(Hiding).order_by(Hiding.id.desc()).limit(limit).offset(skip)
        return (await self.session.scalars(rows)).all()
