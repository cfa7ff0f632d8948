"""Agenda items: what an occurrence is about, from proposal to what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository

#: orientering, drøfting, vedtak, eventuelt
INFORMATION, DISCUSSION, DECISION, OTHER = "O", "D", "V", "E"
KINDS = (INFORMATION, DISCUSSION, DECISION, OTHER)
#: a member's wish; on the agenda; not taken up; its proposer took it back; treated; to a later occurrence
PROPOSED, ACCEPTED, REFUSED, WITHDRAWN, TREATED, CARRIED = (
    "proposed", "accepted", "refused", "withdrawn", "treated", "carried",
)  # fmt: skip
STATES = (PROPOSED, ACCEPTED, REFUSED, WITHDRAWN, TREATED, CARRIED)


class AgendaItem(Base):
    __tablename__ = "agenda_items"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('O','D','V','E')", name="kind"),
        sa.CheckConstraint("state IN ('proposed','accepted','refused','withdrawn','treated','carried')", name="state"),
        sa.UniqueConstraint("year", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(sa.ForeignKey("occurrences.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(1))
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: how long it is meant to take
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    #: "Sak 4/27": given once, when it is accepted, and kept for ever
    number: Mapped[int | None]
    year: Mapped[int | None]
    state: Mapped[str] = mapped_column(sa.String(10), default=PROPOSED)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: what it came from
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id", ondelete="SET NULL"))
    #: the item that took it up where it was not reached
    carried_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="SET NULL"))
    #: what the minutes say of it
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]


class Agenda(Repository):
    """What is on the table."""

    async def find(self, id: int | None) -> AgendaItem | None:
        return None if id is None else await self.session.get(AgendaItem, id)

    async def of(
        self, occurrence_id: int, states: Sequence[str] = (ACCEPTED, TREATED, CARRIED)
    ) -> Sequence[AgendaItem]:
        """In the order they are treated."""
        rows = await self.session.scalars(
            sa.select(AgendaItem)
            .where(AgendaItem.occurrence_id == occurrence_id, AgendaItem.state.in_(states))
            .order_by(AgendaItem.position, AgendaItem.id)
        )
        return rows.all()

    async def add(self, item: AgendaItem) -> AgendaItem:
        item.created_at = self.now
        self.session.add(item)
        await self.session.flush()
        return item

    async def next_number(self, year: int) -> int:
        """The next "Sak n/yy" of this (two-digit) year."""
        last = await self.session.scalar(sa.select(sa.func.max(AgendaItem.number)).where(AgendaItem.year == year))
        return (last or 0) + 1
