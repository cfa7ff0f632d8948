"""Store how much of a plot was taken into use in a year: land, and power of the grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.plots import NAME
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class PlotPlacement(Base):
    """Store what was taken into use, as whoever has the plot tells it. It stays when the plot is sold and removed."""

    __tablename__ = "plot_placements"
    __table_args__ = (sa.CheckConstraint("area > 0 OR power > 0", name="something"),)

    id: Mapped[Key]
    plot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plots.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    #: name of the plot then
    name: Mapped[str] = mapped_column(sa.String(NAME))
    year: Mapped[int] = mapped_column(index=True)
    #: dekar, and MW; None: none of it
    area: Mapped[float | None]
    power: Mapped[float | None]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    told_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        PlotPlacement, EXCHANGE_DATA, named="by_id", key="id plot_id", text="name",
        organisation="organisation_id area power", state="year told_at",
    ),
)  # fmt: skip


class PlotPlacements(Repository):
    """Store what was taken into use of plots."""

    async def find(self, id: int | None) -> PlotPlacement | None:
        return None if id is None else await self.session.get(PlotPlacement, id)

    async def add(self, placement: PlotPlacement) -> PlotPlacement:
        placement.told_at = self.now
        self.session.add(placement)
        await self.session.flush()
        return placement

    async def delete(self, placement: PlotPlacement) -> None:
        await self.session.delete(placement)
        await self.session.flush()

    async def delete_placements_of_organisation(self, organisation_id: int) -> None:
        await self.session.execute(sa.delete(PlotPlacement).where(PlotPlacement.organisation_id == organisation_id))

    async def list_placements_of_plot(self, plot_id: int) -> Sequence[PlotPlacement]:
        """List what was taken into use of the plot, the latest year first."""
        rows = sa.select(PlotPlacement).where(PlotPlacement.plot_id == plot_id)
        return (await self.session.scalars(rows.order_by(PlotPlacement.year.desc(), PlotPlacement.id.desc()))).all()

    async def list_placements_by_id(self, ids: Collection[int]) -> Sequence[PlotPlacement]:
        return (await self.session.scalars(sa.select(PlotPlacement).where(match_any_of(PlotPlacement.id, ids)))).all()

    async def list_all_placements(self) -> Sequence[PlotPlacement]:
        return (await self.session.scalars(sa.select(PlotPlacement).order_by(PlotPlacement.id))).all()
