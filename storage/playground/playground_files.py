"""Store the files that members attach on the playground's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid6 import uuid7

from storage.data_classification.data_groups import PLAYGROUND_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository


class PlaygroundFile(Base):
    __tablename__ = "playground_files"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    author: Mapped[str] = mapped_column(sa.String(128))
    #: None until the message is sent
    message_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("playground_messages.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(200))
    #: media type, as the browser told it
    kind: Mapped[str] = mapped_column(sa.String(80))
    data: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    sent_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        PlaygroundFile, PLAYGROUND_DATA, key="id message_id", account="author", personal="data", text="name",
        state="kind sent_at",
    ),
)  # fmt: skip


class PlaygroundFiles(Repository):
    """Store files of the playground's messages."""

    async def store_file(self, author: str, name: str, kind: str, data: bytes) -> PlaygroundFile:
        file = PlaygroundFile(id=str(uuid7()), author=author, name=name[:200], kind=kind[:80], data=data)
        file.sent_at = self.now
        self.session.add(file)
        await self.session.flush()
        return file

    async def find_file(self, id: str) -> PlaygroundFile | None:
        return await self.session.get(PlaygroundFile, id)

    async def load_file_data(self, id: str) -> bytes | None:
        return await self.session.scalar(sa.select(PlaygroundFile.data).where(PlaygroundFile.id == id))

    async def attach_files(self, author: str, ids: Sequence[str], message_id: str) -> None:
        """Attach files that this member has sent and that no message has yet."""
        free = (PlaygroundFile.author == author, PlaygroundFile.message_id.is_(None))
        mine = sa.update(PlaygroundFile).where(match_any_of(PlaygroundFile.id, ids), *free)
        await self.session.execute(mine.values(message_id=message_id))

    async def map_files_by_message(self, ids: Sequence[str]) -> dict[str, list[PlaygroundFile]]:
        rows = sa.select(PlaygroundFile).where(match_any_of(PlaygroundFile.message_id, ids))
        found: dict[str, list[PlaygroundFile]] = {}
        for row in await self.session.scalars(rows.order_by(PlaygroundFile.id)):
            found.setdefault(row.message_id or "", []).append(row)
        return found

    async def delete_message_files(self, message_id: str) -> None:
        await self.session.execute(sa.delete(PlaygroundFile).where(PlaygroundFile.message_id == message_id))
