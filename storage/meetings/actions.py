"""Store actions: what somebody promised to do, by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository, build_partial_index, spell_constant
from storage.kit.record_declarations import OwnedRecords, get_columns
from storage.kit.record_ids import Key

OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = (OPEN, DONE, DROPPED)


class Action(Base):
    __tablename__ = "actions"
    __table_args__ = (
        sa.CheckConstraint("state IN ('open','done','dropped')", name="state"),
        build_partial_index("ix_actions_open", "due", where="state = 'open'"),
    )

    id: Mapped[Key]
    occurrence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("occurrences.id", ondelete="SET NULL"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(sa.Text)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: organisation that the owner represented when it was assigned
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    due: Mapped[date]
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    #: number of times its due date was moved
    postponed: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    #: When the present owner and due date were set: reminders start again from then on.
    set_at: Mapped[datetime]
    #: reason why it was dropped
    why: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]


_COLUMNS = get_columns(Action)
DECLARATIONS = (
    OwnedRecords(
        "action",
        _COLUMNS.id,
        _COLUMNS.owner_id,
        needs=_COLUMNS.state == OPEN,
        organisation=_COLUMNS.organisation_id,
    ),
    ClassifiedColumns(
        Action, MEETING_DATA, author="owner_id", key="id occurrence_id item_id", text="text why",
        organisation="organisation_id", state="due state postponed done_at set_at created_at",
    ),
)  # fmt: skip


class Actions(Repository):
    """Store the actions that people promised."""

    async def find(self, id: int | None) -> Action | None:
        return None if id is None else await self.session.get(Action, id)

    async def lock(self, id: int) -> Action | None:
        """Return the action with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Action, id)

    async def add(self, action: Action) -> Action:
        action.created_at = action.set_at = self.now
        self.session.add(action)
        await self.session.flush()
        return action

    async def list_actions_of_occurrence(self, occurrence_id: int) -> Sequence[Action]:
        rows = await self.session.scalars(
            sa.select(Action).where(Action.occurrence_id == occurrence_id).order_by(Action.due, Action.id)
        )
        return rows.all()

    async def list_open_actions_of_person(self, person_id: int, limit: int = 20) -> Sequence[Action]:
        """List what this person has promised and not done, most urgent first."""
        rows = await self.session.scalars(
            sa.select(Action)
            .where(Action.owner_id == person_id, Action.state == OPEN)
            .order_by(Action.due, Action.id)
            .limit(limit)
        )
        return rows.all()

    async def list_actions_due_by(self, last: date, *, since: datetime) -> Sequence[Action]:
        """List open actions that are due by this day: from that of `since` on, or given to somebody since then."""
        rows = await self.session.scalars(
            sa.select(Action)
            .where(
                Action.state == spell_constant(OPEN),
                Action.due <= last,
                sa.or_(Action.due >= since.date(), Action.set_at >= since),
            )
            .order_by(Action.due, Action.id)
        )
        return rows.all()
