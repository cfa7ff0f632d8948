"""Store how far matching looks for a type and a mode, where the secretariat has changed it from the rules."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository

#: what can be changed
DISTANCE, AMOUNT = "distance", "amount"
FACTORS = (DISTANCE, AMOUNT)
#: mode of a limit that holds for whatever carries the flow
ANY_MODE = ""


class MatchingLimit(Base):
    """Store by how much a limit of one type and mode is stretched. Without a row it is as the rules have it."""

    __tablename__ = "matching_limits"
    __table_args__ = (sa.CheckConstraint("factor IN ('distance','amount')", name="factor"),)

    type: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    #: what carries the flow: a key of the modes of its type
    mode: Mapped[str] = mapped_column(sa.String(8), primary_key=True, default=ANY_MODE, server_default=ANY_MODE)
    factor: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    #: 1 is the rule; 2 looks twice as far
    stretch: Mapped[float]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        MatchingLimit, EXCHANGE_DATA, named="changed_by_id", key="type mode factor", state="stretch changed_at"
    ),
)


class LimitKey(NamedTuple):
    """Name a limit: of what flows, by what carries it, and what is limited."""

    type: str
    mode: str
    factor: str


class MatchingLimits(Repository):
    """Store what the secretariat has changed of the rules."""

    async def map_stretches(self) -> dict[LimitKey, float]:
        """Return the stretch of each limit that is not as the rules have it."""
        columns = (MatchingLimit.type, MatchingLimit.mode, MatchingLimit.factor, MatchingLimit.stretch)
        rows = await self.session.execute(sa.select(*columns))
        return {LimitKey(type_, mode, factor): stretch for type_, mode, factor, stretch in rows}

    async def set_stretch(self, key: LimitKey, stretch: float, by_id: int) -> None:
        row = await self.session.get(MatchingLimit, key)
        if row is None:
            row = MatchingLimit(type=key.type, mode=key.mode, factor=key.factor)
            self.session.add(row)
        row.stretch, row.changed_by_id, row.changed_at = stretch, by_id, self.now
        await self.session.flush()

    async def delete_stretch(self, key: LimitKey) -> None:
        """Return to the rule."""
        row = await self.session.get(MatchingLimit, key)
        if row is not None:
            await self.session.delete(row)
            await self.session.flush()
