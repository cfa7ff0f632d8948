"""Find inactive organisations, which have done nothing for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.kit.base import Repository
from storage.library.adoption_followup import SolutionTrial
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import Solution
from storage.meetings.rsvps import Rsvp
from storage.questions.answers import Answer
from storage.questions.questions import DRAFT, WITHDRAWN, Question

#: activity of an organisation: (organisation id, time, condition)
_DOINGS: tuple[tuple[Any, Any, Any], ...] = (
    (Question.organisation_id, Question.created_at, Question.state.not_in((DRAFT, WITHDRAWN))),
    (Answer.organisation_id, Answer.created_at, sa.true()),
    (Rsvp.organisation_id, Rsvp.answered_at, sa.true()),
    (Solution.organisation_id, Solution.created_at, Solution.seeded == ""),
    (SolutionUse.organisation_id, SolutionUse.at, sa.true()),
    (SolutionTrial.organisation_id, SolutionTrial.at, sa.true()),
)


class InactivityReport(Repository):
    """Find organisations without a question, answer, RSVP, solution or reaction."""

    async def list_inactive_organisations(self, since: datetime) -> Sequence[Organisation]:
        """List the organisations created before `since` that have done nothing since then, by name."""
        heard = [
            sa.exists().where(organisation_column == Organisation.id, at >= since, which)
            for organisation_column, at, which in _DOINGS
        ]
        rows = await self.session.scalars(
            sa.select(Organisation)
            .where(Organisation.created_at < since, Organisation.left_at.is_(None), *(~activity for activity in heard))
            .order_by(Organisation.name)
        )
        return rows.all()

    async def find_last_activity(self, organisation_id: int) -> datetime | None:
        found = [
            await self.session.scalar(sa.select(sa.func.max(at)).where(organisation_column == organisation_id, which))
            for organisation_column, at, which in _DOINGS
        ]
        return max((at for at in found if at is not None), default=None)
