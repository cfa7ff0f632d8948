"""Trials: who is trying a solution, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: unknown: asked twice, and nobody said
WORKED, PARTLY, FAILED, UNKNOWN = "worked", "partly", "failed", "unknown"


class Trial(Base):
    """ "Vi prøver dette", and what came of it."""

    __tablename__ = "solution_trials"
    __table_args__ = (
        sa.CheckConstraint("outcome IN ('','worked','partly','failed','unknown')", name="outcome"),
        sa.UniqueConstraint("solution_id", "person_id"),
    )

    id: Mapped[Key]
    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: when the person is asked how it went
    ask_on: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(sa.String(8), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Trials(Repository):
    """What is being tried."""

    async def find(self, id: int | None) -> Trial | None:
        return None if id is None else await self.session.get(Trial, id)

    async def by(self, solution_id: int, person_id: int) -> Trial | None:
        rows = await self.session.scalars(
            sa.select(Trial).where(Trial.solution_id == solution_id, Trial.person_id == person_id)
        )
        return rows.first()

    async def add(self, trial: Trial) -> Trial:
        trial.at = self.now
        self.session.add(trial)
        await self.session.flush()
        return trial

    async def drop(self, trial: Trial) -> None:
        await self.session.delete(trial)
        await self.session.flush()

    async def counts(self, solution_id: int) -> tuple[int, dict[str, int]]:
        """Organisations that try it or have tried it, in all and by outcome; people without one count one each."""
        who = sa.func.coalesce(Trial.organisation_id, -Trial.person_id)
        mine = Trial.solution_id == solution_id
        total = await self.session.scalar(sa.select(sa.func.count(sa.distinct(who))).where(mine)) or 0
        if not total:
            return 0, {}
        rows = await self.session.execute(
            sa.select(Trial.outcome, sa.func.count(sa.distinct(who))).where(mine).group_by(Trial.outcome)
        )
        return total, {outcome: n for outcome, n in rows if outcome}

    async def noted(self, solution_id: int, limit: int) -> Sequence[Trial]:
        """With a note, newest first."""
        rows = await self.session.scalars(
            sa.select(Trial)
            .where(Trial.solution_id == solution_id, Trial.note != "", Trial.outcome != "")
            .order_by(Trial.answered_at.desc(), Trial.id.desc())
            .limit(limit)
        )
        return rows.all()
