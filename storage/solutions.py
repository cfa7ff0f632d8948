"""Solutions: what worked (or did not) somewhere, kept so that others find it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository

#: waits for the yes of the one who wrote the text
CONSENT = "consent"
PUBLISHED = "published"
#: no longer true, or taken back; kept, not found
RETIRED = "retired"
STATES = (CONSENT, PUBLISHED, RETIRED)
OPEN, MEMBERS, CIRCLE = "open", "members", "circle"
LEVELS = (OPEN, MEMBERS, CIRCLE)


class Solution(Base):
    __tablename__ = "solutions"
    __table_args__ = (sa.CheckConstraint("state IN ('consent','published','retired')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: what people write: "L-001"
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    problem: Mapped[str] = mapped_column(sa.Text)
    done: Mapped[str] = mapped_column(sa.Text)
    result: Mapped[str] = mapped_column(sa.Text, default="")
    #: cost band and time
    cost_time: Mapped[str] = mapped_column(sa.Text, default="")
    preconditions: Mapped[str] = mapped_column(sa.Text, default="")
    pitfall: Mapped[str] = mapped_column(sa.Text, default="")
    #: what was tried first and failed
    failed: Mapped[str] = mapped_column(sa.Text, default="")
    maturity: Mapped[str] = mapped_column(sa.String(40), default="")
    level: Mapped[str] = mapped_column(sa.String(16), default=MEMBERS)
    #: whom to ask, as written
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    #: the park or company, as written; the organisation itself when it is a known one
    park: Mapped[str] = mapped_column(sa.String(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=PUBLISHED)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: the one who wrote the text, when it is somebody else's
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id"))
    version: Mapped[int] = mapped_column(default=1)
    dated: Mapped[date | None]
    verify_by: Mapped[date | None] = mapped_column(index=True)
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime]


class SolutionVersion(Base):
    """The text as it was before somebody changed it."""

    __tablename__ = "solution_versions"

    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class SolutionUse(Base):
    """ "Brukt hos oss", once per organisation (or person, where the organisation is unknown)."""

    __tablename__ = "solution_uses"
    __table_args__ = (sa.UniqueConstraint("solution_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    at: Mapped[datetime]


class SolutionDoubt(Base):
    """ "Stemmer ikke lenger", open until the owner has looked at it."""

    __tablename__ = "solution_doubts"

    id: Mapped[int] = mapped_column(primary_key=True)
    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Solutions(Repository):
    """The library."""

    async def find(self, id: int | None) -> Solution | None:
        return None if id is None else await self.session.get(Solution, id)

    async def by_code(self, code: str) -> Solution | None:
        return (await self.session.scalars(sa.select(Solution).where(Solution.code == code.upper()))).first()

    async def add(self, solution: Solution) -> Solution:
        """With the next free code, unless it brings its own."""
        solution.created_at = self.now
        self.session.add(solution)
        if not solution.code:
            solution.code = await self._next_code()
        await self.session.flush()
        return solution

    async def _next_code(self) -> str:
        with self.session.no_autoflush:
            codes = await self.session.scalars(sa.select(Solution.code).where(Solution.code.like("L-%")))
            taken = [int(code[2:]) for code in codes if code[2:].isdigit()]
        return f"L-{max(taken, default=0) + 1:03d}"

    async def many(self, ids: Sequence[int]) -> dict[int, Solution]:
        rows = await self.session.scalars(sa.select(Solution).where(Solution.id.in_(ids)))
        return {row.id: row for row in rows}

    async def use(self, solution_id: int, person_id: int, organisation_id: int | None) -> bool:
        """ "Brukt hos oss"; False when this person has said so before."""
        known = await self.session.scalar(
            sa.select(SolutionUse.id).where(SolutionUse.solution_id == solution_id, SolutionUse.person_id == person_id)
        )
        if known is not None:
            return False
        self.session.add(
            SolutionUse(solution_id=solution_id, person_id=person_id, organisation_id=organisation_id, at=self.now)
        )
        await self.session.flush()
        return True

    async def uses(self, solution_id: int) -> int:
        """Organisations that use it; people without one count one each."""
        who = sa.func.coalesce(SolutionUse.organisation_id, -SolutionUse.person_id)
        return await self.session.scalar(
            sa.select(sa.func.count(sa.distinct(who))).where(SolutionUse.solution_id == solution_id)
        ) or 0
