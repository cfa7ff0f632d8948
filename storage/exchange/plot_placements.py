"""Store how much of a plot was taken into use in a year: land, and power of the grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.plots import NAME, Plot
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class PlotPlacement(Base):
    """Store what was taken into use, as whoever has the plot tells it. It stays when the plot is sold and removed.

    What is taken back leaves its row, without amounts: frozen reports have counted it, and count no row twice.
    """

    __tablename__ = "plot_placements"

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

    @property
    def is_taken_back(self) -> bool:
        return self.area is None and self.power is None


#: condition of all that were not taken back
TOLD = sa.or_(PlotPlacement.area.is_not(None), PlotPlacement.power.is_not(None))
DECLARATIONS = (
    ClassifiedColumns(
        PlotPlacement, EXCHANGE_DATA, named="by_id", key="id plot_id", text="name",
        organisation="organisation_id area power", state="year told_at",
    ),
)  # fmt: skip


class PlotPlacements(Repository):
    """Store what was taken into use of plots."""

    async def find(self, id: int | None) -> PlotPlacement | None:
        found = None if id is None else await self.session.get(PlotPlacement, id)
        return None if found is None or found.is_taken_back else found

    async def add(self, placement: PlotPlacement) -> PlotPlacement:
        """Add a placement, in the row of one of the same plot and year that was taken back. Lock the plot first.

        What was told of the plot before it was registered anew is told once.
        """
        before = await self._find_row_taken_back(placement.plot_id, placement.year)
        before = before or await self._find_row_told_before(placement)
        if before is not None:
            before.area, before.power, before.name = placement.area, placement.power, placement.name
            before.organisation_id, before.by_id = placement.organisation_id, placement.by_id
            placement = before
        placement.told_at = self.now
        self.session.add(placement)
        await self.session.flush()
        return placement

    async def _find_row_taken_back(self, plot_id: int | None, year: int) -> PlotPlacement | None:
        if plot_id is None:
            return None
        same = sa.and_(PlotPlacement.plot_id == plot_id, PlotPlacement.year == year, ~TOLD)
        return (await self.session.scalars(sa.select(PlotPlacement).where(same).order_by(PlotPlacement.id))).first()

    async def _find_row_told_before(self, placement: PlotPlacement) -> PlotPlacement | None:
        """Return the same placement, told of the plot before it was removed and registered anew."""
        plot = None if placement.plot_id is None else await self.session.get(Plot, placement.plot_id)
        if plot is None:
            return None
        same = (PlotPlacement.plot_id == plot.id, PlotPlacement.year == placement.year, TOLD)
        rows = await self.session.scalars(
            sa.select(PlotPlacement).where(*same, PlotPlacement.told_at < plot.created_at)
        )
        amounts = (placement.area, placement.power)
        return next((row for row in rows if (row.area, row.power) == amounts), None)

    async def take_back_placement(self, placement: PlotPlacement) -> None:
        placement.area = placement.power = placement.by_id = None
        placement.told_at = self.now
        await self.session.flush()

    async def delete_placements_of_organisation(self, organisation_id: int) -> None:
        await self.session.execute(sa.delete(PlotPlacement).where(PlotPlacement.organisation_id == organisation_id))

    async def list_placements_of_plot(self, plot_id: int) -> Sequence[PlotPlacement]:
        """List what was taken into use of the plot, the latest year first."""
        rows = sa.select(PlotPlacement).where(PlotPlacement.plot_id == plot_id, TOLD)
        return (await self.session.scalars(rows.order_by(PlotPlacement.year.desc(), PlotPlacement.id.desc()))).all()

    async def list_placements_by_id(self, ids: Collection[int]) -> Sequence[PlotPlacement]:
        return (await self.session.scalars(sa.select(PlotPlacement).where(match_any_of(PlotPlacement.id, ids)))).all()

    async def list_all_placements(self) -> Sequence[PlotPlacement]:
        return (await self.session.scalars(sa.select(PlotPlacement).where(TOLD).order_by(PlotPlacement.id))).all()
