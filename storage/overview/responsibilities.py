"""Keepings: what one person looks after and has to say something about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.library.solutions import PUBLISHED, Solution
from storage.policy.consultations import OPEN as ASKED
from storage.policy.consultations import Consultation
from storage.policy.issues import OPEN, Issue


class Keepings(Repository):
    """Solutions, issues and consultations by the one who owns them."""

    async def solutions(self, person_id: int, until: date, limit: int) -> Sequence[Solution]:
        """To be verified by that day, or doubted: the doubted ones first, then the nearest date."""
        asks = sa.or_(Solution.doubted_at.is_not(None), Solution.verify_by <= until)
        rows = await self.session.scalars(
            sa.select(Solution)
            .where(Solution.owner_id == person_id, Solution.state == PUBLISHED, asks)
            .order_by(Solution.doubted_at.is_(None), Solution.verify_by.nulls_last(), Solution.id)
            .limit(limit)
        )
        return rows.all()

    async def issues(self, person_id: int, limit: int) -> Sequence[Issue]:
        """Open ones they work with, the nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.owner_id == person_id, Issue.state.in_(OPEN))
            .order_by(Issue.deadline.nulls_last(), Issue.id)
            .limit(limit)
        )
        return rows.all()

    async def consultations(self, person_id: int, limit: int) -> Sequence[Consultation]:
        """Open ones whose answer they write, the nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Consultation)
            .where(Consultation.owner_id == person_id, Consultation.state == ASKED)
            .order_by(Consultation.deadline.nulls_last(), Consultation.id)
            .limit(limit)
        )
        return rows.all()
