"""Allowances: when each person last sent something to everybody, so that nobody fills every room."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository
from storage.inserts import insert


class Allowance(Base):
    __tablename__ = "allowances"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    #: instants in UTC as ISO 8601, oldest first; no more of them than may be used at once
    used: Mapped[list[str]] = mapped_column(default=list)


class Allowances(Repository):
    """Counted for everybody at once, whichever process they talk to."""

    async def take(self, person_id: int, most: int, within: timedelta) -> datetime | None:
        """One of `most` in any such time; None: taken. Else when there is one again."""
        table = Allowance.__table__
        begin = insert(self.session.get_bind().dialect.name, table).values(person_id=person_id, used=[])
        await self.session.execute(begin.on_conflict_do_nothing())
        row = (
            await self.session.scalars(
                sa.select(Allowance)
                .where(Allowance.person_id == person_id)
                .with_for_update()
                .execution_options(populate_existing=True)
            )
        ).one()
        # whoever waited for the row may have begun before those who wrote in it; a clock that was set back is no reason
        used = [at for at in map(datetime.fromisoformat, row.used) if abs(self.now - at) < within]
        if len(used) >= most:
            return used[-most] + within
        row.used = [at.isoformat() for at in (*used, self.now)]
        await self.session.flush()
        return None
