"""Store broadcast quotas: when each person last sent something to everybody, so that nobody fills every room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MODERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_engine_insert


class BroadcastUse(Base):
    __tablename__ = "allowances"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    #: ISO 8601 times in UTC, oldest first; at most twice as many as the quota, of which the newest ones count
    used: Mapped[list[str]] = mapped_column(default=list)


DECLARATIONS = (ClassifiedColumns(BroadcastUse, MODERATION_DATA, own="person_id", state="used"),)


_ROWS = Base.metadata.tables[BroadcastUse.__tablename__]


class BroadcastQuota(Repository):
    """Count broadcasts for every process at once, whichever process a person talks to."""

    async def claim_broadcast(self, person_id: int, most: int, within: timedelta) -> datetime | None:
        """Use one of `most` broadcasts within the time. Return None if used, else when the next one is
        possible.
        """
        now = self.now.isoformat()
        adding = _build_use(self.session.get_bind().dialect.name)
        *known, _ = (await self.session.execute(adding, {"person": person_id, "first": [now], "at": now})).scalar_one()
        # After waiting for the lock, `now` may be earlier than stored times. A clock set back must not count as use.
        used = [at for at in map(datetime.fromisoformat, known) if abs(self.now - at) < within]
        if len(used) >= most:
            await self._store_uses(person_id, used)
            return used[-most] + within
        if len(known) >= 2 * most:
            await self._store_uses(person_id, [*used, self.now])
        return None

    async def _store_uses(self, person_id: int, used: Sequence[datetime]) -> None:
        """Store these uses alone: without those of long ago, and without one that was refused."""
        times = [at.isoformat() for at in used]
        await self.session.execute(sa.update(_ROWS).where(_ROWS.c.person_id == person_id).values(used=times))


@cache
def _build_use(dialect: str) -> sa.Insert:
    """Return the statement that adds a use and locks the row, for whoever has a row and whoever has none."""
    at = sa.bindparam("at", type_=sa.String)
    if dialect == "sqlite":
        added: sa.ColumnElement[Any] = sa.func.json_insert(_ROWS.c.used, "$[#]", at)
    else:
        from sqlalchemy.dialects.postgresql import JSONB

        added = sa.cast(sa.cast(_ROWS.c.used, JSONB).concat(sa.func.to_jsonb(sa.cast(at, sa.Text))), sa.JSON)
    mine = build_engine_insert(dialect, _ROWS).values(person_id=sa.bindparam("person"), used=sa.bindparam("first"))
    return mine.on_conflict_do_update(index_elements=["person_id"], set_={"used": added}).returning(_ROWS.c.used)
