"""Store the issue log: what has happened to an issue, what it said before, and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ISSUE_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.kit.base import Base, Repository, build_partial_index
from storage.kit.record_ids import Key

#: Kinds of entries: state; message from the responsible person; stance of an organisation; changed text; evidence;
#: decision of an agenda item; merger of two issues; review; audience.
STATE, NEWS, STANCE, TEXT, EVIDENCE, DECISION, MERGER, REVIEW, REACH = (
    "state", "news", "stance", "text", "evidence", "decision", "merger", "review", "reach",
)  # fmt: skip
#: shown with the organisation's name; counted without the name; for the secretariat alone
NAMED, AGGREGATE, SECRETARIAT = "named", "aggregate", "secretariat"
LEVELS = (NAMED, AGGREGATE, SECRETARIAT)


class IssueLogEntry(Base):
    """Store an entry of the log: who did what, and what they wrote."""

    __tablename__ = "issue_notes"
    __table_args__ = (build_partial_index("ix_issue_notes_item", "item_id", where="item_id IS NOT NULL"),)

    id: Mapped[Key]
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: the state, the stance, the version number, or the code of the other issue
    what: Mapped[str] = mapped_column(sa.String(16), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: agenda item with the decision
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class IssueVersion(Base):
    """Store what an issue said before its text was changed."""

    __tablename__ = "issue_versions"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: title, problem, affected, wanted
    data: Mapped[dict[str, Any]]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]


class IssueEvidence(Base):
    """Store a fact or a figure that an organisation gives, and who may know whose it is."""

    __tablename__ = "issue_evidence"
    __table_args__ = (sa.CheckConstraint("level IN ('named','aggregate','secretariat')", name="level"),)

    id: Mapped[Key]
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    #: figure as written, with its unit; empty for text only
    figure: Mapped[str] = mapped_column(sa.String(100), default="")
    level: Mapped[str] = mapped_column(sa.String(12), default=NAMED)
    created_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        IssueLogEntry, ISSUE_DATA, author="person_id", key="id issue_id item_id", text="text",
        organisation="organisation_id", state="kind what at",
    ),
    ClassifiedColumns(
        IssueVersion, ISSUE_DATA, named="changed_by_id", key="issue_id version", text="data", state="changed_at",
    ),
    ClassifiedColumns(
        IssueEvidence, ISSUE_DATA, author="person_id", key="id issue_id", text="text figure",
        organisation="organisation_id", state="level created_at",
    ),
)  # fmt: skip


class IssueLog(Repository):
    """Store what is known of issues beside their text."""

    async def add_issue_log_entry(self, entry: IssueLogEntry) -> IssueLogEntry:
        entry.at = self.now
        self.session.add(entry)
        await self.session.flush()
        return entry

    async def find_issue_log_entry(self, id: int | None) -> IssueLogEntry | None:
        return None if id is None else await self.session.get(IssueLogEntry, id)

    async def list_issue_log(self, issue_id: int, limit: int = 500, *, but: str = "") -> Sequence[IssueLogEntry]:
        """List log entries, newest first, without those of the kind `but`."""
        rows = await self.session.scalars(
            sa.select(IssueLogEntry)
            .where(IssueLogEntry.issue_id == issue_id, IssueLogEntry.kind != but)
            .order_by(IssueLogEntry.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def find_decision_entry(self, item_id: int) -> IssueLogEntry | None:
        """Return the entry if the decision of this agenda item has been written back."""
        rows = await self.session.scalars(
            sa.select(IssueLogEntry).where(IssueLogEntry.item_id == item_id, IssueLogEntry.kind == DECISION)
        )
        return rows.first()

    async def store_issue_version(self, version: IssueVersion) -> None:
        version.changed_at = self.now
        self.session.add(version)
        await self.session.flush()

    async def find_issue_version(self, issue_id: int, version: int) -> IssueVersion | None:
        return await self.session.get(IssueVersion, (issue_id, version))

    async def list_issue_versions(self, issue_id: int) -> Sequence[IssueVersion]:
        """List what the issue said before, first text first."""
        rows = await self.session.scalars(
            sa.select(IssueVersion).where(IssueVersion.issue_id == issue_id).order_by(IssueVersion.version)
        )
        return rows.all()

    async def add_issue_evidence(self, evidence: IssueEvidence) -> IssueEvidence:
        evidence.created_at = self.now
        self.session.add(evidence)
        await self.session.flush()
        return evidence

    async def find_issue_evidence(self, id: int | None) -> IssueEvidence | None:
        return None if id is None else await self.session.get(IssueEvidence, id)

    async def delete_issue_evidence(self, evidence: IssueEvidence) -> None:
        await self.session.delete(evidence)
        await self.session.flush()

    async def list_issue_evidence(self, issue_id: int) -> Sequence[tuple[IssueEvidence, Organisation | None]]:
        """List evidence with its organisations, oldest first."""
        rows = await self.session.execute(
            sa.select(IssueEvidence, Organisation)
            .outerjoin(Organisation, Organisation.id == IssueEvidence.organisation_id)
            .where(IssueEvidence.issue_id == issue_id)
            .order_by(IssueEvidence.id)
        )
        return [(evidence, organisation) for evidence, organisation in rows]
