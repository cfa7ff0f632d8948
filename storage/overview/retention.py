"""Find and delete data whose retention period has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.directory.people import Person
from storage.kit.base import Repository
from storage.library.solutions import Solution
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import Rsvp
from storage.questions.answers import Answer
from storage.questions.questions import Question
from storage.queue.delivery_rows import PENDING, POST, Delivery

#: template -> argument with text by people, which is cleared after sending
WORDS = {"questions.passed": "word"}


class Retention(Repository):
    """Apply retention periods. Each method is called every hour, and finds little."""

    async def list_questions_past_retention(self, before: datetime, limit: int) -> Sequence[Question]:
        """List questions whose text is still there, and of which no solution came."""
        became = sa.exists().where(Solution.question_id == Question.id)
        rows = await self.session.scalars(
            sa.select(Question)
            .where(Question.created_at < before, Question.text != "", ~became, Question.solved_by_solution_id.is_(None))
            .order_by(Question.id)
            .limit(limit)
        )
        return rows.all()

    async def clear_answer_texts(self, question_id: int) -> None:
        """Delete the texts of the answers. The fact that somebody answered stays."""
        of_it = Answer.question_id == question_id
        await self.session.execute(sa.update(Answer).where(of_it).values(text="", source="", files=[]))

    async def delete_old_attendance(self, before: datetime) -> None:
        over = sa.select(Occurrence.id).where(Occurrence.end_at < before)
        await self.session.execute(sa.delete(Rsvp).where(Rsvp.occurrence_id.in_(over)))

    async def clear_card_arguments(self, before: datetime) -> None:
        """Clear people's words in card arguments. The card can still be redrawn, without the words."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(
                Delivery.template.in_(WORDS), Delivery.state.not_in(PENDING), Delivery.created_at < before
            )
        )
        for row in rows:
            if row.args.get(WORDS[row.template]):
                row.args = {**row.args, WORDS[row.template]: ""}

    async def delete_old_messages(self, before: datetime) -> None:
        """Delete private messages, and single posts in rooms.

        The card of a record stays: it is redrawn as long as the record exists.
        """
        change = aliased(Delivery)
        await self.session.execute(
            sa.delete(Delivery).where(
                Delivery.op == POST,
                Delivery.state.not_in(PENDING),
                Delivery.due_at < before,
                sa.or_(Delivery.room_id.is_(None), Delivery.subject == ""),
                ~sa.exists().where(change.target_id == Delivery.id),
            )
        )

    async def delete_messages_to_erased(self) -> None:
        """Delete messages to erased people, once they are sent."""
        erased = sa.select(Person.id).where(Person.erased_at.is_not(None))
        await self.session.execute(
            sa.delete(Delivery).where(Delivery.person_id.in_(erased), Delivery.state.not_in(PENDING))
        )
