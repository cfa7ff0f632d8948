"""Solutions: what worked (or did not) somewhere, kept so that others find it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Sight
from storage.kit.arrays import among
from storage.kit.base import Base
from storage.kit.code_numbers import next_number, numbers_of
from storage.kit.record_ids import Key
from storage.library.solution_feedback import Curation, SolutionDoubt, SolutionUse, SolutionVersion

__all__ = ["Solution", "SolutionDoubt", "SolutionUse", "SolutionVersion", "Solutions"]

#: typed, and waiting for a word from the one who saves it; seen by that person alone
DRAFT = "draft"
#: waits for the yes of the one who wrote the text
CONSENT = "consent"
PUBLISHED = "published"
#: no longer true, or taken back; out of sight until the secretariat restores it: both kept, not found
RETIRED, HIDDEN = "retired", "hidden"
STATES = (DRAFT, CONSENT, PUBLISHED, RETIRED, HIDDEN)
OPEN, MEMBERS, CIRCLE = "open", "members", "circle"
LEVELS = (OPEN, MEMBERS, CIRCLE)
#: the member's own words: what a version keeps, and what goes when a solution is deleted
WORDS = ("title", "problem", "done", "result", "cost_time", "preconditions", "pitfall", "failed", "contact")
#: verify-by messages to one person in one round, and in all
MOST_EACH, MOST_IN_ALL = 3, 100


class Solution(Base):
    __tablename__ = "solutions"
    __table_args__ = (sa.CheckConstraint("state IN ('draft','consent','published','retired','hidden')", name="state"),)

    id: Mapped[Key]
    #: what people write: "L-001"
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    #: empty once its owner has deleted the text
    title: Mapped[str] = mapped_column(sa.String(200))
    problem: Mapped[str] = mapped_column(sa.Text)
    done: Mapped[str] = mapped_column(sa.Text)
    result: Mapped[str] = mapped_column(sa.Text, default="")
    #: cost band and time
    cost_time: Mapped[str] = mapped_column(sa.Text, default="")
    preconditions: Mapped[str] = mapped_column(sa.Text, default="")
    pitfall: Mapped[str] = mapped_column(sa.Text, default="")
    #: what was tried first and failed
    failed: Mapped[str] = mapped_column(sa.Text, default="")
    #: "idea", "pilot", "operating", "closed", or as it was seeded
    maturity: Mapped[str] = mapped_column(sa.String(40), default="")
    level: Mapped[str] = mapped_column(sa.String(16), default=MEMBERS)
    #: other words that people search for it with
    keywords: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    #: whom to ask, as written
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    #: the park or company, as written; the organisation itself when it is a known one
    park: Mapped[str] = mapped_column(sa.String(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: which organisations see it, within its level; empty: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=PUBLISHED)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: the one who wrote the text, when it is somebody else's
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id"))
    version: Mapped[int] = mapped_column(default=1)
    #: how often its room cards were taken back: what is sent afterwards needs new delivery keys
    sendings: Mapped[int] = mapped_column(default=0)
    dated: Mapped[date | None]
    verify_by: Mapped[date | None] = mapped_column(index=True)
    #: the verify-by date that the owner has been asked about
    asked_for: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: since when a reader's doubt is open
    doubted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: what the row it was read from said (a hash); empty for those written in the arena
    seeded: Mapped[str] = mapped_column(sa.String(64), default="")


def _seen(sight: Sight) -> sa.ColumnElement[bool]:
    return sight.within(Solution.reach_id, Solution.owner_id, Solution.author_id)


class Solutions(Curation):
    """The library."""

    async def find(self, id: int | None) -> Solution | None:
        return None if id is None else await self.session.get(Solution, id)

    async def lock(self, id: int) -> Solution | None:
        """The solution, held against other units of work until this one ends."""
        mine = sa.select(Solution).where(Solution.id == id).with_for_update()
        return (await self.session.scalars(mine.execution_options(populate_existing=True))).first()

    async def by_code(self, code: str) -> Solution | None:
        """As written, or in capitals."""
        found = await self.by_codes((code, code.upper()))
        return found.get(code) or found.get(code.upper())

    async def by_codes(self, codes: Collection[str]) -> dict[str, Solution]:
        rows = await self.session.scalars(sa.select(Solution).where(among(Solution.code, codes)))
        return {solution.code: solution for solution in rows}

    async def near(self, code: str, levels: Sequence[str], sight: Sight, limit: int = 3) -> list[str]:
        """Codes of published solutions that look like this one."""
        codes = await self.session.scalars(
            sa.select(Solution.code)
            .where(Solution.state == PUBLISHED, Solution.level.in_(levels), _seen(sight))
            .order_by(sa.func.abs(sa.func.length(Solution.code) - len(code)), Solution.code)
            .limit(2000)
        )
        return difflib.get_close_matches(code.upper(), codes.all(), n=limit, cutoff=0.4)

    async def add(self, solution: Solution) -> Solution:
        """With the next free code, unless it brings its own."""
        solution.created_at = self.now
        if not solution.code:
            solution.code = await self._next_code()
        self.session.add(solution)
        await self.session.flush()
        return solution

    async def add_all(self, solutions: Sequence[Solution]) -> None:
        """Those that bring their codes."""
        for solution in solutions:
            solution.created_at = self.now
        self.session.add_all(solutions)
        await self.session.flush()

    async def _next_code(self) -> str:
        codes = await self.session.scalars(sa.select(Solution.code).where(Solution.code.like("L-%")))
        return f"L-{await next_number(self.session, 'L', numbers_of(codes)):03d}"

    async def remove(self, solution: Solution) -> None:
        """For drafts, which nobody else has seen."""
        await self.session.delete(solution)
        await self.session.flush()

    async def clear_drafts(self, before: datetime) -> None:
        """Drafts their owners have left lying."""
        await self.session.execute(sa.delete(Solution).where(Solution.state == DRAFT, Solution.created_at < before))

    async def keep_version(self, solution: Solution, changed_by_id: int | None) -> None:
        """Call before a change: what it says now becomes an earlier version."""
        data: dict[str, Any] = {name: getattr(solution, name) for name in WORDS}
        data |= {name: getattr(solution, name) for name in ("keywords", "level", "maturity")}
        data |= {"topic": solution.topic_id, "reach": solution.reach_id}
        self.session.add(
            SolutionVersion(
                solution_id=solution.id,
                version=solution.version,
                data=data,
                changed_by_id=changed_by_id,
                changed_at=self.now,
            )
        )
        solution.version += 1
        await self.session.flush()

    async def settle(self, solution: Solution) -> set[int]:
        """Close every open doubt; gives who had them."""
        open_ones = await self.doubts(solution.id)
        for doubt in open_ones:
            doubt.settled_at = self.now
        solution.doubted_at = None
        await self.session.flush()
        return {doubt.person_id for doubt in open_ones}

    async def many(self, ids: Sequence[int]) -> dict[int, Solution]:
        return {row.id: row for row in await self.session.scalars(sa.select(Solution).where(among(Solution.id, ids)))}

    async def fresh(
        self, topic_ids: Collection[int], since: datetime, levels: Collection[str], sight: Sight, limit: int
    ) -> Sequence[Solution]:
        """Published since then, about one of these topics, newest first."""
        rows = await self.session.scalars(
            sa.select(Solution)
            .where(
                Solution.state == PUBLISHED,
                Solution.created_at >= since,
                among(Solution.topic_id, topic_ids),
                Solution.level.in_(sorted(levels)),
                _seen(sight),
                Solution.seeded == "",
            )
            .order_by(Solution.created_at.desc(), Solution.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def newest(
        self, topic_ids: Collection[int] | None, levels: Collection[str], sight: Sight, limit: int
    ) -> Sequence[Solution]:
        """Published ones about these topics (None: about any), newest first."""
        rows = sa.select(Solution).where(Solution.state == PUBLISHED, Solution.level.in_(sorted(levels)), _seen(sight))
        if topic_ids is not None:
            rows = rows.where(among(Solution.topic_id, topic_ids))
        return (await self.session.scalars(rows.order_by(Solution.id.desc()).limit(limit))).all()

    async def published(self) -> Sequence[Solution]:
        """All of them, in the order of their codes."""
        rows = await self.session.scalars(
            sa.select(Solution).where(Solution.state == PUBLISHED).order_by(Solution.code)
        )
        return rows.all()

    async def due(self, today: date) -> Sequence[Solution]:
        """Whose verify-by date has come and whose owner was not asked yet: oldest first, a few for each owner."""
        turn = sa.func.row_number().over(partition_by=Solution.owner_id, order_by=(Solution.verify_by, Solution.id))
        due = (
            sa.select(Solution.id, turn.label("turn"))
            .where(
                Solution.state == PUBLISHED,
                Solution.verify_by <= today,
                sa.or_(Solution.asked_for.is_(None), Solution.asked_for != Solution.verify_by),
            )
            .subquery()
        )
        rows = await self.session.scalars(
            sa.select(Solution)
            .join(due, due.c.id == Solution.id)
            .where(due.c.turn <= MOST_EACH)
            .order_by(Solution.verify_by, Solution.id)
            .limit(MOST_IN_ALL)
        )
        return rows.all()

    async def expired(self, since: date, before: date) -> Sequence[Solution]:
        """Whose verify-by date is at or after `since`, and before the other."""
        late = sa.and_(Solution.verify_by >= since, Solution.verify_by < before)
        rows = await self.session.scalars(sa.select(Solution).where(Solution.state == PUBLISHED, late))
        return rows.all()

    async def waiting(self, after: datetime, before: datetime) -> Sequence[Solution]:
        """Those that have waited for the author's yes since some time between these."""
        since = Solution.created_at.between(after, before)
        rows = await self.session.scalars(sa.select(Solution).where(Solution.state == CONSENT, since).limit(200))
        return rows.all()
