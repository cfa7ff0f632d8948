"""Store tables that members have shown and not yet brought in, until they confirm what would come of them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class ImportDraft(Base):
    """Store a table as it was typed. It goes when it is brought in, and else by itself."""

    __tablename__ = "import_drafts"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    #: what its rows are: "listings", "streams"
    kind: Mapped[str] = mapped_column(sa.String(16), default="listings", server_default="listings")
    content: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(index=True)


DECLARATIONS = (
    ClassifiedColumns(ImportDraft, EXCHANGE_DATA, own="person_id", key="id", text="content", state="kind created_at"),
)


class ImportDrafts(Repository):
    """Store tables that wait for a yes."""

    async def lock(self, id: int) -> ImportDraft | None:
        """Return the draft with a row lock, so that it is brought in once."""
        rows = sa.select(ImportDraft).where(ImportDraft.id == id)
        rows = rows.with_for_update().execution_options(populate_existing=True)
        return (await self.session.scalars(rows)).first()

    async def add(self, draft: ImportDraft) -> ImportDraft:
        draft.created_at = self.now
        self.session.add(draft)
        await self.session.flush()
        return draft

    async def delete(self, draft: ImportDraft) -> None:
        await self.session.delete(draft)
        await self.session.flush()

    async def delete_old_drafts(self, before: datetime) -> None:
        await self.session.execute(sa.delete(ImportDraft).where(ImportDraft.created_at < before))
