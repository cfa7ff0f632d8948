"""Interests: who follows an issue, to hear what comes of it without speaking for an organisation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Sight
from storage.directory.people import Person
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.inserts import insert
from storage.policy.issues import OPEN, Issue


class IssueFollower(Base):
    __tablename__ = "issue_followers"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


#: who has left hears nothing, and is not counted
_HERE = Person.left_at.is_(None)


class Interests(Repository):
    """Each has said so."""

    async def follow(self, issue_id: int, person_id: int) -> None:
        """Once, whoever taps how often."""
        statement = insert(self.session.get_bind().dialect.name, IssueFollower.__table__).on_conflict_do_nothing()
        await self.session.execute(statement, [{"issue_id": issue_id, "person_id": person_id}])

    async def unfollow(self, issue_id: int, person_id: int) -> None:
        mine = sa.and_(IssueFollower.issue_id == issue_id, IssueFollower.person_id == person_id)
        await self.session.execute(sa.delete(IssueFollower).where(mine))

    async def follows(self, issue_id: int, person_id: int) -> bool:
        which = sa.exists().where(IssueFollower.issue_id == issue_id, IssueFollower.person_id == person_id)
        return bool(await self.session.scalar(sa.select(which)))

    async def of(self, person_id: int, sight: Sight, limit: int) -> Sequence[Issue]:
        """Open ones that a person follows and may see, the nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .join(IssueFollower, IssueFollower.issue_id == Issue.id)
            .where(IssueFollower.person_id == person_id, Issue.state.in_(OPEN))
            .where(sight.within(Issue.reach_id, Issue.raised_by_id, Issue.owner_id))
            .order_by(Issue.deadline.nulls_last(), Issue.id)
            .limit(limit)
        )
        return rows.all()

    async def followers(self, issue_id: int) -> Sequence[Person]:
        rows = await self.session.scalars(
            sa.select(Person)
            .join(IssueFollower, IssueFollower.person_id == Person.id)
            .where(IssueFollower.issue_id == issue_id, _HERE)
            .order_by(Person.id)
        )
        return rows.all()

    async def counts(self, issue_ids: Collection[int]) -> dict[int, int]:
        """Issue id -> how many people follow it; those that nobody follows are left out."""
        rows = await self.session.execute(
            sa.select(IssueFollower.issue_id, sa.func.count())
            .join(Person, Person.id == IssueFollower.person_id)
            .where(among(IssueFollower.issue_id, issue_ids), _HERE)
            .group_by(IssueFollower.issue_id)
        )
        return {row[0]: row[1] for row in rows}
