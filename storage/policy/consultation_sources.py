"""Store the addresses that are polled for new consultations, and how polling last went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import CONSULTATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class WatchedSource(Base):
    __tablename__ = "watched_sources"

    id: Mapped[Key]
    link: Mapped[str] = mapped_column(sa.String(500), unique=True)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: last attempt to read it; `read_at` is the last success
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    #: reason code of the last failure; empty after a success
    failure: Mapped[str] = mapped_column(sa.String(16), default="")
    #: Number of reader processes it has crashed since the last success. It is counted before reading: a worker may
    #: crash too.
    kills: Mapped[int] = mapped_column(default=0)
    #: number of consultations in it at the last success
    entries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        WatchedSource, CONSULTATION_DATA, named="added_by_id", key="id", text="link",
        state="tried_at read_at failure kills entries created_at",
    ),
)  # fmt: skip


class ConsultationSources(Repository):
    """Store the sources from which consultations are imported."""

    async def list_watched_sources(self) -> Sequence[WatchedSource]:
        return (await self.session.scalars(sa.select(WatchedSource).order_by(WatchedSource.id))).all()

    async def find(self, id: int | None) -> WatchedSource | None:
        return None if id is None else await self.session.get(WatchedSource, id)

    async def find_source_by_link(self, link: str) -> WatchedSource | None:
        return (await self.session.scalars(sa.select(WatchedSource).where(WatchedSource.link == link))).first()

    async def add(self, source: WatchedSource) -> WatchedSource:
        source.created_at = self.now
        self.session.add(source)
        await self.session.flush()
        return source

    async def delete_source(self, source: WatchedSource) -> None:
        await self.session.delete(source)
        await self.session.flush()
