"""Store the audit trail: who did what to which record and when, without a word of what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import TRAIL_DATA, ClassifiedColumns
from storage.directory.people import Person
from storage.kit.base import Base, Repository


class AuditEntry(Base):
    """Store one act."""

    __tablename__ = "trail"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    #: None for automatic acts
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: action in the table of rights, such as "questions.move"
    action: Mapped[str] = mapped_column(sa.String(64))
    #: number in the button's value: "12", "12:3"; empty without one
    subject: Mapped[str] = mapped_column(sa.String(64), default="")


DECLARATIONS = (ClassifiedColumns(AuditEntry, TRAIL_DATA, named="actor_id", key="id subject", state="action at"),)
#: without the ORM, because every act is such a row
_RECORDING = sa.insert(Base.metadata.tables[AuditEntry.__tablename__])


class AuditTrail(Repository):
    """Store acts; the dispatcher writes them, and the secretariat reads them."""

    #: number of acts in this unit of work, those that the trail does not list included
    noted = 0

    async def record_act(self, actor_id: int | None, action: str, subject: str) -> None:
        act = {"at": self.now, "actor_id": actor_id, "action": action, "subject": subject}
        self.noted += 1
        await self.session.execute(_RECORDING, [act])

    def count_private_act(self) -> None:
        """Count an act that is nobody else's business: it is an act like others, and the trail does not list it."""
        self.noted += 1

    async def list_newest_acts(self, limit: int, skip: int = 0) -> Sequence[tuple[AuditEntry, Person | None]]:
        """List acts with who did them, newest first."""
        rows = await self.session.execute(
            sa.select(AuditEntry, Person)
            .outerjoin(Person, Person.id == AuditEntry.actor_id)
            .order_by(AuditEntry.id.desc())
            .limit(limit)
            .offset(skip)
        )
        return [(row[0], row[1]) for row in rows]

    async def delete_old_acts(self, before: datetime) -> None:
        await self.session.execute(sa.delete(AuditEntry).where(AuditEntry.at < before))
