"""Store reminders of one's own: what somebody asked to be reminded of, and when. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import REMINDER_DATA, ClassifiedColumns
from storage.directory.people import Person
from storage.kit.base import Base, Repository, build_partial_index
from storage.kit.record_ids import Key, Ref


class OwnReminder(Base):
    """Store one reminder. It stays open until its person says that it is done, also after it was sent."""

    __tablename__ = "own_reminders"
    __table_args__ = (
        build_partial_index("ix_own_reminders_open", "person_id", "at", where="done_at IS NULL"),
        build_partial_index("ix_own_reminders_unsent", "at", where="done_at IS NULL AND sent_at IS NULL"),
        build_partial_index("ix_own_reminders_next", "next_at", where="next_at IS NOT NULL"),
        build_partial_index("ix_own_reminders_done", "done_at", where="done_at IS NOT NULL"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    #: account that asked for it: there it is sent, as long as it can be
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    #: in the person's own words; empty where the record says it all
    text: Mapped[str] = mapped_column(sa.Text)
    #: kind, id and code of the record that it is about; empty: none
    kind: Mapped[str] = mapped_column(sa.String(24), default="")
    record_id: Mapped[Ref | None]
    code: Mapped[str] = mapped_column(sa.String(32), default="")
    at: Mapped[datetime]
    #: True if the person named a time of day, which is kept; other reminders wait for working hours
    timed: Mapped[bool]
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    #: when the present time was chosen
    set_at: Mapped[datetime]
    #: RRULE of a reminder that comes again, and when it comes after `at`; empty, or NULL: no more
    repeats: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    next_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        OwnReminder, REMINDER_DATA, own="person_id", key="id account_id record_id code", text="text",
        state="kind at timed sent_at done_at set_at repeats next_at",
    ),
)  # fmt: skip

_UNDONE = OwnReminder.done_at.is_(None)
#: Prebuilt, since every home page needs it.
_OPEN = (
    sa.select(OwnReminder)
    .where(OwnReminder.person_id == sa.bindparam("person"), _UNDONE)
    .order_by(OwnReminder.at, OwnReminder.id)
    .limit(sa.bindparam("limit"))
)


class OwnReminders(Repository):
    """Store what people asked to be reminded of."""

    async def find(self, id: int) -> OwnReminder | None:
        return await self.session.get(OwnReminder, id)

    async def lock(self, id: int) -> OwnReminder | None:
        """Return the reminder with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(OwnReminder, id)

    async def add(self, reminder: OwnReminder) -> OwnReminder:
        reminder.set_at = self.now
        self.session.add(reminder)
        await self.session.flush()
        return reminder

    async def delete(self, reminder: OwnReminder) -> None:
        await self.session.delete(reminder)
        await self.session.flush()

    async def count_open_reminders(self, person_id: int) -> int:
        mine = sa.select(sa.func.count()).select_from(OwnReminder).where(OwnReminder.person_id == person_id, _UNDONE)
        return await self.session.scalar(mine) or 0

    async def list_open_reminders(self, person_id: int, limit: int) -> Sequence[OwnReminder]:
        """List what is not done, the earliest first: what was sent already stands above what is to come."""
        rows = await self.session.scalars(_OPEN, {"person": person_id, "limit": limit})
        return rows.all()

    async def list_unsent_reminders(self, until: datetime) -> Sequence[OwnReminder]:
        """List what is due by then and was not sent, of people who are in the network."""
        rows = await self.session.scalars(
            sa.select(OwnReminder)
            .join(Person, Person.id == OwnReminder.person_id)
            .where(_UNDONE, OwnReminder.sent_at.is_(None), OwnReminder.at <= until, Person.left_at.is_(None))
            .order_by(OwnReminder.at, OwnReminder.id)
        )
        return rows.all()

    async def list_returning_reminders(self, until: datetime) -> Sequence[OwnReminder]:
        """List what comes again by then, done or not, of people who are in the network."""
        rows = await self.session.scalars(
            sa.select(OwnReminder)
            .join(Person, Person.id == OwnReminder.person_id)
            .where(OwnReminder.next_at <= until, Person.left_at.is_(None))
            .order_by(OwnReminder.next_at, OwnReminder.id)
        )
        return rows.all()

    async def delete_old_reminders(self, done_before: datetime, left_before: datetime) -> None:
        """Delete what was done before then, and all of people who left before then."""
        left = sa.select(Person.id).where(Person.left_at < left_before)
        await self.session.execute(sa.delete(OwnReminder).where(OwnReminder.done_at < done_before))
        await self.session.execute(sa.delete(OwnReminder).where(OwnReminder.person_id.in_(left)))
