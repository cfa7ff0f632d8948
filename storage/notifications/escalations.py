"""Store escalations: which step a record has reached while nobody acts. One row for each kind and record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from storage.data_classification.data_groups import QUESTION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_engine_insert
from storage.kit.record_ids import Ref
from storage.queue.delivery_rows import CANCELLED, LEASED, POST, READY, SENT, Delivery
from storage.queue.delivery_steps import ROWS

#: how far ahead steps are scheduled: an escalation is not looked at earlier
AHEAD = timedelta(days=14)


class Escalation(Base):
    """Store an escalation of a record that waits for somebody. An ended one stays, so that it cannot restart
    by itself.
    """

    __tablename__ = "chains"

    #: name of its policy, such as "questions.escalation"; the code has its steps
    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    record_id: Mapped[Ref] = mapped_column(primary_key=True, autoincrement=False)
    #: time from which its steps are counted
    since: Mapped[datetime]
    #: number of finished steps
    behind: Mapped[int] = mapped_column(default=0)
    #: time of the last notification
    told_at: Mapped[datetime | None]
    #: When to look at it next: a notification is out by then, or something must be done. Empty: it has ended.
    next_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(Escalation, QUESTION_DATA, key="record_id", state="kind since behind told_at next_at"),
)
_TABLE = Base.metadata.tables[Escalation.__tablename__]
_MINE = sa.and_(_TABLE.c.kind == sa.bindparam("of"), _TABLE.c.record_id == sa.bindparam("record"))
#: Prebuilt, since every answer and every round of the planner needs them: compiling costs as much as executing.
_NOTICE = sa.exists().where(ROWS.c.subject == sa.bindparam("subject"), ROWS.c.op == POST)
_ENDED = sa.update(_TABLE).where(_MINE).values(next_at=None).returning(_NOTICE)
_DUE = (
    sa.select(Escalation)
    .where(Escalation.kind == sa.bindparam("of"), Escalation.next_at <= sa.bindparam("at"))
    .order_by(Escalation.next_at, Escalation.record_id)
    .limit(sa.bindparam("most"))
)
_RESTARTED = (
    sa.update(_TABLE)
    .where(_MINE)
    .values(
        since=sa.bindparam("now_since", type_=_TABLE.c.since.type),
        behind=sa.bindparam("now_behind"),
        told_at=sa.bindparam("now_told", type_=_TABLE.c.told_at.type),
        next_at=sa.bindparam("now_next", type_=_TABLE.c.next_at.type),
    )
)


class Escalations(Repository):
    """Store the escalations of records."""

    async def find_escalation(self, kind: str, record_id: int) -> Escalation | None:
        return await self.session.get(Escalation, (kind, record_id))

    async def lock_escalation(self, kind: str, record_id: int) -> Escalation | None:
        """Return the escalation with a row lock, which is held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(Escalation)
            .where(Escalation.kind == kind, Escalation.record_id == record_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.first()

    async def begin_escalations(self, kind: str, since: Mapping[int, datetime]) -> None:
        """Begin escalations: record id -> since when it waits. One that has begun before stays as it is."""
        await self.begin_mixed_escalations([(kind, id, at) for id, at in sorted(since.items())])

    async def begin_mixed_escalations(self, escalations: Sequence[tuple[str, int, datetime]]) -> None:
        """Begin escalations of several kinds (kind, record id, since when), in one statement."""
        if escalations:
            rows = [
                {"kind": kind, "record_id": id, "since": at, "behind": 0, "next_at": max(self.now, at - AHEAD)}
                for kind, id, at in escalations
            ]
            await self.session.execute(_build_escalation_insert(self.session.get_bind().dialect.name), rows)

    async def restart_escalation(self, kind: str, record_id: int, since: datetime, behind: int | None = 0) -> None:
        """Restart the escalation at the first step. `behind` None: at the step that was next."""
        await self.begin_escalations(kind, {record_id: since})
        escalation = await self.lock_escalation(kind, record_id)
        assert escalation is not None
        escalation.since, escalation.next_at, escalation.told_at = since, max(self.now, since - AHEAD), None
        if behind is not None:
            escalation.behind = behind
        await self.session.flush()

    async def reset_escalation(self, kind: str, record_id: int, since: datetime) -> None:
        """Restart as `restart_escalation` does, in one statement, because every answer does so."""
        values = {"now_since": since, "now_behind": 0, "now_told": None, "now_next": max(self.now, since - AHEAD)}
        done = await self.session.execute(_RESTARTED, {"of": kind, "record": record_id, **values})
        self._note_written(kind, record_id, since=since, behind=0, told_at=None, next_at=values["now_next"])
        if not done.rowcount:  # type: ignore[attr-defined]
            await self.begin_escalations(kind, {record_id: since})

    async def end_escalation(self, kind: str, record_id: int, subject: str = "") -> bool:
        """End the escalation. Return True if any notice about this subject was ever scheduled for it."""
        given = {"of": kind, "record": record_id, "subject": subject}
        noticed = await self.session.scalar(_ENDED, given)
        self._note_written(kind, record_id, next_at=None)
        return bool(noticed)

    def _note_written(self, kind: str, record_id: int, **values: Any) -> None:
        """Let the row, if this unit of work has loaded it, say what a statement has written past it."""
        row = self.session.sync_session.identity_map.get(identity_key(Escalation, (kind, record_id)))
        for name, value in values.items() if row is not None else ():
            set_committed_value(row, name, value)

    async def cancel_escalation_notices(self, subject: str) -> None:
        """Cancel unsent notices about this subject. A message that is on its way arrives."""
        which = sa.and_(ROWS.c.subject == subject, ROWS.c.op == POST, ROWS.c.state.in_((READY, LEASED)))
        # Lock in id order first, as all transactions do.
        held = await self.session.scalars(
            sa.select(ROWS.c.id).where(which).order_by(ROWS.c.id).with_for_update(key_share=True)
        )
        ids = held.all()
        if not ids:
            return
        values = {"state": CANCELLED, "cancel_requested": True, "lease_until": None, "last_error": "no longer wanted"}
        await self.session.execute(sa.update(ROWS).where(match_any_of(ROWS.c.id, ids)).values(values))

    async def list_sent_notices(self, subject: str) -> Sequence[Delivery]:
        """List sent messages that tell something of this subject, alone or among other things.

        Messages on their way are left out: whoever records that one arrived looks at the escalation again.
        """
        mine = sa.and_(Delivery.subject == subject, Delivery.op == POST)
        told = sa.select(Delivery.told_in_id).where(mine, Delivery.state == CANCELLED, ~Delivery.cancel_requested)
        which = sa.or_(mine, Delivery.id.in_(told))
        rows = await self.session.scalars(
            sa.select(Delivery).where(which, Delivery.state == SENT).order_by(Delivery.id)
        )
        return rows.all()

    async def list_due_escalations(self, kind: str, limit: int = 200) -> Sequence[Escalation]:
        """List escalations that are due by now."""
        rows = await self.session.scalars(_DUE, {"of": kind, "at": self.now, "most": limit})
        return sorted(rows.all(), key=lambda escalation: escalation.record_id)

    async def list_late_escalations(self, kind: str, before: datetime, limit: int = 50) -> Sequence[Escalation]:
        """List escalations that were due before then."""
        rows = await self.session.scalars(
            sa.select(Escalation)
            .where(Escalation.kind == kind, Escalation.next_at < before)
            .order_by(Escalation.record_id)
            .limit(limit)
        )
        return rows.all()

    async def list_records_escalated_since(self, kind: str, since: datetime) -> Sequence[int]:
        """Return the record ids of escalations that began at this time or later."""
        return (
            await self.session.scalars(
                sa.select(Escalation.record_id).where(Escalation.kind == kind, Escalation.since >= since)
            )
        ).all()


@cache
def _build_escalation_insert(dialect: str) -> sa.Insert:
    """Return the insert without the ORM. An escalation that exists stays as it is."""
    return build_engine_insert(dialect, Base.metadata.tables[Escalation.__tablename__]).on_conflict_do_nothing()


def match_never_escalated(kind: str, record_id: InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    """Match records without an escalation of this kind, even an ended one, for queries of other repositories."""
    return ~sa.exists().where(Escalation.kind == kind, Escalation.record_id == record_id)
