"""List the solutions that somebody is responsible for."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.library.solutions import CONSENT, HIDDEN, PUBLISHED, RETIRED, Solution

#: what has been saved, whatever became of it; a draft is asked about where it stands
SAVED = (CONSENT, PUBLISHED, RETIRED, HIDDEN)


class OwnSolutions(Repository):
    """Find solutions by their owner."""

    async def list_own_solutions(self, owner_id: int, limit: int) -> Sequence[Solution]:
        """List what this person has saved, newest first."""
        rows = (
            sa.select(Solution)
            .where(Solution.owner_id == owner_id, Solution.state.in_(SAVED))
            .order_by(Solution.id.desc())
            .limit(limit)
        )
        return (await self.session.scalars(rows)).all()
