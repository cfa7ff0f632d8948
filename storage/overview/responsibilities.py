"""Find what one person is responsible for and has to decide on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.library.solutions import PUBLISHED, Solution
from storage.policy.consultations import OPEN as ASKED
from storage.policy.consultations import Consultation
from storage.policy.issues import OPEN, Issue


class Responsibilities(Repository):
    """List solutions, issues and consultations by their owner."""

    async def list_solutions_to_attend(self, person_id: int, until: date, limit: int) -> Sequence[Solution]:
        """List owned solutions to verify by that day, or doubted: doubted ones first, then the nearest date."""
        asks = sa.or_(Solution.doubted_at.is_not(None), Solution.verify_by <= until)
        rows = await self.session.scalars(
            sa.select(Solution)
            .where(Solution.owner_id == person_id, Solution.state == PUBLISHED, asks)
            .order_by(Solution.doubted_at.is_(None), Solution.verify_by.nulls_last(), Solution.id)
            .limit(limit)
        )
        return rows.all()

    async def list_issues_to_work_on(self, person_id: int, limit: int) -> Sequence[Issue]:
        """List open issues that the person works with, nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.owner_id == person_id, Issue.state.in_(OPEN))
            .order_by(Issue.deadline.nulls_last(), Issue.id)
            .limit(limit)
        )
        return rows.all()

    async def list_consultations_to_answer(self, person_id: int, limit: int) -> Sequence[Consultation]:
        """List open consultations whose answer the person writes, nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Consultation)
            .where(Consultation.owner_id == person_id, Consultation.state == ASKED)
            .order_by(Consultation.deadline.nulls_last(), Consultation.id)
            .limit(limit)
        )
        return rows.all()
