"""Find and delete data whose retention period has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.library.solutions import Solution
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import Rsvp
from storage.questions.answers import Answer
from storage.questions.questions import Question


class Retention(Repository):
    """Apply retention periods. Each method is called every hour, and finds little."""

    async def list_questions_past_retention(self, before: datetime, limit: int) -> Sequence[Question]:
        """List questions whose text is still there, and of which no solution came."""
        became = sa.exists().where(Solution.question_id == Question.id)
        rows = await self.session.scalars(
            sa.select(Question)
            .where(Question.created_at < before, Question.text != "", ~became, Question.solved_by_solution_id.is_(None))
            .order_by(Question.created_at, Question.id)
            .limit(limit)
        )
        return rows.all()

    async def clear_answer_texts(self, question_id: int) -> None:
        """Delete the texts of the answers. The fact that somebody answered stays."""
        of_it = Answer.question_id == question_id
        await self.session.execute(sa.update(Answer).where(of_it).values(text="", source="", files=[]))

    async def delete_old_attendance(self, before: datetime) -> None:
        over = sa.select(Occurrence.id).where(Occurrence.start_at < before, Occurrence.end_at < before)
        await self.session.execute(sa.delete(Rsvp).where(Rsvp.occurrence_id.in_(over)))
