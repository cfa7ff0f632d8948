"""Store which offers and needs almost fit, for the facilitator, as they were found in the night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import OPEN, Listing
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: whose answer is missing; empty: something fails
SIDES = ("", "offer", "need")


class NearPairing(Base):
    """Store one pair that fails in one thing, or that one answer would make a match."""

    __tablename__ = "near_pairings"
    __table_args__ = (sa.CheckConstraint("asked_side IN ('','offer','need')", name="asked_side"),)

    id: Mapped[Key]
    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"), index=True)
    #: the factor that fails, or the field that is not said
    lacking: Mapped[str] = mapped_column(sa.String(16))
    asked_side: Mapped[str] = mapped_column(sa.String(8), default="")
    #: what is known to bridge what fails; empty: nothing
    bridge: Mapped[str] = mapped_column(sa.String(16), default="")
    #: mean of the other factors, or of all with the best answer
    score: Mapped[float]
    #: when the listings were read; one that has changed since is told of no longer
    found_at: Mapped[datetime] = mapped_column(index=True)


DECLARATIONS = (
    ClassifiedColumns(
        NearPairing, EXCHANGE_DATA, key="id offer_id need_id", state="lacking asked_side bridge score found_at",
    ),
)  # fmt: skip


#: both listings of a pair: to make their columns takes several times as long as to run the statement
_OFFER, _NEED = aliased(Listing), aliased(Listing)


class NearPairings(Repository):
    """Store pairs that almost fit."""

    async def find_last_time(self) -> datetime | None:
        """Return when pairs were found last; None where there are none."""
        found: datetime | None = await self.session.scalar(sa.select(sa.func.max(NearPairing.found_at)))
        return found

    async def replace_pairings(self, pairings: Sequence[NearPairing]) -> None:
        """Store these in place of all others."""
        await self.session.execute(sa.delete(NearPairing))
        self.session.add_all(pairings)
        await self.session.flush()

    async def list_pairings(self, *, answers: bool) -> Sequence[tuple[NearPairing, Listing, Listing]]:
        """List pairs of listings in force that have not changed since, best first.

        `answers`: those that one answer would make a match; otherwise those that fail in one thing.
        """
        rows = (
            sa.select(NearPairing, _OFFER, _NEED)
            .join(_OFFER, _OFFER.id == NearPairing.offer_id)
            .join(_NEED, _NEED.id == NearPairing.need_id)
            .where(_OFFER.state == OPEN, _NEED.state == OPEN)
            .where(_OFFER.changed_at <= NearPairing.found_at, _NEED.changed_at <= NearPairing.found_at)
            .where(NearPairing.asked_side != "" if answers else NearPairing.asked_side == "")
            .order_by(NearPairing.score.desc(), NearPairing.id)
        )
        return [(row, here, there) for row, here, there in await self.session.execute(rows)]
