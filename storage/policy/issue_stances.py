"""Supports: what each organisation says of an issue, once, by its contact or deputy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Sight
from storage.directory.organisations import Organisation
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.policy.issues import OPEN, Issue

SUPPORT, CONDITIONAL, NEUTRAL, AGAINST = "support", "conditional", "neutral", "against"
STANCES = (SUPPORT, CONDITIONAL, NEUTRAL, AGAINST)


class IssueSupport(Base):
    """The word of one organisation: there can be no second one."""

    __tablename__ = "issue_supports"
    __table_args__ = (sa.CheckConstraint("stance IN ('support','conditional','neutral','against')", name="stance"),)

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    stance: Mapped[str] = mapped_column(sa.String(12))
    #: why, or on which condition
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: who said it for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: the version of the text that it was said of; silence about a later one leaves it there
    version: Mapped[int]
    given_at: Mapped[datetime]


class Supports(Repository):
    """Who supports what. Change them while the issue is locked."""

    async def find(self, issue_id: int, organisation_id: int) -> IssueSupport | None:
        return await self.session.get(IssueSupport, (issue_id, organisation_id), populate_existing=True)

    async def of(self, issue_id: int) -> Sequence[tuple[IssueSupport, Organisation]]:
        """With the organisations, in the order in which they said it."""
        rows = await self.session.execute(
            sa.select(IssueSupport, Organisation)
            .join(Organisation, Organisation.id == IssueSupport.organisation_id)
            .where(IssueSupport.issue_id == issue_id)
            .order_by(IssueSupport.given_at, Organisation.id)
        )
        return [(support, organisation) for support, organisation in rows]

    async def of_each(self, issue_ids: Collection[int]) -> dict[int, list[tuple[IssueSupport, Organisation]]]:
        """The same for several issues; every one of them is there."""
        rows = await self.session.execute(
            sa.select(IssueSupport, Organisation)
            .join(Organisation, Organisation.id == IssueSupport.organisation_id)
            .where(among(IssueSupport.issue_id, issue_ids))
            .order_by(IssueSupport.given_at, Organisation.id)
        )
        found: dict[int, list[tuple[IssueSupport, Organisation]]] = {id: [] for id in issue_ids}
        for support, organisation in rows:
            found[support.issue_id].append((support, organisation))
        return found

    async def under_way(
        self, organisation_id: int, sight: Sight, limit: int
    ) -> Sequence[tuple[Issue, IssueSupport | None]]:
        """Return open issues that may be seen and that the organisation raised or has a stance on, the oldest first."""
        seen = sight.within(Issue.reach_id, Issue.raised_by_id, Issue.owner_id)
        mine = sa.and_(IssueSupport.issue_id == Issue.id, IssueSupport.organisation_id == organisation_id)
        taken_up = sa.or_(Issue.organisation_id == organisation_id, IssueSupport.issue_id.is_not(None))
        rows = await self.session.execute(
            sa.select(Issue, IssueSupport)
            .outerjoin(IssueSupport, mine)
            .where(Issue.state.in_(OPEN), seen, taken_up)
            .order_by(Issue.id)
            .limit(limit)
        )
        return [(issue, support) for issue, support in rows]

    async def put(self, support: IssueSupport) -> IssueSupport:
        """Say it, or say something else."""
        support.given_at = self.now
        kept = await self.session.merge(support)
        await self.session.flush()
        return kept

    async def remove(self, support: IssueSupport) -> None:
        await self.session.delete(support)
        await self.session.flush()
