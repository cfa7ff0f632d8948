"""Measure how long it took until something became of records that a figure counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.pages.figure_conditions import match_first_answers
from storage.questions.answers import Answer
from storage.questions.questions import Question


class FigureTimes(Repository):
    """Measure times of questions, from when they were asked."""

    async def list_answer_times(self, question_ids: Collection[int]) -> Sequence[timedelta]:
        """List the times to the first shown answer of somebody else, of those that have one."""
        rows = await self.session.execute(
            sa.select(Question.created_at, sa.func.min(Answer.created_at, type_=Answer.created_at.type))
            .join(Answer, match_first_answers())
            .where(match_any_of(Question.id, question_ids))
            .group_by(Question.id, Question.created_at)
        )
        return [answered - asked for asked, answered in rows]

    async def list_solution_times(self, question_ids: Collection[int]) -> Sequence[timedelta]:
        """List the times to when the questions were solved."""
        rows = await self.session.execute(
            sa.select(Question.created_at, Question.solved_at).where(
                match_any_of(Question.id, question_ids), Question.solved_at.is_not(None)
            )
        )
        return [solved - asked for asked, solved in rows if solved is not None]
