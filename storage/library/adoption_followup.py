"""Store solution trials: who is trying a solution, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import SOLUTION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: UNKNOWN: the person was asked twice and did not answer
WORKED, PARTLY, FAILED, UNKNOWN = "worked", "partly", "failed", "unknown"


class SolutionTrial(Base):
    """Store that somebody tries a solution ("Vi prøver dette"), and what came of it."""

    __tablename__ = "solution_trials"
    __table_args__ = (
        sa.CheckConstraint("outcome IN ('','worked','partly','failed','unknown')", name="outcome"),
        sa.UniqueConstraint("solution_id", "person_id"),
    )

    id: Mapped[Key]
    solution_id: Mapped[int] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: day on which the person is asked how it went
    ask_on: Mapped[date] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(sa.String(8), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        SolutionTrial, SOLUTION_DATA, own="person_id", key="id solution_id", text="note",
        organisation="organisation_id", state="ask_on outcome at answered_at",
    ),
)  # fmt: skip


class SolutionTrials(Repository):
    """Store which solutions are being tried."""

    async def find(self, id: int | None) -> SolutionTrial | None:
        return None if id is None else await self.session.get(SolutionTrial, id)

    async def find_trial_by_person(self, solution_id: int, person_id: int) -> SolutionTrial | None:
        rows = await self.session.scalars(
            sa.select(SolutionTrial).where(
                SolutionTrial.solution_id == solution_id, SolutionTrial.person_id == person_id
            )
        )
        return rows.first()

    async def add(self, trial: SolutionTrial) -> SolutionTrial:
        trial.at = self.now
        self.session.add(trial)
        await self.session.flush()
        return trial

    async def delete_trial(self, trial: SolutionTrial) -> None:
        await self.session.delete(trial)
        await self.session.flush()

    async def count_trials_by_outcome(self, solution_id: int) -> tuple[int, dict[str, int]]:
        """Count organisations that try it or have tried it, in all and by outcome.

        People without an organisation count one each.
        """
        who = sa.func.coalesce(SolutionTrial.organisation_id, -SolutionTrial.person_id)
        mine = SolutionTrial.solution_id == solution_id
        total = await self.session.scalar(sa.select(sa.func.count(sa.distinct(who))).where(mine)) or 0
        if not total:
            return 0, {}
        rows = await self.session.execute(
            sa.select(SolutionTrial.outcome, sa.func.count(sa.distinct(who)))
            .where(mine)
            .group_by(SolutionTrial.outcome)
        )
        return total, {outcome: n for outcome, n in rows if outcome}

    async def list_trials_with_note(self, solution_id: int, limit: int) -> Sequence[SolutionTrial]:
        """List finished trials with a note, newest first."""
        rows = await self.session.scalars(
            sa.select(SolutionTrial)
            .where(SolutionTrial.solution_id == solution_id, SolutionTrial.note != "", SolutionTrial.outcome != "")
            .order_by(SolutionTrial.answered_at.desc(), SolutionTrial.id.desc())
            .limit(limit)
        )
        return rows.all()
