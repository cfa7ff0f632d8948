"""Store minutes: the state of an occurrence's record, and what attendees want corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_declarations import OwnedRecords, get_columns
from storage.kit.record_ids import Key

#: being written; under review by the attendees; approved and immutable
DRAFT, REVIEW, LOCKED = "draft", "review", "locked"
STATES = (DRAFT, REVIEW, LOCKED)


class Minutes(Base):
    """Store the minutes of an occurrence. What each agenda item came to is stored with the item."""

    __tablename__ = "minutes"
    __table_args__ = (sa.CheckConstraint("state IN ('draft','review','locked')", name="state"),)

    occurrence_id: Mapped[int] = mapped_column(
        sa.ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    state: Mapped[str] = mapped_column(sa.String(8), default=DRAFT)
    #: person who writes them
    keeper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    #: True if attendance is recorded: members by their RSVPs, other people in `others`, one a line
    counted: Mapped[bool] = mapped_column(default=False)
    others: Mapped[str] = mapped_column(sa.Text, default="")
    #: deadline for corrections
    review_until: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


_COLUMNS = get_columns(Minutes)


class Correction(Base):
    __tablename__ = "corrections"

    id: Mapped[Key]
    occurrence_id: Mapped[int] = mapped_column(sa.ForeignKey("occurrences.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]
    #: True if included in the minutes, False if not; None while undecided
    taken: Mapped[bool | None]
    #: answer of the writer to the correction
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    #: hash of the corrected draft; None for corrections older than this column
    draft_hash: Mapped[str | None] = mapped_column(sa.String(32))


DECLARATIONS = (
    OwnedRecords("minutes", _COLUMNS.occurrence_id, _COLUMNS.keeper_id, needs=_COLUMNS.state.in_((DRAFT, REVIEW))),
    ClassifiedColumns(
        Minutes, MEETING_DATA, author="keeper_id", named="approved_by_id", key="occurrence_id", text="text others",
        state="state counted review_until approved_at version created_at",
    ),
    ClassifiedColumns(
        Correction, MEETING_DATA, own="person_id", key="id occurrence_id", text="text answer",
        state="at taken draft_hash",
    ),
)  # fmt: skip


class MinuteBook(Repository):
    """Store the minutes of all meetings."""

    async def find_minutes(self, occurrence_id: int) -> Minutes | None:
        return await self.session.get(Minutes, occurrence_id)

    async def lock_minutes(self, occurrence_id: int) -> Minutes | None:
        """Return the minutes with a row lock, which is held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(Minutes)
            .where(Minutes.occurrence_id == occurrence_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.first()

    async def ensure_minutes(self, occurrence_id: int, writer_id: int) -> Minutes:
        """Return the minutes of an occurrence, and create them when there are none."""
        found = await self.find_minutes(occurrence_id)
        if found is None:
            found = Minutes(occurrence_id=occurrence_id, keeper_id=writer_id, created_at=self.now)
            self.session.add(found)
            await self.session.flush()
        return found

    async def add_correction(self, occurrence_id: int, person_id: int, text: str, draft_hash: str = "") -> Correction:
        correction = Correction(
            occurrence_id=occurrence_id, person_id=person_id, text=text, draft_hash=draft_hash, at=self.now
        )
        self.session.add(correction)
        await self.session.flush()
        return correction

    async def find_correction(self, id: int) -> Correction | None:
        return await self.session.get(Correction, id)

    async def list_corrections(self, occurrence_id: int) -> Sequence[Correction]:
        """List corrections, oldest first."""
        rows = await self.session.scalars(
            sa.select(Correction).where(Correction.occurrence_id == occurrence_id).order_by(Correction.id)
        )
        return rows.all()
