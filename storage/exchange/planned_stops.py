"""Store when a side of a running match stops or runs low."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class PlannedStop(Base):
    """Store the first and the last day of a planned stop, and how much runs in it."""

    __tablename__ = "planned_stops"
    __table_args__ = (
        sa.CheckConstraint("side IN ('offer','need')", name="side"),
        sa.CheckConstraint("share >= 0 AND share < 100", name="share"),
        sa.CheckConstraint("first_day <= last_day", name="days"),
    )

    id: Mapped[Key]
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("matches.id", ondelete="CASCADE"), index=True)
    #: which side stops
    side: Mapped[str] = mapped_column(sa.String(8))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    #: per cent of the usual amount that still flows; nought: none
    share: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    said_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        PlannedStop, EXCHANGE_DATA, author="by_id", key="id match_id", organisation="organisation_id share",
        state="side first_day last_day said_at",
    ),
)  # fmt: skip


class PlannedStops(Repository):
    """Store planned stops."""

    async def find(self, id: int | None) -> PlannedStop | None:
        return None if id is None else await self.session.get(PlannedStop, id)

    async def add(self, stop: PlannedStop) -> PlannedStop:
        stop.said_at = self.now
        self.session.add(stop)
        await self.session.flush()
        return stop

    async def delete(self, stop: PlannedStop) -> None:
        await self.session.delete(stop)
        await self.session.flush()

    async def list_coming_stops(self, match_ids: Collection[int], day: date) -> Sequence[PlannedStop]:
        """List stops of these matches that are not over on this day, the nearest first."""
        rows = sa.select(PlannedStop).where(match_any_of(PlannedStop.match_id, match_ids), PlannedStop.last_day >= day)
        return (await self.session.scalars(rows.order_by(PlannedStop.first_day, PlannedStop.id))).all()

    async def list_stops_beginning(self, first: date, last: date) -> Sequence[PlannedStop]:
        """List stops of all matches that begin between these days."""
        # a stop that begins later ends later as well, and its last day is what the table is indexed by
        coming = sa.and_(PlannedStop.last_day >= first, PlannedStop.first_day.between(first, last))
        rows = sa.select(PlannedStop).where(coming)
        return (await self.session.scalars(rows.order_by(PlannedStop.first_day, PlannedStop.id))).all()

    async def list_all_stops(self) -> Sequence[PlannedStop]:
        rows = sa.select(PlannedStop).order_by(PlannedStop.match_id, PlannedStop.first_day, PlannedStop.id)
        return (await self.session.scalars(rows)).all()
