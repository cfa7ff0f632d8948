"""Queue new questions of followed topics, until a person is told of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import TOPIC_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert


class QueuedTopicQuestion(Base):
    __tablename__ = "topic_news"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: last part of the key of the message that reports it
    slot: Mapped[str] = mapped_column(sa.String(32))
    at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(QueuedTopicQuestion, TOPIC_DATA, own="person_id", key="question_id", state="slot at"),
)


class TopicDigestQueue(Repository):
    """Store questions that wait to be told."""

    async def queue_question(self, person_id: int, question_id: int, slot: str) -> None:
        """Add the question once: one that comes again is no news."""
        row = {"person_id": person_id, "question_id": question_id, "slot": slot, "at": self.now}
        statement = build_session_insert(self.session, QueuedTopicQuestion.__table__).on_conflict_do_nothing()
        await self.session.execute(statement, [row])

    async def list_queued_question_ids(self, person_id: int, slot: str, since: datetime | None = None) -> Sequence[int]:
        """Return the ids of questions in this slot, oldest first."""
        late = QueuedTopicQuestion.at >= since if since is not None else sa.true()
        rows = await self.session.scalars(
            sa.select(QueuedTopicQuestion.question_id)
            .where(QueuedTopicQuestion.person_id == person_id, QueuedTopicQuestion.slot == slot, late)
            .order_by(QueuedTopicQuestion.at, QueuedTopicQuestion.question_id)
        )
        return rows.all()

    async def list_digests_with_question(self, question_id: int) -> list[tuple[int, str]]:
        """Return person and slot of each message that tells of this question."""
        rows = await self.session.execute(
            sa.select(QueuedTopicQuestion.person_id, QueuedTopicQuestion.slot)
            .where(QueuedTopicQuestion.question_id == question_id)
            .order_by(QueuedTopicQuestion.person_id)
        )
        return [(person_id, slot) for person_id, slot in rows]

    async def delete_old_queued_questions(self, before: datetime) -> None:
        await self.session.execute(sa.delete(QueuedTopicQuestion).where(QueuedTopicQuestion.at < before))
