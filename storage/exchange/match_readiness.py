"""Store how ready each side of a match says that it is, in six questions, whenever both are asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: what each side says of itself. Of economy there is a colour as of the others, and never a number
ASPECTS = ("technology", "economy", "organisation", "law", "people", "environment")
GREEN, YELLOW, RED, UNKNOWN = "green", "yellow", "red", "unknown"
COLOURS = (GREEN, YELLOW, RED, UNKNOWN)


class MatchReadiness(Base):
    """Store what one side says, when asked on one day. The other one sees it once it has answered as well."""

    __tablename__ = "match_readiness"
    __table_args__ = (
        sa.UniqueConstraint("match_id", "side", "asked_on"),
        sa.CheckConstraint("side IN ('offer','need')", name="side"),
    )

    id: Mapped[Key]
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("matches.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(sa.String(8))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    #: day of the question that both sides answer
    asked_on: Mapped[date]
    #: aspect -> colour
    colours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    said_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        MatchReadiness, EXCHANGE_DATA, author="by_id", key="id match_id", organisation="organisation_id colours",
        state="side asked_on said_at",
    ),
)  # fmt: skip


class MatchReadinesses(Repository):
    """Store how ready the sides of matches are."""

    async def store_readiness(self, said: MatchReadiness) -> None:
        """Store what a side says, in place of what it said to the same question. Lock the match first."""
        before = next(
            (
                one
                for one in await self.list_readiness_of_match(said.match_id)
                if (one.side, one.asked_on) == (said.side, said.asked_on)
            ),
            None,
        )
        if before is None:
            said.said_at = self.now
            self.session.add(said)
        else:
            before.colours, before.by_id, before.said_at = said.colours, said.by_id, self.now
        await self.session.flush()

    async def list_readiness_of_match(self, match_id: int) -> Sequence[MatchReadiness]:
        """List what both sides have said, the latest question first."""
        rows = sa.select(MatchReadiness).where(MatchReadiness.match_id == match_id)
        rows = rows.order_by(MatchReadiness.asked_on.desc(), MatchReadiness.side.desc())
        return (await self.session.scalars(rows)).all()

    async def list_all_readiness(self) -> Sequence[MatchReadiness]:
        rows = sa.select(MatchReadiness)
        rows = rows.order_by(MatchReadiness.match_id, MatchReadiness.asked_on, MatchReadiness.side)
        return (await self.session.scalars(rows)).all()
