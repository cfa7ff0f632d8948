"""Store what two sides of a match ask each other through the bot, before either knows the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: maximum number of characters
QUESTION = 500


class MatchQuestion(Base):
    """Store a question or an answer. The other side reads its text, and never whose it is."""

    __tablename__ = "match_questions"
    __table_args__ = (sa.CheckConstraint("side IN ('offer','need')", name="side"),)

    id: Mapped[Key]
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("matches.id", ondelete="CASCADE"), index=True)
    #: whose it is
    side: Mapped[str] = mapped_column(sa.String(8))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    #: None: its writer has seen it as it would go, and not sent it
    sent_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        MatchQuestion, EXCHANGE_DATA, author="by_id", key="id match_id", text="text", organisation="organisation_id",
        state="side created_at sent_at",
    ),
)  # fmt: skip


class MatchQuestions(Repository):
    """Store questions without a name."""

    async def find(self, id: int | None) -> MatchQuestion | None:
        return None if id is None else await self.session.get(MatchQuestion, id)

    async def add(self, question: MatchQuestion) -> MatchQuestion:
        question.created_at = self.now
        self.session.add(question)
        await self.session.flush()
        return question

    async def list_all_sent_questions(self) -> Sequence[MatchQuestion]:
        rows = sa.select(MatchQuestion).where(MatchQuestion.sent_at.is_not(None))
        return (await self.session.scalars(rows.order_by(MatchQuestion.match_id, MatchQuestion.id))).all()

    async def list_sent_questions(self, match_id: int, since: datetime) -> Sequence[MatchQuestion]:
        """List what was sent in this match since then, in the order in which it was written."""
        sent = sa.and_(MatchQuestion.match_id == match_id, MatchQuestion.sent_at >= since)
        return (await self.session.scalars(sa.select(MatchQuestion).where(sent).order_by(MatchQuestion.id))).all()

    async def list_asker_ids(self, match_id: int, side: str) -> Sequence[int]:
        """List the ids of those who have sent something for this side of a match."""
        sent = sa.and_(
            MatchQuestion.match_id == match_id, MatchQuestion.side == side, MatchQuestion.sent_at.is_not(None)
        )
        rows = sa.select(MatchQuestion.by_id).where(sent, MatchQuestion.by_id.is_not(None)).distinct()
        return [id for id in await self.session.scalars(rows.order_by(MatchQuestion.by_id)) if id is not None]

    async def delete_unsent_questions(self, before: datetime) -> None:
        """Delete what was written before then and never sent."""
        which = sa.and_(MatchQuestion.sent_at.is_(None), MatchQuestion.created_at < before)
        await self.session.execute(sa.delete(MatchQuestion).where(which))
