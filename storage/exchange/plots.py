"""Store plots: land that organisations can offer, with what lies there and what its grid gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import HIDDEN_LEVEL, MEMBERS_LEVEL, REFERENCE
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords, IndexedRecords, OwnedRecords, get_columns, select_indexed
from storage.kit.record_ids import Key

#: in force; hidden by the secretariat
OPEN, HIDDEN = "open", "hidden"
STATES = (OPEN, HIDDEN)
#: how far zoning is, what the ground is, and where the figures of the grid are from; empty: not known
ZONINGS = ("", "none", "begun", "adopted", "ready")
GROUNDS = ("", "rock", "fill", "clay")
GRID_SOURCES = ("", "letter", "estimate")
#: maximum numbers of characters
NAME, MUNICIPALITY, NOTES, LINK, WORDS = 100, 64, 500, 300, 100


class Plot(Base):
    """Store one plot. What is None or empty is not known. Figures of the grid stand each for itself: no sum is kept."""

    __tablename__ = "plots"
    __table_args__ = (
        sa.CheckConstraint("level IN ('open','members','hidden')", name="level"),
        sa.CheckConstraint("state IN ('open','hidden')", name="state"),
    )

    id: Mapped[Key]
    #: code for people: "P-1"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    #: name in its organisation's own table; empty: it came from no table
    reference: Mapped[str] = mapped_column(sa.String(REFERENCE), default="")
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    level: Mapped[str] = mapped_column(sa.String(8), default=MEMBERS_LEVEL)
    #: audience within the members' level; None: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    #: parts of an open plot that guests read besides what it is called and how large it is
    open_parts: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    name: Mapped[str] = mapped_column(sa.String(NAME))
    municipality: Mapped[str] = mapped_column(sa.String(MUNICIPALITY))
    #: dekar, of a thousand square metres
    area: Mapped[float]
    free_area: Mapped[float | None]
    zoning: Mapped[str] = mapped_column(sa.String(8), default="")
    zoned_on: Mapped[date | None]
    ground: Mapped[str] = mapped_column(sa.String(8), default="")
    ground_investigated: Mapped[bool | None]
    nature_notes: Mapped[str] = mapped_column(sa.String(NOTES), default="")
    #: address of a picture, and who took it
    picture: Mapped[str] = mapped_column(sa.String(LINK), default="")
    picture_credit: Mapped[str] = mapped_column(sa.String(WORDS), default="")
    quay: Mapped[bool | None]
    #: metres
    quay_length: Mapped[float | None]
    quay_draught: Mapped[float | None]
    quay_crane: Mapped[bool | None]
    quay_isps: Mapped[bool | None]
    rail: Mapped[bool | None]
    road: Mapped[str] = mapped_column(sa.String(WORDS), default="")
    #: m³/h
    water: Mapped[float | None]
    sewage: Mapped[bool | None]
    heat: Mapped[bool | None]
    steam: Mapped[bool | None]
    gas: Mapped[bool | None]
    fibre: Mapped[bool | None]
    #: MW, each with the year from which it holds
    firm_power: Mapped[float | None]
    firm_year: Mapped[int | None]
    conditional_power: Mapped[float | None]
    conditional_year: Mapped[int | None]
    reserved_power: Mapped[float | None]
    reserved_year: Mapped[int | None]
    queued_power: Mapped[float | None]
    queued_year: Mapped[int | None]
    needed_power: Mapped[float | None]
    needed_year: Mapped[int | None]
    #: kV
    voltage: Mapped[float | None]
    grid_company: Mapped[str] = mapped_column(sa.String(WORDS), default="")
    grid_source: Mapped[str] = mapped_column(sa.String(8), default="")
    #: whether it meets the grid company's criteria of maturity
    mature: Mapped[bool | None]
    ownership: Mapped[str] = mapped_column(sa.String(WORDS), default="")
    option: Mapped[bool | None]
    option_until: Mapped[date | None]
    earliest_year: Mapped[int | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class PlotChange(Base):
    """Store what one change of a plot changed: each fact as it was and as it is since."""

    __tablename__ = "plot_changes"

    id: Mapped[Key]
    plot_id: Mapped[int] = mapped_column(sa.ForeignKey("plots.id", ondelete="CASCADE"), index=True)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]
    #: fact -> before and after; days as text
    data: Mapped[dict[str, list[object]]] = mapped_column(sa.JSON)


_COLUMNS = get_columns(Plot)
DECLARATIONS = (
    IndexedRecords(
        "plot",
        Plot,
        select_indexed(
            Plot, Plot.state == OPEN, Plot.level != HIDDEN_LEVEL, level=Plot.level, topic_id=Plot.topic_id,
            organisation_id=Plot.organisation_id,
        ),
    ),
    CodedRecords(Plot, Plot.code, "P"),
    OwnedRecords(
        "plot", _COLUMNS.id, _COLUMNS.contact_id, needs=_COLUMNS.state.in_(STATES),
        organisation=_COLUMNS.organisation_id,
    ),
    ClassifiedColumns(
        Plot, EXCHANGE_DATA, author="contact_id", key="id code reach_id topic_id",
        text="reference name municipality nature_notes picture picture_credit road grid_company ownership",
        organisation=(
            "organisation_id area free_area zoning zoned_on ground ground_investigated quay quay_length quay_draught"
            " quay_crane quay_isps rail water sewage heat steam gas fibre firm_power firm_year conditional_power"
            " conditional_year reserved_power reserved_year queued_power queued_year needed_power needed_year voltage"
            " grid_source mature option option_until earliest_year"
        ),
        state="language level open_parts state created_at changed_at",
    ),
    ClassifiedColumns(
        PlotChange, EXCHANGE_DATA, named="changed_by_id", key="id plot_id", text="data", state="changed_at",
    ),
)  # fmt: skip


def _match_others_visible(
    viewer: Viewer, levels: Collection[str], apart_from: Collection[int]
) -> sa.ColumnElement[bool]:
    return sa.and_(
        Plot.state == OPEN, Plot.level.in_(sorted(levels)), viewer.match_visible(Plot.reach_id, Plot.contact_id),
        sa.not_(match_any_of(Plot.organisation_id, apart_from)),
    )  # fmt: skip


class Plots(Repository):
    """Store plots and what was changed of them."""

    async def find(self, id: int | None) -> Plot | None:
        return None if id is None else await self.session.get(Plot, id)

    async def lock(self, id: int) -> Plot | None:
        """Return the plot with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Plot, id)

    async def find_plot_by_code(self, code: str) -> Plot | None:
        return (await self.session.scalars(sa.select(Plot).where(Plot.code == code))).first()

    async def add_plots(self, plots: Sequence[Plot]) -> None:
        """Add plots with the next free codes in their order, unless they bring their own."""
        number = await find_next_number(self.session, "P", Plot.code)
        for plot in plots:
            plot.created_at = plot.changed_at = self.now
            if not plot.code:
                plot.code, number = f"P-{number}", number + 1
        self.session.add_all(plots)
        await self.session.flush()
        await self._adopt_placements(plots)

    async def _adopt_placements(self, plots: Sequence[Plot]) -> None:
        """Give a plot that was removed and is registered anew what was told of it: it would be told again."""
        from storage.exchange.plot_placements import PlotPlacement  # which builds on this module

        mine = {(plot.organisation_id, plot.name.casefold()): plot.id for plot in plots}
        left = PlotPlacement.plot_id.is_(None), match_any_of(PlotPlacement.organisation_id, {id for id, _ in mine})
        for placement in await self.session.scalars(sa.select(PlotPlacement).where(*left)):
            placement.plot_id = mine.get((placement.organisation_id, placement.name.casefold()))
        await self.session.flush()

    async def delete(self, plot: Plot) -> None:
        await self.session.delete(plot)
        await self.session.flush()

    async def list_plots_of_organisations(self, organisation_ids: Collection[int]) -> Sequence[Plot]:
        """List all plots of these organisations, by organisation and name."""
        rows = sa.select(Plot).where(match_any_of(Plot.organisation_id, organisation_ids))
        return (await self.session.scalars(rows.order_by(Plot.organisation_id, Plot.name, Plot.id))).all()

    async def list_visible_plots(
        self, viewer: Viewer, levels: Collection[str], apart_from: Collection[int], limit: int
    ) -> Sequence[Plot]:
        """List visible plots in force of other organisations than these, newest first."""
        rows = sa.select(Plot).where(_match_others_visible(viewer, levels, apart_from))
        return (await self.session.scalars(rows.order_by(Plot.id.desc()).limit(limit))).all()

    async def list_new_plots(
        self, viewer: Viewer, levels: Collection[str], apart_from: Collection[int], topic_ids: Collection[int],
        since: datetime, limit: int,
    ) -> Sequence[Plot]:  # fmt: skip
        """List visible plots of other organisations, about these topics and made since then, newest first."""
        rows = sa.select(Plot).where(
            _match_others_visible(viewer, levels, apart_from), match_any_of(Plot.topic_id, topic_ids),
            Plot.created_at > since,
        )  # fmt: skip
        return (await self.session.scalars(rows.order_by(Plot.id.desc()).limit(limit))).all()

    async def list_plots_of_contact(self, contact_id: int) -> Sequence[Plot]:
        return (await self.session.scalars(sa.select(Plot).where(Plot.contact_id == contact_id))).all()

    async def list_all_plots(self) -> Sequence[Plot]:
        return (await self.session.scalars(sa.select(Plot).order_by(Plot.id))).all()

    async def add_change(self, plot: Plot, by_id: int | None, data: dict[str, list[object]]) -> None:
        """Store what was changed of the plot now."""
        plot.changed_at = self.now
        self.session.add(PlotChange(plot_id=plot.id, changed_by_id=by_id, changed_at=self.now, data=data))
        await self.session.flush()

    async def list_changes(self, plot_id: int, limit: int) -> Sequence[PlotChange]:
        """List the changes of the plot, newest first."""
        rows = sa.select(PlotChange).where(PlotChange.plot_id == plot_id).order_by(PlotChange.id.desc())
        return (await self.session.scalars(rows.limit(limit))).all()
