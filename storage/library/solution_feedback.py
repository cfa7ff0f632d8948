"""Store what happens to a solution: its earlier versions, who uses it, and who doubts it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import SOLUTION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class SolutionVersion(Base):
    """Store the text as it was before somebody changed it."""

    __tablename__ = "solution_versions"

    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class SolutionUse(Base):
    """Store "Brukt hos oss", once per organisation (or person, where the organisation is unknown)."""

    __tablename__ = "solution_uses"
    __table_args__ = (sa.UniqueConstraint("solution_id", "person_id"),)

    id: Mapped[Key]
    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    at: Mapped[datetime]


class SolutionDoubt(Base):
    """Store "Stemmer ikke lenger", open until the owner has looked at it."""

    __tablename__ = "solution_doubts"

    id: Mapped[Key]
    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        SolutionVersion, SOLUTION_DATA, named="changed_by_id", key="solution_id version", text="data",
        state="changed_at",
    ),
    ClassifiedColumns(
        SolutionUse, SOLUTION_DATA, named="person_id", key="id solution_id", organisation="organisation_id",
        state="at",
    ),
    ClassifiedColumns(
        SolutionDoubt, SOLUTION_DATA, author="person_id", key="id solution_id", text="reason", state="at settled_at",
    ),
)  # fmt: skip


class SolutionFeedback(Repository):
    """Store versions, uses and doubts; the repository `Solutions` extends this one."""

    async def list_solution_versions(self, solution_id: int, limit: int = 5) -> Sequence[SolutionVersion]:
        """List earlier versions, newest first."""
        rows = await self.session.scalars(
            sa.select(SolutionVersion)
            .where(SolutionVersion.solution_id == solution_id)
            .order_by(SolutionVersion.version.desc())
            .limit(limit)
        )
        return rows.all()

    async def delete_solution_versions(self, solution_id: int) -> None:
        await self.session.execute(sa.delete(SolutionVersion).where(SolutionVersion.solution_id == solution_id))

    async def record_solution_use(self, solution_id: int, person_id: int, organisation_id: int | None) -> bool:
        """Record "Brukt hos oss". Return False when this person has said so before."""
        if await self.has_used_solution(solution_id, person_id):
            return False
        self.session.add(
            SolutionUse(solution_id=solution_id, person_id=person_id, organisation_id=organisation_id, at=self.now)
        )
        await self.session.flush()
        return True

    async def has_used_solution(self, solution_id: int, person_id: int) -> bool:
        known = sa.select(SolutionUse.id).where(
            SolutionUse.solution_id == solution_id, SolutionUse.person_id == person_id
        )
        return await self.session.scalar(known) is not None

    async def count_solution_uses(self, solution_id: int) -> int:
        """Count organisations that use it. People without an organisation count one each."""
        return (await self.count_uses_by_solution([solution_id])).get(solution_id, 0)

    async def count_uses_by_solution(self, solution_ids: Collection[int]) -> dict[int, int]:
        """Return solution id -> the organisations that use it, as above. Solutions that nobody uses are left out."""
        who = sa.func.coalesce(SolutionUse.organisation_id, -SolutionUse.person_id)
        rows = sa.select(SolutionUse.solution_id, sa.func.count(sa.distinct(who))).where(
            match_any_of(SolutionUse.solution_id, solution_ids)
        )
        counted = await self.session.execute(rows.group_by(SolutionUse.solution_id))
        return dict(counted.all())

    async def record_solution_doubt(self, solution_id: int, person_id: int, reason: str) -> SolutionDoubt:
        """Record a doubt. Each person has one open doubt: saying it again changes the reason."""
        mine = [doubt for doubt in await self.list_open_doubts(solution_id) if doubt.person_id == person_id]
        if mine:
            mine[0].reason, mine[0].at = reason, self.now
            return mine[0]
        doubt = SolutionDoubt(solution_id=solution_id, person_id=person_id, reason=reason, at=self.now)
        self.session.add(doubt)
        await self.session.flush()
        return doubt

    async def find_solution_doubt(self, id: int) -> SolutionDoubt | None:
        return await self.session.get(SolutionDoubt, id)

    async def list_open_doubts(self, solution_id: int) -> Sequence[SolutionDoubt]:
        """List open doubts, oldest first."""
        rows = await self.session.scalars(
            sa.select(SolutionDoubt)
            .where(SolutionDoubt.solution_id == solution_id, SolutionDoubt.settled_at.is_(None))
            .order_by(SolutionDoubt.id)
        )
        return rows.all()
