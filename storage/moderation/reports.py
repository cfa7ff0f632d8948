"""Store reports: what members tell the secretariat about a record, and objections to hiding one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MODERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key, Ref


class Report(Base):
    __tablename__ = "reports"
    __table_args__ = (sa.Index("ix_reports_about", "kind", "record_id"),)

    id: Mapped[Key]
    #: kind of the record: "question", "answer", "solution" or "comment"; `record_id` is its id
    kind: Mapped[str] = mapped_column(sa.String(12))
    record_id: Mapped[Ref]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    #: True if the author objects to the hiding
    objection: Mapped[bool] = mapped_column(default=False)
    #: one line; empty if no reason was given, and after the report is settled
    why: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


DECLARATIONS = (
    ClassifiedColumns(
        Report, MODERATION_DATA, author="by_id", named="settled_by_id", key="id record_id", text="why",
        state="kind objection created_at settled_at",
    ),
)  # fmt: skip


class Reports(Repository):
    """Store what the secretariat is told, and nobody else."""

    async def add(self, report: Report) -> Report:
        report.created_at = self.now
        self.session.add(report)
        await self.session.flush()
        return report

    async def find(self, id: int) -> Report | None:
        return await self.session.get(Report, id)

    async def list_open_reports(self, limit: int = 20) -> Sequence[Report]:
        """List reports that are not settled yet, oldest first."""
        rows = sa.select(Report).where(Report.settled_at.is_(None)).order_by(Report.id).limit(limit)
        return (await self.session.scalars(rows)).all()

    async def list_open_reports_about(self, kind: str, record_id: int) -> Sequence[Report]:
        """List the open reports about one record, oldest first."""
        which = sa.and_(Report.kind == kind, Report.record_id == record_id, Report.settled_at.is_(None))
        return (await self.session.scalars(sa.select(Report).where(which).order_by(Report.id))).all()

    async def erase_reports_by(self, person_id: int) -> None:
        """Keep of the person's reports that something waits to be decided on, and delete all else."""
        mine, waits = Report.by_id == person_id, sa.and_(Report.settled_at.is_(None), ~Report.objection)
        await self.session.execute(sa.delete(Report).where(mine, sa.not_(waits)))
        await self.session.execute(sa.update(Report).where(mine).values(why=""))

    async def settle_reports_about(self, kind: str, record_id: int, by_id: int) -> Sequence[Report]:
        """Settle and return all open reports about one record. Their texts are deleted."""
        found = await self.list_open_reports_about(kind, record_id)
        for report in found:
            report.settled_at, report.settled_by_id, report.why = self.now, by_id, ""
        await self.session.flush()
        return found
