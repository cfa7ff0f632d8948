"""Store how far matching looks for a type, where the secretariat has changed it from the network's screening rules."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository

#: what can be changed
DISTANCE, AMOUNT = "distance", "amount"
FACTORS = (DISTANCE, AMOUNT)


class MatchingLimit(Base):
    """Store by how much a limit of one type is stretched. Without a row it is as the rules have it."""

    __tablename__ = "matching_limits"
    __table_args__ = (sa.CheckConstraint("factor IN ('distance','amount')", name="factor"),)

    type: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    factor: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    #: 1 is the rule; 2 looks twice as far
    stretch: Mapped[float]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        MatchingLimit, EXCHANGE_DATA, named="changed_by_id", key="type factor", state="stretch changed_at"
    ),
)


class MatchingLimits(Repository):
    """Store what the secretariat has changed of the rules."""

    async def map_stretches(self) -> dict[tuple[str, str], float]:
        """Return (type, factor) -> stretch, for what is not as the rules have it."""
        rows = await self.session.execute(sa.select(MatchingLimit.type, MatchingLimit.factor, MatchingLimit.stretch))
        return {(type_, factor): stretch for type_, factor, stretch in rows}

    async def set_stretch(self, type_: str, factor: str, stretch: float, by_id: int) -> None:
        row = await self.session.get(MatchingLimit, (type_, factor))
        if row is None:
            row = MatchingLimit(type=type_, factor=factor)
            self.session.add(row)
        row.stretch, row.changed_by_id, row.changed_at = stretch, by_id, self.now
        await self.session.flush()

    async def delete_stretch(self, type_: str, factor: str) -> None:
        """Return to the rule."""
        row = await self.session.get(MatchingLimit, (type_, factor))
        if row is not None:
            await self.session.delete(row)
            await self.session.flush()
