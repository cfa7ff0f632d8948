"""Store whose owners were told that nothing fits their listing, and what they want to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import OPEN, Listing
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: what the owner wants: that the facilitator takes it up, or to leave it; empty: nothing was said
HELP, LEAVE = "help", "leave"
ANSWERS = ("", HELP, LEAVE)


class UnmatchedListing(Base):
    """Store that nothing fits a listing as it was then. Its owner is told once on the same facts."""

    __tablename__ = "unmatched_listings"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "facts_key"),
        sa.CheckConstraint("answer IN ('','help','leave')", name="answer"),
    )

    id: Mapped[Key]
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    #: hash of the listing's classes
    facts_key: Mapped[str] = mapped_column(sa.String(32))
    told_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(sa.String(8), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    answered_at: Mapped[datetime | None]
    #: when a facilitator has dealt with it
    settled_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        UnmatchedListing, EXCHANGE_DATA, author="by_id", key="id listing_id facts_key",
        state="told_at answer answered_at settled_at",
    ),
)  # fmt: skip


class UnmatchedListings(Repository):
    """Store which owners were told that nothing fits."""

    async def find(self, id: int | None) -> UnmatchedListing | None:
        return None if id is None else await self.session.get(UnmatchedListing, id)

    async def add(self, row: UnmatchedListing) -> UnmatchedListing:
        self.session.add(row)
        await self.session.flush()
        return row

    async def is_told(self, listing_id: int, facts_key: str) -> bool:
        same = sa.and_(UnmatchedListing.listing_id == listing_id, UnmatchedListing.facts_key == facts_key)
        return bool(await self.session.scalar(sa.select(sa.exists().where(same))))

    async def is_organisation_told_since(self, organisation_id: int, since: datetime) -> bool:
        rows = sa.select(UnmatchedListing.id).join(Listing, Listing.id == UnmatchedListing.listing_id)
        mine = sa.and_(Listing.organisation_id == organisation_id, UnmatchedListing.told_at > since)
        return (await self.session.scalars(rows.where(mine).limit(1))).first() is not None

    async def list_help_wanted(self) -> Sequence[tuple[UnmatchedListing, Listing]]:
        """List what a facilitator was asked to take up, of listings in force, the longest waiting first."""
        rows = sa.select(UnmatchedListing, Listing).join(Listing, Listing.id == UnmatchedListing.listing_id)
        waits = sa.and_(UnmatchedListing.answer == HELP, UnmatchedListing.settled_at.is_(None), Listing.state == OPEN)
        found = await self.session.execute(
            rows.where(waits).order_by(UnmatchedListing.answered_at, UnmatchedListing.id)
        )
        return [(row, listing) for row, listing in found]

    async def list_all_unmatched(self) -> Sequence[UnmatchedListing]:
        rows = sa.select(UnmatchedListing).order_by(UnmatchedListing.listing_id, UnmatchedListing.told_at)
        return (await self.session.scalars(rows)).all()
