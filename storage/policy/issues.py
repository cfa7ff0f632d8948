"""Issues: what members want changed in politics and rules, from the first draft to its outcome."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Sight
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import next_number, numbers_of
from storage.kit.record_ids import Key

#: typed, and its raiser's alone; also what was sent back or taken up for a merger
DRAFT = "draft"
#: with the secretariat, which publishes it or says why not
CHECK = "check"
PROPOSED, ASSESSED, WORKING, SENT = "proposed", "assessed", "working", "sent"
DECIDED, DROPPED = "decided", "dropped"
#: another issue stands in its place
REPLACED = "replaced"
#: taken back by its raiser before anybody else supported it
WITHDRAWN = "withdrawn"
STATES = (DRAFT, CHECK, PROPOSED, ASSESSED, WORKING, SENT, DECIDED, DROPPED, REPLACED, WITHDRAWN)
#: can be supported
OPEN = (PROPOSED, ASSESSED, WORKING, SENT)
CLOSED = (DECIDED, DROPPED, REPLACED)
#: visible to all members
PUBLIC = (*OPEN, *CLOSED)
#: whom it is addressed to
ADDRESSEES = ("ministry", "agency", "committee", "county", "municipality", "grid", "eu", "other")
#: topics that the arena wants issues about, from the first day
FIELDS = ("klima", "energi", "nett", "sirkulaer")
#: the member's own words: what a version keeps
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
    #: what people write: "S-7"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    problem: Mapped[str] = mapped_column(sa.Text)
    #: who is hit
    affected: Mapped[str] = mapped_column(sa.Text, default="")
    #: the change that is wanted
    wanted: Mapped[str] = mapped_column(sa.Text)
    addressee_kind: Mapped[str] = mapped_column(sa.String(16))
    #: its name, as written
    addressee: Mapped[str] = mapped_column(sa.String(200), default="")
    deadline: Mapped[date | None]
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    #: the seal of the row it was last brought in line with; empty for those raised in chat
    seeded: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    #: how often its room cards were taken back or moved: what is sent afterwards needs new delivery keys
    sendings: Mapped[int] = mapped_column(default=0)
    raised_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    #: whose issue it is: support from others freezes its text
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: who works with it
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: who may see it; empty: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    #: the question it was raised from
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id", ondelete="SET NULL"), index=True)
    #: the issue that stands in its place, or that the secretariat wants it merged with
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issues.id", ondelete="SET NULL"))
    #: why it was sent back, or dropped
    why: Mapped[str] = mapped_column(sa.Text, default="")
    #: what came of it
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    #: when something is to happen next
    next_on: Mapped[date | None]
    #: when the outcome is to be looked at again
    review_on: Mapped[date | None]
    #: when its supporters last had news of it
    news_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: since when the secretariat has it
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class IssueTopic(Base):
    """A field or topic that an issue is about."""

    __tablename__ = "issue_topics"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issues.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), primary_key=True, index=True)


class Issues(Repository):
    """What members raise together."""

    async def find(self, id: int | None) -> Issue | None:
        return None if id is None else await self.session.get(Issue, id)

    async def lock(self, id: int) -> Issue | None:
        """The issue, held against other units of work until this one ends."""
        rows = await self.session.scalars(
            sa.select(Issue).where(Issue.id == id).with_for_update().execution_options(populate_existing=True)
        )
        return rows.first()

    async def by_code(self, code: str) -> Issue | None:
        return (await self.session.scalars(sa.select(Issue).where(Issue.code == code.upper()))).first()

    async def many(self, ids: Collection[int]) -> dict[int, Issue]:
        rows = await self.session.scalars(sa.select(Issue).where(among(Issue.id, ids)))
        return {row.id: row for row in rows}

    async def add(self, issue: Issue) -> Issue:
        """With the next free code, unless it has one."""
        issue.created_at = self.now
        if not issue.code:
            codes = await self.session.scalars(sa.select(Issue.code))
            issue.code = f"S-{await next_number(self.session, 'S', numbers_of(codes))}"
        self.session.add(issue)
        await self.session.flush()
        return issue

    async def remove(self, issue: Issue) -> None:
        """For drafts, which nobody else has seen."""
        await self.session.delete(issue)
        await self.session.flush()

    async def clear_drafts(self, before: datetime) -> None:
        """Drafts their raisers have left lying, and that nobody else has seen."""
        old = sa.and_(Issue.state == DRAFT, Issue.submitted_at.is_(None), Issue.created_at < before)
        await self.session.execute(sa.delete(Issue).where(old))

    async def topics(self, issue_id: int) -> list[int]:
        """The ids of what it is about, in order."""
        rows = await self.session.scalars(
            sa.select(IssueTopic.topic_id).where(IssueTopic.issue_id == issue_id).order_by(IssueTopic.topic_id)
        )
        return list(rows)

    async def topics_of(self, issue_ids: Collection[int]) -> dict[int, list[int]]:
        """Issue id -> the ids of what it is about."""
        rows = await self.session.execute(
            sa.select(IssueTopic.issue_id, IssueTopic.topic_id)
            .where(among(IssueTopic.issue_id, issue_ids))
            .order_by(IssueTopic.issue_id, IssueTopic.topic_id)
        )
        found: dict[int, list[int]] = {id: [] for id in issue_ids}
        for issue_id, topic_id in rows:
            found[issue_id].append(topic_id)
        return found

    async def tag(self, issue_id: int, topic_ids: Collection[int]) -> None:
        """It is about these, and about no others."""
        await self.session.execute(sa.delete(IssueTopic).where(IssueTopic.issue_id == issue_id))
        rows = [{"issue_id": issue_id, "topic_id": id} for id in sorted(set(topic_ids))]
        if rows:
            await self.session.execute(sa.insert(IssueTopic), rows)

    async def listed(self, states: Collection[str], sight: Sight) -> Sequence[Issue]:
        """Those in these states that may be seen, the nearest deadline first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.state.in_(states), _seen(sight))
            .order_by(Issue.deadline.nulls_last(), Issue.id)
        )
        return rows.all()

    async def archived(self, sight: Sight, limit: int, skip: int = 0) -> Sequence[Issue]:
        """Those that are closed and may be seen, the newest first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.state.in_(CLOSED), _seen(sight))
            .order_by(Issue.closed_at.desc(), Issue.id.desc())
            .offset(skip)
            .limit(limit)
        )
        return rows.all()

    async def drafts_of(self, person_id: int, limit: int = 8) -> Sequence[Issue]:
        """What this person has typed and not sent, newest first."""
        rows = await self.session.scalars(
            sa.select(Issue)
            .where(Issue.raised_by_id == person_id, Issue.state == DRAFT)
            .order_by(Issue.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def replaced_by(self, issue_id: int) -> Sequence[Issue]:
        """Those in whose place it stands."""
        rows = await self.session.scalars(
            sa.select(Issue).where(Issue.other_id == issue_id, Issue.state == REPLACED).order_by(Issue.id)
        )
        return rows.all()


def _seen(sight: Sight) -> sa.ColumnElement[bool]:
    return sight.within(Issue.reach_id, Issue.raised_by_id, Issue.owner_id)
