"""Store how many places of a listing each organisation takes, and which of them wait for some. No person is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class TakenSeats(Base):
    """Store what one organisation takes of one listing. The constraint allows no second row."""

    __tablename__ = "seat_claims"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "organisation_id"),
        sa.CheckConstraint("seats > 0", name="seats"),
    )

    id: Mapped[Key]
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    seats: Mapped[int]
    #: True while there is no room for all of them
    waiting: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: who took them for the organisation, and hears when there is room
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: since when it has its place in the line
    claimed_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        TakenSeats, EXCHANGE_DATA, author="by_id", key="id listing_id", organisation="organisation_id seats",
        state="waiting claimed_at",
    ),
)  # fmt: skip


class SeatClaims(Repository):
    """Store claims. Lock the listing before any is changed."""

    async def find_claim_of_organisation(self, listing_id: int, organisation_id: int) -> TakenSeats | None:
        mine = sa.and_(TakenSeats.listing_id == listing_id, TakenSeats.organisation_id == organisation_id)
        return (await self.session.scalars(sa.select(TakenSeats).where(mine))).first()

    async def add(self, claim: TakenSeats) -> TakenSeats:
        self.session.add(claim)
        await self.session.flush()
        return claim

    async def delete(self, claim: TakenSeats) -> None:
        await self.session.delete(claim)
        await self.session.flush()

    async def list_claims_of_listing(self, listing_id: int) -> Sequence[TakenSeats]:
        """List the claims in the order in which they were made."""
        rows = sa.select(TakenSeats).where(TakenSeats.listing_id == listing_id)
        return (await self.session.scalars(rows.order_by(TakenSeats.claimed_at, TakenSeats.id))).all()

    async def list_claims_of_organisation(self, organisation_id: int) -> Sequence[TakenSeats]:
        rows = sa.select(TakenSeats).where(TakenSeats.organisation_id == organisation_id)
        return (await self.session.scalars(rows.order_by(TakenSeats.listing_id))).all()

    async def list_all_claims(self) -> Sequence[TakenSeats]:
        rows = sa.select(TakenSeats).order_by(TakenSeats.listing_id, TakenSeats.claimed_at, TakenSeats.id)
        return (await self.session.scalars(rows)).all()
