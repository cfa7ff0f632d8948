"""Store tables that members have shown and not yet brought in, until they confirm what would come of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: waits for its person to say what it is; to be fetched from the chat
ASKED, FETCHING = "asked", "fetching"
#: to be read and checked; waiting for a yes; to be brought in; over
READING, SHOWN, STORING, ENDED = "reading", "shown", "storing", "ended"
STATES = (ASKED, FETCHING, READING, SHOWN, STORING, ENDED)


class ImportDraft(Base):
    """Store a table as it was typed, or its file. It goes when it is brought in, and else by itself."""

    __tablename__ = "import_drafts"
    __table_args__ = (sa.CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    #: what its rows are: "listings", "streams"; "" while nobody knows
    kind: Mapped[str] = mapped_column(sa.String(16), default="listings", server_default="listings")
    content: Mapped[str] = mapped_column(sa.Text)
    #: the file, where the table came in one
    file: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    #: the message that it is attached to, until it is fetched
    message: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(sa.String(8), default=SHOWN, server_default=SHOWN, index=True)
    #: rows of the file, which is nought until they are counted, and how many of them are checked
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    checked: Mapped[int] = mapped_column(default=0, server_default="0")
    #: what would come of it, or what came, as its person was told
    card: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    #: number of tries of what is to be done, and when somebody who is at it was last heard of
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    claimed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


DECLARATIONS = (
    ClassifiedColumns(
        ImportDraft, EXCHANGE_DATA, own="person_id", key="id", text="content card message", personal="file",
        state="kind state total checked tries claimed_at created_at",
    ),
)  # fmt: skip


class ImportDrafts(Repository):
    """Store tables that wait for a yes, and those that take long."""

    async def find(self, id: int) -> ImportDraft | None:
        return await self.session.get(ImportDraft, id)

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

    async def load_file(self, id: int) -> bytes | None:
        """Return the file that the table came in."""
        return await self.session.scalar(sa.select(ImportDraft.file).where(ImportDraft.id == id))

    async def is_any_due(self, before: datetime) -> bool:
        """Return True if a table waits to be fetched, read or brought in, and nobody is at it since then."""
        due = sa.exists().where(*_match_due(before))
        return bool(await self.session.scalar(sa.select(due)))

    async def claim_due_draft(self, before: datetime) -> ImportDraft | None:
        """Return a table to fetch, read or bring in that nobody is at since then, and record the try."""
        due = sa.select(ImportDraft).where(*_match_due(before)).order_by(ImportDraft.id).limit(1)
        draft = (await self.session.scalars(due.with_for_update(skip_locked=True))).first()
        if draft is not None:
            draft.tries, draft.claimed_at = draft.tries + 1, self.now
            await self.session.flush()
        return draft

    async def find_newest_of_person(self, person_id: int, kind: str) -> ImportDraft | None:
        """Return the table of this kind that a person has shown last."""
        mine = sa.select(ImportDraft).where(ImportDraft.person_id == person_id, ImportDraft.kind == kind)
        return (await self.session.scalars(mine.order_by(ImportDraft.id.desc()).limit(1))).first()

    async def lock_waiting_drafts(self, person_id: int, kind: str, but: int = 0) -> Sequence[ImportDraft]:
        """Return the tables of a person that are being read or wait for a yes; all but this one.

        What somebody is at in this moment is left out.
        """
        mine = ImportDraft.person_id == person_id, ImportDraft.kind == kind, ImportDraft.id != but
        waiting = sa.select(ImportDraft).where(*mine, match_any_of(ImportDraft.state, (READING, SHOWN)))
        return (await self.session.scalars(waiting.order_by(ImportDraft.id).with_for_update(skip_locked=True))).all()

    async def lock_attached_drafts(self, person_id: int) -> Sequence[ImportDraft]:
        """Return the tables of a person that are still in their messages, with their row locks."""
        mine = sa.select(ImportDraft).where(ImportDraft.person_id == person_id, ImportDraft.message.is_not(None))
        return (await self.session.scalars(mine.order_by(ImportDraft.id).with_for_update())).all()

    async def delete(self, draft: ImportDraft) -> None:
        await self.session.delete(draft)
        await self.session.flush()

    async def delete_old_drafts(self, before: datetime) -> None:
        await self.session.execute(sa.delete(ImportDraft).where(ImportDraft.created_at < before))


def _match_due(before: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    free = sa.or_(ImportDraft.claimed_at.is_(None), ImportDraft.claimed_at < before)
    return match_any_of(ImportDraft.state, (FETCHING, READING, STORING)), free
