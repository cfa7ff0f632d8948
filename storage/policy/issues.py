"""Store issues: what members want changed in politics and rules, from the first draft to the outcome."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import ISSUE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords, IndexedRecords, OwnedRecords, get_columns, select_indexed
from storage.kit.record_ids import Key

#: visible to its author alone; also after it was returned, or prepared for a merger
DRAFT = "draft"
#: waiting for the secretariat, which publishes it or gives a reason
CHECK = "check"
PROPOSED, ASSESSED, WORKING, SENT = "proposed", "assessed", "working", "sent"
DECIDED, DROPPED = "decided", "dropped"
#: another issue replaces it
REPLACED = "replaced"
#: withdrawn by its author before others supported it
WITHDRAWN = "withdrawn"
STATES = (DRAFT, CHECK, PROPOSED, ASSESSED, WORKING, SENT, DECIDED, DROPPED, REPLACED, WITHDRAWN)
#: states that accept stances
OPEN = (PROPOSED, ASSESSED, WORKING, SENT)
CLOSED = (DECIDED, DROPPED, REPLACED)
#: visible to all members
PUBLIC = (*OPEN, *CLOSED)
#: kinds of addressees
ADDRESSEES = ("ministry", "agency", "committee", "county", "municipality", "grid", "eu", "other")
#: topics with issues in a new arena
FIELDS = ("klima", "energi", "nett", "sirkulaer")
#: texts by members, which are stored with each version
WORDS = ("title", "problem", "affected", "wanted")


class Issue(Base):
    __tablename__ = "issues"
    __table_args__ = (
        sa.CheckConstraint(
            "state IN ('draft','check','proposed','assessed','working','sent','decided','dropped','replaced',"
            "'withdrawn')",
            name="state",
        ),
    )

    id: Mapped[Key]
    #: code for people: "S-7"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    problem: Mapped[str] = mapped_column(sa.Text)
    #: who is affected
    affected: Mapped[str] = mapped_column(sa.Text, default="")
    #: requested change
    wanted: Mapped[str] = mapped_column(sa.Text)
    addressee_kind: Mapped[str] = mapped_column(sa.String(16))
    #: name of the addressee, as written
    addressee: Mapped[str] = mapped_column(sa.String(200), default="")
    deadline: Mapped[date | None]
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    #: hash of the row it was last imported from; empty for issues raised in chat
    seeded: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    #: Number of times its room cards were withdrawn or moved. Later cards need new delivery keys.
    sendings: Mapped[int] = mapped_column(default=0)
    raised_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: organisation that raised it; support from others freezes its text
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: responsible person
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: audience; empty: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    #: question from which it was raised
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id", ondelete="SET NULL"), index=True)
    #: issue that replaces it, or that the secretariat suggests for a merger
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issues.id", ondelete="SET NULL"))
    #: reason why it was returned or dropped
    why: Mapped[str] = mapped_column(sa.Text, default="")
    #: outcome
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    #: date of the next event
    next_on: Mapped[date | None]
    #: date on which to review the outcome
    review_on: Mapped[date | None]
    #: time of the last message to its supporters
    news_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: when it was submitted to the secretariat
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class IssueTopic(Base):
    """Link an issue to a field or topic that it is about."""

    __tablename__ = "issue_topics"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True, index=True)


_TOPICS = sa.select(IssueTopic.topic_id).where(IssueTopic.issue_id == Issue.id).order_by(IssueTopic.topic_id).limit(1)
_FOUND = select_indexed(
    Issue,
    Issue.state.in_(PUBLIC),
    topic_id=_TOPICS.scalar_subquery(),
    second_topic_id=_TOPICS.offset(1).scalar_subquery(),
    organisation_id=Issue.organisation_id,
)
_COLUMNS = get_columns(Issue)
DECLARATIONS = (
    IndexedRecords("issue", Issue, _FOUND),
    CodedRecords(Issue, Issue.code, "S"),
    # who is responsible for it, and who raised it for their organisation
    OwnedRecords("issue", _COLUMNS.id, _COLUMNS.owner_id, needs=_COLUMNS.state.in_(OPEN)),
    OwnedRecords(
        "raised",
        _COLUMNS.id,
        _COLUMNS.raised_by_id,
        needs=sa.or_(_COLUMNS.state.in_((CHECK, *OPEN)), _COLUMNS.review_on.is_not(None)),
        organisation=_COLUMNS.organisation_id,
    ),
    ClassifiedColumns(
        Issue, ISSUE_DATA, author="raised_by_id", named="owner_id", key="reach_id id code question_id other_id",
        text="title problem affected wanted addressee why outcome", organisation="organisation_id",
        state="seeded addressee_kind deadline language state version sendings next_on review_on news_at created_at "
        "submitted_at published_at closed_at",
    ),
    ClassifiedColumns(IssueTopic, ISSUE_DATA, key="issue_id topic_id"),
)  # fmt: skip


class Issues(Repository):
    """Store what members raise together."""

    async def find(self, id: int | None) -> Issue | None:
        return None if id is None else await self.session.get(Issue, id)

    async def lock(self, id: int) -> Issue | None:
        """Return the issue with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Issue, id)

    async def find_coded_issue(self, code: str) -> Issue | None:
        return (await self.session.scalars(sa.select(Issue).where(Issue.code == code.upper()))).first()

    async def map_issues_by_id(self, ids: Collection[int]) -> dict[int, Issue]:
        rows = await self.session.scalars(sa.select(Issue).where(match_any_of(Issue.id, ids)))
        return {row.id: row for row in rows}

    async def add(self, issue: Issue) -> Issue:
        """Add the issue with the next free code, unless it has one."""
        issue.created_at = self.now
        if not issue.code:
            issue.code = f"S-{await find_next_number(self.session, 'S', Issue.code)}"
        self.session.add(issue)
        await self.session.flush()
        return issue

    async def delete_issue_draft(self, issue: Issue) -> None:
        """Delete a draft, which nobody else has seen."""
        await self.session.delete(issue)
        await self.session.flush()

    async def delete_old_issue_drafts(self, before: datetime) -> None:
        """Delete drafts that their raisers left unfinished, and that nobody else has seen."""
        old = sa.and_(Issue.state == DRAFT, Issue.submitted_at.is_(None), Issue.created_at < before)
        await self.session.execute(sa.delete(Issue).where(old))

    async def list_issue_topic_ids(self, issue_id: int) -> list[int]:
        """Return the ids of its topics, in order."""
        rows = await self.session.scalars(
            sa.select(IssueTopic.topic_id).where(IssueTopic.issue_id == issue_id).order_by(IssueTopic.topic_id)
        )
        return list(rows)

    async def map_topic_ids_by_issue(self, issue_ids: Collection[int]) -> dict[int, list[int]]:
        """Return issue id -> the ids of its topics."""
        rows = await self.session.execute(
            sa.select(IssueTopic.issue_id, IssueTopic.topic_id)
            .where(match_any_of(IssueTopic.issue_id, issue_ids))
            .order_by(IssueTopic.issue_id, IssueTopic.topic_id)
        )
        found: dict[int, list[int]] = {id: [] for id in issue_ids}
        for issue_id, topic_id in rows:
            found[issue_id].append(topic_id)
        return found

    async def set_issue_topics(self, issue_id: int, topic_ids: Collection[int]) -> None:
        """Store that the issue is about these topics, and no others."""
        await self.session.execute(sa.delete(IssueTopic).where(IssueTopic.issue_id == issue_id))
        rows = [{"issue_id": issue_id, "topic_id": id} for id in sorted(set(topic_ids))]
        if rows:
            await self.session.execute(sa.insert(IssueTopic), rows)

    async def list_issues_in_states(self, states: Collection[str], viewer: Viewer) -> Sequence[Issue]:
        """List visible issues in these states, nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.state.in_(states), _match_visible_issues(viewer))
            .order_by(Issue.deadline.nulls_last(), Issue.id)
        )
        return rows.all()

    async def list_archived_issues(self, viewer: Viewer, limit: int, skip: int = 0) -> Sequence[Issue]:
        """List closed, visible issues, newest first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.state.in_(CLOSED), _match_visible_issues(viewer))
            .order_by(Issue.closed_at.desc(), Issue.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return rows.all()

    async def list_issue_drafts_of_person(self, person_id: int, limit: int = 8) -> Sequence[Issue]:
        """List what this person has typed and not sent, newest first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.raised_by_id == person_id, Issue.state == DRAFT)
            .order_by(Issue.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def list_issues_replaced_by(self, issue_id: int) -> Sequence[Issue]:
        """List the issues that this one has replaced."""
        rows = await self.session.scalars(
            sa.select(Issue).where(Issue.other_id == issue_id, Issue.state == REPLACED).order_by(Issue.id)
        )
        return rows.all()


def _match_visible_issues(viewer: Viewer) -> sa.ColumnElement[bool]:
    return viewer.match_visible_to_members(Issue.reach_id, Issue.raised_by_id, Issue.owner_id)
