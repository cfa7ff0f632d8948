"""Favourites: the best of the library, for somebody who is new to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from storage.access.audiences import Sight
from storage.kit.arrays import among
from storage.kit.base import Repository
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import PUBLISHED, Solution


class Favourites(Repository):
    """What is true and used."""

    async def best(
        self, topic_ids: Collection[int], levels: Collection[str], sight: Sight, today: date, limit: int
    ) -> Sequence[Solution]:
        """About these topics: those that are verified first, and of them those that are used most."""
        in_date = sa.or_(Solution.verify_by.is_(None), Solution.verify_by >= today)
        verified = sa.and_(Solution.verified_at.is_not(None), Solution.doubted_at.is_(None), in_date)
        uses = (
            sa.select(sa.func.count())
            .where(SolutionUse.solution_id == Solution.id)
            .correlate(Solution)
            .scalar_subquery()
        )
        rows = await self.session.scalars(
            sa.select(Solution)
            .where(
                Solution.state == PUBLISHED,
                among(Solution.topic_id, topic_ids),
                Solution.level.in_(sorted(levels)),
                sight.within(Solution.reach_id, Solution.owner_id, Solution.author_id),
            )
            .order_by(sa.case((verified, 0), else_=1), uses.desc(), Solution.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def count(self, organisation_id: int, levels: Collection[str], sight: Sight) -> int:
        """How many solutions of an organisation somebody may see."""
        which = (
            Solution.state == PUBLISHED,
            Solution.organisation_id == organisation_id,
            Solution.level.in_(sorted(levels)),
            sight.within(Solution.reach_id, Solution.owner_id, Solution.author_id),
        )
        return await self.session.scalar(sa.select(sa.func.count()).select_from(Solution).where(*which)) or 0
