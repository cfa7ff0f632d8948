"""Store who follows an issue, to hear what comes of it without speaking for an organisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import ISSUE_DATA, ClassifiedColumns
from storage.directory.people import Person
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert
from storage.policy.issues import OPEN, Issue


class IssueFollower(Base):
    __tablename__ = "issue_followers"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


DECLARATIONS = (ClassifiedColumns(IssueFollower, ISSUE_DATA, own="person_id", key="issue_id"),)


#: people who have left are not notified and not counted
_HERE = Person.left_at.is_(None)


class IssueFollowers(Repository):
    """Store who follows issues. Each person has said so."""

    async def follow_issue(self, issue_id: int, person_id: int) -> None:
        """Follow the issue. Idempotent, however often somebody taps."""
        statement = build_session_insert(self.session, IssueFollower.__table__).on_conflict_do_nothing()
        await self.session.execute(statement, [{"issue_id": issue_id, "person_id": person_id}])

    async def unfollow_issue(self, issue_id: int, person_id: int) -> None:
        mine = sa.and_(IssueFollower.issue_id == issue_id, IssueFollower.person_id == person_id)
        await self.session.execute(sa.delete(IssueFollower).where(mine))

    async def is_following_issue(self, issue_id: int, person_id: int) -> bool:
        which = sa.exists().where(IssueFollower.issue_id == issue_id, IssueFollower.person_id == person_id)
        return bool(await self.session.scalar(sa.select(which)))

    async def list_followed_issues(self, person_id: int, viewer: Viewer, limit: int) -> Sequence[Issue]:
        """List open, visible issues that a person follows, nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .join(IssueFollower, IssueFollower.issue_id == Issue.id)
            .where(IssueFollower.person_id == person_id, Issue.state.in_(OPEN))
            .where(viewer.match_visible_to_members(Issue.reach_id, Issue.raised_by_id, Issue.owner_id))
            .order_by(Issue.deadline.nulls_last(), Issue.id)
            .limit(limit)
        )
        return rows.all()

    async def list_issue_followers(self, issue_id: int) -> Sequence[Person]:
        rows = await self.session.scalars(
            sa.select(Person)
            .join(IssueFollower, IssueFollower.person_id == Person.id)
            .where(IssueFollower.issue_id == issue_id, _HERE)
            .order_by(Person.id)
        )
        return rows.all()

    async def count_followers_by_issue(self, issue_ids: Collection[int]) -> dict[int, int]:
        """Return issue id -> how many people follow it. Issues without followers are left out."""
        rows = await self.session.execute(
            sa.select(IssueFollower.issue_id, sa.func.count())
            .join(Person, Person.id == IssueFollower.person_id)
            .where(match_any_of(IssueFollower.issue_id, issue_ids), _HERE)
            .group_by(IssueFollower.issue_id)
        )
        return {row[0]: row[1] for row in rows}
