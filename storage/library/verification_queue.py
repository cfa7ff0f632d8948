"""Find the solutions that somebody has to verify."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.library.solutions import PUBLISHED, Solution

#: maximum number of verify-by messages in one run: to one person, and in all
MOST_EACH, MOST_IN_ALL = 3, 100

_TURN = sa.func.row_number().over(partition_by=Solution.owner_id, order_by=(Solution.verify_by, Solution.id))
_DUE = (
    sa.select(Solution.id, _TURN.label("turn"))
    .where(
        Solution.state == PUBLISHED,
        Solution.verify_by <= sa.bindparam("today"),
        sa.or_(Solution.asked_for.is_(None), Solution.asked_for != Solution.verify_by),
    )
    .subquery()
)
#: Prebuilt: the planner reads it every few minutes.
_TO_VERIFY = (
    sa.select(Solution)
    .join(_DUE, _DUE.c.id == Solution.id)
    .where(_DUE.c.turn <= MOST_EACH)
    .order_by(Solution.verify_by, Solution.id)
    .limit(MOST_IN_ALL)
)


class VerificationQueue(Repository):
    """Find solutions by their verify-by date."""

    async def list_solutions_to_verify(self, today: date) -> Sequence[Solution]:
        """List solutions whose verify-by date has come and whose owner was not asked yet.

        The oldest come first, a few for each owner.
        """
        return (await self.session.scalars(_TO_VERIFY, {"today": today})).all()

    async def list_expired_solutions(self, since: date, before: date) -> Sequence[Solution]:
        """List solutions whose verify-by date is at or after `since`, and before `before`."""
        late = sa.and_(Solution.verify_by >= since, Solution.verify_by < before)
        rows = await self.session.scalars(sa.select(Solution).where(Solution.state == PUBLISHED, late))
        return rows.all()
