"""Store how much was exchanged in a year, as each side of a running match gives it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import AMOUNT
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class MatchAmount(Base):
    """Store what one side gives for one year. The two may differ, and nothing is made of both."""

    __tablename__ = "match_amounts"
    __table_args__ = (
        sa.UniqueConstraint("match_id", "side", "year"),
        sa.CheckConstraint("side IN ('offer','need')", name="side"),
    )

    id: Mapped[Key]
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("matches.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(sa.String(8))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    year: Mapped[int]
    #: as its member writes it, unit included: "12 GWh"
    amount: Mapped[str] = mapped_column(sa.String(AMOUNT))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    said_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        MatchAmount, EXCHANGE_DATA, author="by_id", key="id match_id", organisation="organisation_id amount",
        state="side year said_at",
    ),
)  # fmt: skip


class MatchAmounts(Repository):
    """Store the amounts of running matches."""

    async def find_amount(self, match_id: int, side: str, year: int) -> MatchAmount | None:
        mine = sa.and_(MatchAmount.match_id == match_id, MatchAmount.side == side, MatchAmount.year == year)
        return (await self.session.scalars(sa.select(MatchAmount).where(mine))).first()

    async def store_amount(self, amount: MatchAmount) -> None:
        """Store what a side gives for a year, in place of what it gave before. Lock the match first."""
        before = await self.find_amount(amount.match_id, amount.side, amount.year)
        if before is None:
            amount.said_at = self.now
            self.session.add(amount)
        else:
            before.amount, before.by_id, before.said_at = amount.amount, amount.by_id, self.now
        await self.session.flush()

    async def list_amounts_of_match(self, match_id: int) -> Sequence[MatchAmount]:
        """List what both sides have given, the latest year first."""
        rows = sa.select(MatchAmount).where(MatchAmount.match_id == match_id)
        return (await self.session.scalars(rows.order_by(MatchAmount.year.desc(), MatchAmount.side.desc()))).all()

    async def list_amounts_by_id(self, ids: Collection[int]) -> Sequence[MatchAmount]:
        return (await self.session.scalars(sa.select(MatchAmount).where(match_any_of(MatchAmount.id, ids)))).all()

    async def list_all_amounts(self) -> Sequence[MatchAmount]:
        rows = sa.select(MatchAmount).order_by(MatchAmount.match_id, MatchAmount.year, MatchAmount.side)
        return (await self.session.scalars(rows)).all()
