"""Store what flows in and out of sites, and which organisations have none: the register behind offers and needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import AMOUNT, QUALITY, REFERENCE
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key

IN, OUT = "in", "out"
DIRECTIONS = (IN, OUT)
#: where its amount comes from; empty: not said
BASES = ("", "measured", "calculated", "estimated")
#: maximum numbers of characters
NAME, DESTINATION, WASTE_CODE = 100, 200, 9


class Stream(Base):
    """Store one stream of a site. Its organisation and the secretariat alone see it, until it is offered or needed."""

    __tablename__ = "streams"
    __table_args__ = (
        sa.CheckConstraint("direction IN ('in','out')", name="direction"),
        sa.CheckConstraint("basis IN ('','measured','calculated','estimated')", name="basis"),
    )

    id: Mapped[Key]
    #: code for people: "F-1"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    #: name in its organisation's own table; empty: it came from no table
    reference: Mapped[str] = mapped_column(sa.String(REFERENCE), default="")
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("sites.id"), index=True)
    direction: Mapped[str] = mapped_column(sa.String(8))
    #: key of a flow type
    type: Mapped[str] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(sa.String(NAME), default="")
    #: amount as its member writes it, unit included; empty: not known
    amount: Mapped[str] = mapped_column(sa.String(AMOUNT), default="")
    basis: Mapped[str] = mapped_column(sa.String(16), default="")
    #: year of the amount
    year: Mapped[int | None]
    #: °C
    temperature: Mapped[float | None]
    #: quality as its member writes it: "10 bar, purity 99.5 %"; empty: not known
    quality: Mapped[str] = mapped_column(sa.String(QUALITY), default="", server_default="")
    #: twelve percentages of the peak, January first; empty: not known
    months: Mapped[list[Any]] = mapped_column(default=list)
    #: where it goes today, or where it comes from
    destination: Mapped[str] = mapped_column(sa.String(DESTINATION), default="")
    waste_code: Mapped[str] = mapped_column(sa.String(WASTE_CODE), default="")
    #: the offer or need that was made of it
    listing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("listings.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class StreamDeclaration(Base):
    """Store that an organisation has no streams to tell of."""

    __tablename__ = "stream_declarations"

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    declared_at: Mapped[datetime]


DECLARATIONS = (
    CodedRecords(Stream, Stream.code, "F"),
    ClassifiedColumns(
        Stream, EXCHANGE_DATA, key="id code site_id listing_id", text="name reference destination",
        organisation="organisation_id amount temperature quality months waste_code",
        state="direction type basis year created_at changed_at",
    ),
    ClassifiedColumns(
        StreamDeclaration, EXCHANGE_DATA, organisation="organisation_id", state="declared_at",
    ),
)  # fmt: skip


class Streams(Repository):
    """Store streams and declarations."""

    async def find(self, id: int | None) -> Stream | None:
        return None if id is None else await self.session.get(Stream, id)

    async def lock(self, id: int) -> Stream | None:
        """Return the stream with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Stream, id)

    async def find_stream_by_code(self, code: str) -> Stream | None:
        return (await self.session.scalars(sa.select(Stream).where(Stream.code == code))).first()

    async def add_streams(self, streams: Sequence[Stream]) -> None:
        """Add streams with the next free codes in their order, unless they bring their own.

        An organisation that has streams has not none.
        """
        number = await find_next_number(self.session, "F", Stream.code)
        for stream in streams:
            stream.created_at = stream.changed_at = self.now
            if not stream.code:
                stream.code, number = f"F-{number}", number + 1
        self.session.add_all(streams)
        await self.session.flush()
        for organisation_id in {stream.organisation_id for stream in streams}:
            await self.withdraw_declaration(organisation_id)

    async def delete(self, stream: Stream) -> None:
        await self.session.delete(stream)
        await self.session.flush()

    async def list_streams_of_organisations(self, organisation_ids: Collection[int]) -> Sequence[Stream]:
        """List the streams of these organisations, by organisation, site and code."""
        rows = sa.select(Stream).where(match_any_of(Stream.organisation_id, organisation_ids))
        return (await self.session.scalars(rows.order_by(Stream.organisation_id, Stream.site_id, Stream.id))).all()

    async def list_all_streams(self) -> Sequence[Stream]:
        rows = sa.select(Stream).order_by(Stream.organisation_id, Stream.site_id, Stream.id)
        return (await self.session.scalars(rows)).all()

    async def is_site_mapped(self, site_id: int) -> bool:
        return bool(await self.session.scalar(sa.select(sa.exists().where(Stream.site_id == site_id))))

    async def declare_none(self, organisation_id: int) -> None:
        """Store that the organisation has no streams to tell of, from now on."""
        await self.withdraw_declaration(organisation_id)
        self.session.add(StreamDeclaration(organisation_id=organisation_id, declared_at=self.now))
        await self.session.flush()

    async def withdraw_declaration(self, organisation_id: int) -> None:
        which = StreamDeclaration.organisation_id == organisation_id
        await self.session.execute(sa.delete(StreamDeclaration).where(which))

    async def map_declarations(self) -> dict[int, datetime]:
        """Return organisation -> when it said that it has no streams."""
        rows = await self.session.scalars(sa.select(StreamDeclaration))
        return {row.organisation_id: row.declared_at for row in rows}
