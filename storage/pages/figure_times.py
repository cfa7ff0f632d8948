"""Measure how long it took until something became of the records that a figure counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.kit.durations import count_seconds_between
from storage.pages.figure_conditions import match_first_answers
from storage.pages.record_sources import SOURCES, RecordFilter, match_records
from storage.questions.answers import Answer
from storage.questions.questions import Question


class FigureTimes(Repository):
    """Measure medians of questions, from when they were asked, in seconds; None where there are none."""

    async def measure_time_to_answer(self, which: RecordFilter) -> float | None:
        """Measure until the first shown answer of somebody else. Questions without one fall out by the join."""
        asked = replace(which, figure="questions-asked") if which.figure else which
        first = sa.func.min(Answer.created_at, type_=Answer.created_at.type)
        seconds = (
            sa.select(count_seconds_between(Question.created_at, first).label("seconds"))
            .join(Answer, match_first_answers())
            .where(*match_records(SOURCES["question"], asked))
            .group_by(Question.id, Question.created_at)
        )
        return await self._find_median(seconds)

    async def measure_time_to_solution(self, which: RecordFilter) -> float | None:
        seconds = sa.select(count_seconds_between(Question.created_at, Question.solved_at).label("seconds"))
        return await self._find_median(
            seconds.where(Question.solved_at.is_not(None), *match_records(SOURCES["question"], which))
        )

    async def _find_median(self, seconds: sa.Select[Any]) -> float | None:
        """Return the middle one, or the mean of the two in the middle."""
        every = seconds.subquery()
        ranked = sa.select(
            every.c.seconds,
            sa.func.row_number().over(order_by=every.c.seconds).label("place"),
            sa.func.count().over().label("whole"),
        ).subquery()
        whole, place = ranked.c.whole, ranked.c.place
        middle = sa.select(sa.func.avg(ranked.c.seconds)).where(place * 2 >= whole, place * 2 <= whole + 2)
        return await self.session.scalar(middle)
