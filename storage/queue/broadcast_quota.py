"""Store broadcast quotas: when each person last sent something to everybody, so that nobody fills every room."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MODERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert


class BroadcastUse(Base):
    __tablename__ = "allowances"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    #: ISO 8601 times in UTC, oldest first; at most as many as the quota
    used: Mapped[list[str]] = mapped_column(default=list)


DECLARATIONS = (ClassifiedColumns(BroadcastUse, MODERATION_DATA, own="person_id", state="used"),)


_ROWS = Base.metadata.tables[BroadcastUse.__tablename__]


class BroadcastQuota(Repository):
    """Count broadcasts for every process at once, whichever process a person talks to."""

    async def claim_broadcast(self, person_id: int, most: int, within: timedelta) -> datetime | None:
        """Use one of `most` broadcasts within the time. Return None if used, else when the next one is
        possible.
        """
        # This update without a change locks the row, in one statement with the first insert.
        mine = build_session_insert(self.session, _ROWS).values(person_id=person_id, used=[])
        mine = mine.on_conflict_do_update(index_elements=["person_id"], set_={"used": _ROWS.c.used})
        known = (await self.session.execute(mine.returning(_ROWS.c.used))).scalar_one()
        # After waiting for the lock, `now` may be earlier than stored times. A clock set back must not count as use.
        used = [at for at in map(datetime.fromisoformat, known) if abs(self.now - at) < within]
        if len(used) >= most:
            return used[-most] + within
        now_used = [at.isoformat() for at in (*used, self.now)]
        await self.session.execute(sa.update(_ROWS).where(_ROWS.c.person_id == person_id).values(used=now_used))
        return None
