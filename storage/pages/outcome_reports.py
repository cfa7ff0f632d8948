"""Store outcome reports of the network: drafts, and frozen versions that are never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import REPORT_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.frozen_versions import FROZEN, FrozenVersion
from storage.kit.record_ids import Key


class OutcomeReport(FrozenVersion, Base):
    """Store one version of the report of a year. It holds numbers and ids, and no words of records."""

    __tablename__ = "outcome_reports"
    __table_args__ = (
        sa.UniqueConstraint("year", "version"),
        sa.CheckConstraint("state IN ('draft','checked','frozen')", name="state"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    #: each figure with the ids that it counts and what it came to
    figures: Mapped[list[Any]]
    #: SHA-256 of year, version, time of freezing and figures; empty until it is frozen
    figures_hash: Mapped[str] = mapped_column(sa.String(64), default="")

    @property
    def code(self) -> str:
        """Return what people call it: the year and the version."""
        return f"{self.year}-{self.version}"


DECLARATIONS = (
    ClassifiedColumns(
        OutcomeReport, REPORT_DATA, named="made_by_id checked_by_id frozen_by_id", key="id", text="why",
        state="year version state figures figures_hash made_at checked_at frozen_at",
    ),
)  # fmt: skip


class OutcomeReports(Repository):
    """Store reports. Change a draft while it is locked."""

    async def find(self, id: int | None) -> OutcomeReport | None:
        return None if id is None else await self.session.get(OutcomeReport, id)

    async def lock(self, id: int) -> OutcomeReport | None:
        """Return the report with a row lock, which is held until this unit of work ends."""
        mine = sa.select(OutcomeReport).where(OutcomeReport.id == id).with_for_update()
        return (await self.session.scalars(mine.execution_options(populate_existing=True))).first()

    async def find_report(self, year: int, version: int) -> OutcomeReport | None:
        which = sa.and_(OutcomeReport.year == year, OutcomeReport.version == version)
        return (await self.session.scalars(sa.select(OutcomeReport).where(which))).first()

    async def add(self, report: OutcomeReport) -> OutcomeReport:
        self.session.add(report)
        await self.session.flush()
        return report

    async def delete_draft(self, report: OutcomeReport) -> None:
        """Delete a version that is not frozen."""
        assert report.state != FROZEN, "what is frozen stays"
        await self.session.delete(report)
        await self.session.flush()

    async def list_reports(self) -> Sequence[OutcomeReport]:
        """List all versions, the newest year first, and its newest version."""
        order = (OutcomeReport.year.desc(), OutcomeReport.version.desc())
        return (await self.session.scalars(sa.select(OutcomeReport).order_by(*order))).all()

    async def list_versions(self, year: int) -> Sequence[OutcomeReport]:
        """List the versions of a year, the first one first."""
        which = sa.select(OutcomeReport).where(OutcomeReport.year == year)
        return (await self.session.scalars(which.order_by(OutcomeReport.version))).all()
