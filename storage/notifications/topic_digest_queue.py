"""News: new questions in topics that somebody follows, kept until they are told of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.inserts import insert


class TopicNews(Base):
    __tablename__ = "topic_news"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: with which message it is told: the last part of that message's key
    slot: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[datetime]


class News(Repository):
    """What waits to be told."""

    async def add(self, person_id: int, question_id: int, slot: str) -> None:
        """Once: a question that comes again is no news."""
        row = {"person_id": person_id, "question_id": question_id, "slot": slot, "at": self.now}
        statement = insert(self.session.get_bind().dialect.name, TopicNews.__table__).on_conflict_do_nothing()
        await self.session.execute(statement, [row])

    async def of(self, person_id: int, slot: str, since: datetime | None = None) -> Sequence[int]:
        """Ids of questions, oldest first."""
        late = TopicNews.at >= since if since is not None else sa.true()
        rows = await self.session.scalars(
            sa.select(TopicNews.question_id)
            .where(TopicNews.person_id == person_id, TopicNews.slot == slot, late)
            .order_by(TopicNews.at, TopicNews.question_id)
        )
        return rows.all()

    async def about(self, question_id: int) -> list[tuple[int, str]]:
        """Person and slot of each message that tells of this question."""
        rows = await self.session.execute(
            sa.select(TopicNews.person_id, TopicNews.slot)
            .where(TopicNews.question_id == question_id)
            .order_by(TopicNews.person_id)
        )
        return [(person_id, slot) for person_id, slot in rows]

    async def forget_old(self, before: datetime) -> None:
        await self.session.execute(sa.delete(TopicNews).where(TopicNews.at < before))
