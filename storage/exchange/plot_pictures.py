"""Store pictures of plots, and what each version of an investor sheet says of those that stand on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: maximum number of characters of what a picture shows, and of who took it
LINE = 200


class PlotPicture(Base):
    """Store a copy of a picture whose author has said yes. It goes with its plot, and with its author."""

    __tablename__ = "plot_pictures"

    id: Mapped[Key]
    plot_id: Mapped[int] = mapped_column(sa.ForeignKey("plots.id", ondelete="CASCADE"), index=True)
    #: whoever sent it and said yes
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: what it shows, in one line; who took it
    alt: Mapped[str] = mapped_column(sa.String(LINE))
    credit: Mapped[str] = mapped_column(sa.String(LINE))
    width: Mapped[int]
    height: Mapped[int]
    #: bytes of the copy, and their SHA-256
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    #: name of the copy in the folder; empty: it is in `data`
    file: Mapped[str] = mapped_column(sa.String(64), default="")
    #: the copy; loaded only where it is asked for
    data: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    created_at: Mapped[datetime]


class SheetPicture(Base):
    """Store what a version of a sheet says of a picture. It goes with the picture, also from what is frozen."""

    __tablename__ = "sheet_pictures"

    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("investor_sheets.id", ondelete="CASCADE"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(
        sa.ForeignKey("plot_pictures.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    alt: Mapped[str] = mapped_column(sa.String(LINE))
    credit: Mapped[str] = mapped_column(sa.String(LINE))


DECLARATIONS = (
    ClassifiedColumns(
        PlotPicture, EXCHANGE_DATA, own="author_id", key="id plot_id", personal="data", text="alt credit",
        state="width height size digest file created_at",
    ),
    ClassifiedColumns(SheetPicture, EXCHANGE_DATA, key="sheet_id picture_id", text="alt credit"),
)  # fmt: skip


class PlotPictures(Repository):
    """Store the pictures of plots."""

    async def find(self, id: int | None) -> PlotPicture | None:
        return None if id is None else await self.session.get(PlotPicture, id)

    async def lock(self, id: int) -> PlotPicture | None:
        """Return the picture with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(PlotPicture, id)

    async def add(self, picture: PlotPicture) -> PlotPicture:
        picture.created_at = self.now
        self.session.add(picture)
        await self.session.flush()
        return picture

    async def delete(self, picture: PlotPicture) -> None:
        """Delete the picture, and what sheets say of it."""
        await self.session.delete(picture)
        await self.session.flush()

    async def list_pictures_of_plots(self, plot_ids: Collection[int]) -> Sequence[PlotPicture]:
        """List the pictures of these plots in the order in which they were sent."""
        rows = sa.select(PlotPicture).where(match_any_of(PlotPicture.plot_id, plot_ids))
        return (await self.session.scalars(rows.order_by(PlotPicture.id))).all()

    async def load_picture_data(self, id: int) -> bytes | None:
        """Return the copy, where the database holds it."""
        return await self.session.scalar(sa.select(PlotPicture.data).where(PlotPicture.id == id))

    async def sum_stored_bytes(self) -> int:
        """Return how many bytes of copies the database holds."""
        inside = sa.select(sa.func.sum(PlotPicture.size)).where(PlotPicture.file == "")
        return int(await self.session.scalar(inside) or 0)

    async def list_picture_files(self) -> set[str]:
        """Return the names of the copies that are in the folder."""
        return set(await self.session.scalars(sa.select(PlotPicture.file).where(PlotPicture.file != "")))

    async def set_sheet_pictures(self, sheet_id: int, pictures: Collection[PlotPicture]) -> None:
        """Let these pictures, and no others, stand on the sheet, as they are described now."""
        await self.session.execute(sa.delete(SheetPicture).where(SheetPicture.sheet_id == sheet_id))
        self.session.add_all(
            SheetPicture(sheet_id=sheet_id, picture_id=one.id, alt=one.alt, credit=one.credit) for one in pictures
        )
        await self.session.flush()

    async def list_sheet_pictures(self, sheet_id: int) -> Sequence[tuple[SheetPicture, PlotPicture]]:
        """List what the sheet says of each picture that is left of it, with the picture."""
        rows = (
            sa.select(SheetPicture, PlotPicture)
            .join(PlotPicture, PlotPicture.id == SheetPicture.picture_id)
            .where(SheetPicture.sheet_id == sheet_id)
        )
        return [(told, picture) for told, picture in await self.session.execute(rows.order_by(PlotPicture.id))]
