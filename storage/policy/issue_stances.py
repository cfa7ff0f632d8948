"""Store stances: what each organisation says of an issue, once, by its contact or deputy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import ISSUE_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.policy.issues import OPEN, Issue

SUPPORT, CONDITIONAL, NEUTRAL, AGAINST = "support", "conditional", "neutral", "against"
STANCES = (SUPPORT, CONDITIONAL, NEUTRAL, AGAINST)


class IssueStance(Base):
    """Store the stance of one organisation. The key allows no second one."""

    __tablename__ = "issue_supports"
    __table_args__ = (sa.CheckConstraint("stance IN ('support','conditional','neutral','against')", name="stance"),)

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    stance: Mapped[str] = mapped_column(sa.String(12))
    #: reason, or condition
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: person who answered for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: Version of the text that the stance is about. Without a new answer it stays with that version.
    version: Mapped[int]
    given_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        IssueStance, ISSUE_DATA, named="person_id", key="issue_id", text="reason", organisation="organisation_id",
        state="stance version given_at",
    ),
)  # fmt: skip


class IssueStances(Repository):
    """Store who supports what. Change stances while the issue is locked."""

    async def find_stance(self, issue_id: int, organisation_id: int) -> IssueStance | None:
        return await self.session.get(IssueStance, (issue_id, organisation_id), populate_existing=True)

    async def list_stances(self, issue_id: int) -> Sequence[tuple[IssueStance, Organisation]]:
        """List stances with their organisations, in the order in which they were given."""
        rows = await self.session.execute(
            sa.select(IssueStance, Organisation)
            .join(Organisation, Organisation.id == IssueStance.organisation_id)
            .where(IssueStance.issue_id == issue_id)
            .order_by(IssueStance.given_at, Organisation.id)
        )
        return [(stance, organisation) for stance, organisation in rows]

    async def map_stances_by_issue(
        self, issue_ids: Collection[int]
    ) -> dict[int, list[tuple[IssueStance, Organisation]]]:
        """Return issue id -> its stances with their organisations. Every one of these issues is a key."""
        rows = await self.session.execute(
            sa.select(IssueStance, Organisation)
            .join(Organisation, Organisation.id == IssueStance.organisation_id)
            .where(match_any_of(IssueStance.issue_id, issue_ids))
            .order_by(IssueStance.given_at, Organisation.id)
        )
        found: dict[int, list[tuple[IssueStance, Organisation]]] = {id: [] for id in issue_ids}
        for stance, organisation in rows:
            found[stance.issue_id].append((stance, organisation))
        return found

    async def list_issues_with_stance_of(
        self, organisation_id: int, viewer: Viewer, limit: int
    ) -> Sequence[tuple[Issue, IssueStance | None]]:
        """List open, visible issues that the organisation raised or has a stance on, oldest first."""
        seen = viewer.match_visible_to_members(Issue.reach_id, Issue.raised_by_id, Issue.owner_id)
        mine = sa.and_(IssueStance.issue_id == Issue.id, IssueStance.organisation_id == organisation_id)
        taken_up = sa.or_(Issue.organisation_id == organisation_id, IssueStance.issue_id.is_not(None))
        rows = await self.session.execute(
            sa.select(Issue, IssueStance)
            .outerjoin(IssueStance, mine)
            .where(Issue.state.in_(OPEN), seen, taken_up)
            .order_by(Issue.id)
            .limit(limit)
        )
        return [(issue, stance) for issue, stance in rows]

    async def store_stance(self, stance: IssueStance) -> IssueStance:
        """Give or change the stance."""
        stance.given_at = self.now
        kept = await self.session.merge(stance)
        await self.session.flush()
        return kept

    async def delete_stance(self, stance: IssueStance) -> None:
        await self.session.delete(stance)
        await self.session.flush()
