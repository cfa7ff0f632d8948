"""Store when each process of the bot last wrote into the database, and when its courier last made a round.

Table `heartbeats` has one row for each process. Processes write it every few seconds.
`/health/ready` and `/metrics` read it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import OPERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert

#: rows of processes that ended longer ago are deleted
FORGOTTEN = timedelta(days=7)


class Heartbeat(Base):
    __tablename__ = "heartbeats"

    #: host, process number and a random number
    process: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    beat_at: Mapped[datetime]
    #: time of the courier's last round; null before the first one, and for processes without a courier
    round_at: Mapped[datetime | None]
    #: After a failed write: filler that makes the next write as large as those of events. Otherwise empty.
    ballast: Mapped[str] = mapped_column(sa.Text, default="")


DECLARATIONS = (ClassifiedColumns(Heartbeat, OPERATION_DATA, key="process", state="beat_at round_at ballast"),)


class Heartbeats(Repository):
    """Store what each process reports of itself."""

    async def record_heartbeat(self, process: str, round_age: float | None, ballast: str = "") -> None:
        """Record that this process is alive. `round_age`: seconds since its courier's last round, None
        without.
        """
        round_at = None if round_age is None else self.now - timedelta(seconds=round_age)
        row = {"process": process, "beat_at": self.now, "round_at": round_at, "ballast": ballast}
        statement = build_session_insert(self.session, Heartbeat.__table__).values(row)
        await self.session.execute(statement.on_conflict_do_update(index_elements=["process"], set_=row))

    async def find_last_courier_round(self) -> datetime | None:
        """Return when any courier last made a round, None if none ever did."""
        return await self.session.scalar(sa.select(sa.func.max(Heartbeat.round_at, type_=Heartbeat.round_at.type)))

    async def find_last_heartbeat(self) -> datetime | None:
        """Return when any process last wrote, None if none ever did."""
        return await self.session.scalar(sa.select(sa.func.max(Heartbeat.beat_at, type_=Heartbeat.beat_at.type)))

    async def delete_heartbeat(self, process: str) -> None:
        await self.session.execute(sa.delete(Heartbeat).where(Heartbeat.process == process))

    async def delete_all_heartbeats(self) -> None:
        """Delete every row, where it is known that no process runs."""
        await self.session.execute(sa.delete(Heartbeat))

    async def delete_old_heartbeats(self) -> None:
        """Delete the rows of processes that have not written for a week."""
        await self.session.execute(sa.delete(Heartbeat).where(Heartbeat.beat_at < self.now - FORGOTTEN))
