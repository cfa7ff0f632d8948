"""Store occurrences: each time a meeting takes place, with what differs from the rest of its series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository, build_partial_index, spell_constant
from storage.kit.record_ids import Key
from storage.kit.unit_memory import forget_table

#: planned or taking place; cancelled; over, with approved minutes
PLANNED, CANCELLED, CLOSED = "planned", "cancelled", "closed"
STATES = (PLANNED, CANCELLED, CLOSED)
#: What one date of a series says where the series has a place, a link or a limit, and it has none.
NOTHING, UNLIMITED = "-", 0
#: phases shown on the cards in rooms: still to come, begun, over
COMING, BEGUN, OVER = "coming", "begun", "over"


class Occurrence(Base):
    """Store one occurrence. Empty columns are as its meeting says; NOTHING and UNLIMITED differ from it."""

    __tablename__ = "occurrences"
    __table_args__ = (
        sa.CheckConstraint("state IN ('planned','cancelled','closed')", name="state"),
        sa.UniqueConstraint("meeting_id", "original"),
        build_partial_index("ix_occurrences_planned", "state", "end_at", where="state = 'planned'"),
        build_partial_index("ix_occurrences_undrawn", "start_at", where="state <> 'cancelled' AND shown <> 'over'"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id", ondelete="CASCADE"))
    #: Local start given by its rule, which identifies it permanently ("2027-03-16T10:00").
    original: Mapped[str] = mapped_column(sa.String(16))
    #: present local start; `start_at` and `end_at` are the instants
    starts: Mapped[str] = mapped_column(sa.String(16))
    start_at: Mapped[datetime] = mapped_column(index=True)
    end_at: Mapped[datetime]
    signup_by: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    place: Mapped[str] = mapped_column(sa.String(300), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    capacity: Mapped[int | None]
    state: Mapped[str] = mapped_column(sa.String(10), default=PLANNED)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    #: Number of times it was moved. Answers to an earlier time are asked for again.
    moves: Mapped[int] = mapped_column(default=0)
    #: SEQUENCE for calendars: 0 while it does not deviate from its series
    sequence: Mapped[int] = mapped_column(default=0)
    #: phase for which its cards in rooms were last drawn
    shown: Mapped[str] = mapped_column(sa.String(8), default=COMING)
    #: links to papers, one a line
    papers: Mapped[str] = mapped_column(sa.Text, default="")
    #: when the agenda and the papers were distributed
    agenda_sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        Occurrence, MEETING_DATA, key="id meeting_id", text="title place link why papers",
        state="original starts start_at end_at signup_by capacity state moves sequence shown agenda_sent_at closed_at",
    ),
)  # fmt: skip

#: Prebuilt, since every answer needs it: compiling costs as much as executing.
_LOCKED = (
    sa.select(Occurrence)
    .where(Occurrence.id == sa.bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


class Occurrences(Repository):
    """Store when meetings take place."""

    async def find(self, id: int | None) -> Occurrence | None:
        return None if id is None else await self.session.get(Occurrence, id)

    async def lock(self, id: int) -> Occurrence | None:
        """Return the occurrence with a row lock, which is held until this unit of work ends."""
        found = (await self.session.scalars(_LOCKED, {"id": id})).first()
        forget_table(self.session.sync_session, "rsvps")  # seats are given below this lock
        return found

    async def add(self, occurrence: Occurrence) -> Occurrence:
        self.session.add(occurrence)
        await self.session.flush()
        return occurrence

    async def list_occurrences_of_meeting(self, meeting_id: int) -> Sequence[Occurrence]:
        """List all occurrences of a meeting, in order of time."""
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(Occurrence.meeting_id == meeting_id)
            .order_by(Occurrence.start_at, Occurrence.id)
        )
        return rows.all()

    async def list_occurrences_between(self, after: datetime, before: datetime) -> Sequence[Occurrence]:
        """List planned occurrences that begin in this period, in order of time."""
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(Occurrence.state == PLANNED, Occurrence.start_at >= after, Occurrence.start_at < before)
            .order_by(Occurrence.start_at, Occurrence.id)
        )
        return rows.all()

    async def list_occurrences_during(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """List planned occurrences of which some part lies in this period, in order of time."""
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(Occurrence.state == PLANNED, Occurrence.start_at < end, Occurrence.end_at > start)
            .order_by(Occurrence.start_at, Occurrence.id)
        )
        return rows.all()

    async def list_planned_occurrences(self, limit: int = 50) -> Sequence[Occurrence]:
        """List planned occurrences that are not over yet, next first."""
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(Occurrence.state == spell_constant(PLANNED), Occurrence.end_at > self.now)
            .order_by(Occurrence.start_at, Occurrence.id)
            .limit(limit)
        )
        return rows.all()

    async def list_occurrences_with_stale_cards(self) -> Sequence[Occurrence]:
        """List occurrences whose cards were drawn before they began, or before they were over."""
        undrawn = sa.and_(Occurrence.state != spell_constant(CANCELLED), Occurrence.shown != spell_constant(OVER))
        changed = sa.or_(Occurrence.shown == COMING, Occurrence.end_at <= self.now)
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(undrawn, Occurrence.start_at <= self.now, changed)
            .order_by(Occurrence.start_at, Occurrence.id)
        )
        return rows.all()

    async def list_closed_occurrences(self, limit: int | None = None, skip: int = 0) -> Sequence[Occurrence]:
        """List occurrences whose minutes are approved, newest first."""
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(Occurrence.state == CLOSED)
            .order_by(Occurrence.start_at.desc(), Occurrence.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return rows.all()

    async def list_unclosed_occurrences(self, before: datetime, since: datetime | None = None) -> Sequence[Occurrence]:
        """List occurrences over by then (and not earlier than `since`) that are not closed, oldest first."""
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .where(
                Occurrence.state == spell_constant(PLANNED),
                Occurrence.end_at <= before,
                sa.true() if since is None else Occurrence.end_at >= since,
            )
            .order_by(Occurrence.start_at, Occurrence.id)
        )
        return rows.all()
