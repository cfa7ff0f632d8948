"""List the best of the library, for somebody who is new to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from storage.access.audiences import Viewer
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import PUBLISHED, Solution


class StarterSolutions(Repository):
    """Find verified solutions that are used."""

    async def list_starter_solutions(
        self, topic_ids: Collection[int], levels: Collection[str], viewer: Viewer, today: date, limit: int
    ) -> Sequence[Solution]:
        """List solutions about these topics: verified ones first, and of them the most used."""
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
                match_any_of(Solution.topic_id, topic_ids),
                Solution.level.in_(sorted(levels)),
                viewer.match_visible(Solution.reach_id, Solution.owner_id, Solution.author_id),
            )
            .order_by(sa.case((verified, 0), else_=1), uses.desc(), Solution.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def count_visible_solutions(self, organisation_id: int, levels: Collection[str], viewer: Viewer) -> int:
        """Return how many solutions of an organisation the viewer may see."""
        which = (
            Solution.state == PUBLISHED,
            Solution.organisation_id == organisation_id,
            Solution.level.in_(sorted(levels)),
            viewer.match_visible(Solution.reach_id, Solution.owner_id, Solution.author_id),
        )
        return await self.session.scalar(sa.select(sa.func.count()).select_from(Solution).where(*which)) or 0
