"""What is an organisation's: its rooms, and what was shared in its name."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from storage.directory.rooms import Room
from storage.kit.base import Repository
from storage.library.solutions import Solution
from storage.questions.questions import WITHDRAWN, Question


class Houses(Repository):
    """Of one organisation, in the order they came."""

    async def rooms(self, organisation_id: int) -> Sequence[Room]:
        theirs = Room.organisation_id == organisation_id
        return (await self.session.scalars(sa.select(Room).where(theirs).order_by(Room.id))).all()

    async def solutions(self, organisation_id: int) -> Sequence[Solution]:
        theirs = Solution.organisation_id == organisation_id
        return (await self.session.scalars(sa.select(Solution).where(theirs).order_by(Solution.id))).all()

    async def questions(self, organisation_id: int) -> Sequence[Question]:
        """Without those that are taken back."""
        rows = await self.session.scalars(
            sa.select(Question)
            .where(Question.organisation_id == organisation_id, Question.state != WITHDRAWN)
            .order_by(Question.id)
        )
        return rows.all()
