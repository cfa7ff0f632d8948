"""List what belongs to an organisation: its rooms, and what was shared in its name."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from storage.directory.rooms import Room
from storage.kit.base import Repository
from storage.library.solutions import Solution
from storage.questions.answers import Answer
from storage.questions.questions import WITHDRAWN, Question


class OrganisationHoldings(Repository):
    """List the records of one organisation, in the order of their creation."""

    async def list_organisation_rooms(self, organisation_id: int) -> Sequence[Room]:
        theirs = Room.organisation_id == organisation_id
        return (await self.session.scalars(sa.select(Room).where(theirs).order_by(Room.id))).all()

    async def list_organisation_solutions(self, organisation_id: int) -> Sequence[Solution]:
        theirs = Solution.organisation_id == organisation_id
        return (await self.session.scalars(sa.select(Solution).where(theirs).order_by(Solution.id))).all()

    async def list_organisation_answer_ids(self, organisation_id: int) -> Sequence[int]:
        """List the answers that are signed with the organisation's name."""
        theirs = Answer.organisation_id == organisation_id
        return (await self.session.scalars(sa.select(Answer.id).where(theirs).order_by(Answer.id))).all()

    async def list_organisation_questions(self, organisation_id: int) -> Sequence[Question]:
        """List the organisation's questions, without withdrawn ones."""
        rows = await self.session.scalars(
            sa.select(Question)
            .where(Question.organisation_id == organisation_id, Question.state != WITHDRAWN)
            .order_by(Question.id)
        )
        return rows.all()
