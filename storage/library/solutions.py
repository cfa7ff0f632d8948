"""Store solutions: what worked (or did not) somewhere, kept so that others find it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import Viewer
from storage.data_classification.data_groups import SOLUTION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords, IndexedRecords, OwnedRecords, get_columns, select_indexed
from storage.kit.record_ids import Key
from storage.library.solution_feedback import SolutionDoubt, SolutionFeedback, SolutionUse, SolutionVersion

__all__ = ["Solution", "SolutionDoubt", "SolutionUse", "SolutionVersion", "Solutions"]

#: being written and not confirmed by its author, who alone can see it
DRAFT = "draft"
#: waiting for the consent of the text's author
CONSENT = "consent"
PUBLISHED = "published"
#: no longer valid, or withdrawn; hidden until the secretariat restores it. Both are stored, but not found.
RETIRED, HIDDEN = "retired", "hidden"
STATES = (DRAFT, CONSENT, PUBLISHED, RETIRED, HIDDEN)
OPEN, MEMBERS, CIRCLE = "open", "members", "circle"
LEVELS = (OPEN, MEMBERS, CIRCLE)
#: texts by members: stored with each version, and cleared when a solution is deleted
WORDS = ("title", "problem", "done", "result", "cost_time", "preconditions", "pitfall", "failed", "contact")


class Solution(Base):
    __tablename__ = "solutions"
    __table_args__ = (sa.CheckConstraint("state IN ('draft','consent','published','retired','hidden')", name="state"),)

    id: Mapped[Key]
    #: code for people: "L-001"
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    #: empty after its owner has deleted the text
    title: Mapped[str] = mapped_column(sa.String(200))
    problem: Mapped[str] = mapped_column(sa.Text)
    done: Mapped[str] = mapped_column(sa.Text)
    result: Mapped[str] = mapped_column(sa.Text, default="")
    #: cost range and duration
    cost_time: Mapped[str] = mapped_column(sa.Text, default="")
    preconditions: Mapped[str] = mapped_column(sa.Text, default="")
    pitfall: Mapped[str] = mapped_column(sa.Text, default="")
    #: earlier attempts that failed
    failed: Mapped[str] = mapped_column(sa.Text, default="")
    #: "idea", "pilot", "operating", "closed", or as imported
    maturity: Mapped[str] = mapped_column(sa.String(40), default="")
    level: Mapped[str] = mapped_column(sa.String(16), default=MEMBERS)
    #: other words with which people search for it
    keywords: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    #: contact person, as written
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    #: park or company as written; `organisation_id` if it is known
    park: Mapped[str] = mapped_column(sa.String(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: audience within the level; empty: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=PUBLISHED)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: author of the text, if it is not the owner's
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    #: Number of times its room cards were withdrawn. Later cards need new delivery keys.
    sendings: Mapped[int] = mapped_column(default=0)
    dated: Mapped[date | None]
    verify_by: Mapped[date | None] = mapped_column(index=True)
    #: verify-by date for which the owner was already asked
    asked_for: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: time of a reader's doubt that is still open
    doubted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: hash of the imported row; empty for solutions written in chat
    seeded: Mapped[str] = mapped_column(sa.String(64), default="")


_VERIFIED_UNTIL = sa.case(
    (sa.or_(Solution.verified_at.is_(None), Solution.doubted_at.is_not(None)), None),
    else_=sa.func.coalesce(Solution.verify_by, date.max),
)
_FOUND = select_indexed(
    Solution,
    Solution.state == PUBLISHED,
    level=Solution.level,
    topic_id=Solution.topic_id,
    organisation_id=Solution.organisation_id,
    verified_until=_VERIFIED_UNTIL,
)
_COLUMNS = get_columns(Solution)
DECLARATIONS = (
    IndexedRecords("solution", Solution, _FOUND),
    CodedRecords(Solution, Solution.code, "L"),
    OwnedRecords(
        "solution", _COLUMNS.id, _COLUMNS.owner_id, needs=_COLUMNS.state.in_((CONSENT, PUBLISHED)),
        organisation=_COLUMNS.organisation_id,
    ),
    ClassifiedColumns(
        Solution, SOLUTION_DATA, author="owner_id author_id", named="verified_by_id",
        key="reach_id id code topic_id question_id",
        text="title problem done result cost_time preconditions pitfall failed keywords contact seeded",
        organisation="organisation_id park",
        state="maturity level language state version sendings dated verify_by asked_for verified_at doubted_at "
        "created_at",
    ),
)  # fmt: skip


def _match_visible_solutions(viewer: Viewer) -> sa.ColumnElement[bool]:
    return viewer.match_visible(Solution.reach_id, Solution.owner_id, Solution.author_id)


class Solutions(SolutionFeedback):
    """Store the library of solutions."""

    async def find(self, id: int | None) -> Solution | None:
        return None if id is None else await self.session.get(Solution, id)

    async def lock(self, id: int) -> Solution | None:
        """Return the solution with a row lock, which is held until this unit of work ends."""
        mine = sa.select(Solution).where(Solution.id == id).with_for_update()
        return (await self.session.scalars(mine.execution_options(populate_existing=True))).first()

    async def find_solution_by_code(self, code: str) -> Solution | None:
        """Find a solution by code, as written or in capitals."""
        found = await self.map_solutions_by_code((code, code.upper()))
        return found.get(code) or found.get(code.upper())

    async def list_source_questions(self, ids: Collection[int]) -> set[int]:
        """Return the ids of the questions that these solutions were made of."""
        made = await self.session.scalars(sa.select(Solution.question_id).where(match_any_of(Solution.id, ids)))
        return {id for id in made if id is not None}

    async def list_solutions_of_question(self, question_id: int) -> Sequence[Solution]:
        rows = sa.select(Solution).where(Solution.question_id == question_id).order_by(Solution.id)
        return (await self.session.scalars(rows)).all()

    async def map_solutions_by_code(self, codes: Collection[str]) -> dict[str, Solution]:
        rows = await self.session.scalars(sa.select(Solution).where(match_any_of(Solution.code, codes)))
        return {solution.code: solution for solution in rows}

    async def list_similar_codes(self, code: str, levels: Sequence[str], viewer: Viewer, limit: int = 3) -> list[str]:
        """List codes of published, visible solutions that look like this one."""
        shown = (Solution.state == PUBLISHED, Solution.level.in_(levels), _match_visible_solutions(viewer))
        nearest = sa.func.abs(sa.func.length(Solution.code) - len(code))
        rows = sa.select(Solution.code).where(*shown).order_by(nearest, Solution.code).limit(2000)
        codes = await self.session.scalars(rows)
        return difflib.get_close_matches(code.upper(), codes.all(), n=limit, cutoff=0.4)

    async def add(self, solution: Solution) -> Solution:
        """Add the solution with the next free code, unless it brings its own."""
        solution.created_at = self.now
        if not solution.code:
            solution.code = await self._make_solution_code()
        self.session.add(solution)
        await self.session.flush()
        return solution

    async def add_coded_solutions(self, solutions: Sequence[Solution]) -> None:
        """Add solutions that bring their own codes."""
        for solution in solutions:
            solution.created_at = self.now
        self.session.add_all(solutions)
        await self.session.flush()

    async def _make_solution_code(self) -> str:
        return f"L-{await find_next_number(self.session, 'L', Solution.code):03d}"

    async def delete_draft(self, solution: Solution) -> None:
        """Delete a draft, which nobody else has seen."""
        await self.session.delete(solution)
        await self.session.flush()

    async def delete_stale_drafts(self, before: datetime) -> None:
        """Delete drafts that their owners left unfinished."""
        await self.session.execute(sa.delete(Solution).where(Solution.state == DRAFT, Solution.created_at < before))

    async def store_solution_version(self, solution: Solution, changed_by_id: int | None) -> None:
        """Store the current text as an earlier version. Call this before a change."""
        data: dict[str, Any] = {name: getattr(solution, name) for name in WORDS}
        data |= {name: getattr(solution, name) for name in ("keywords", "level", "maturity")}
        data |= {"topic": solution.topic_id, "reach": solution.reach_id}
        earlier = SolutionVersion(solution_id=solution.id, version=solution.version, data=data)
        earlier.changed_by_id, earlier.changed_at = changed_by_id, self.now
        self.session.add(earlier)
        solution.version += 1
        await self.session.flush()

    async def settle_doubts(self, solution: Solution) -> set[int]:
        """Close every open doubt. Return the ids of the people who had them."""
        open_ones = await self.list_open_doubts(solution.id)
        for doubt in open_ones:
            doubt.settled_at = self.now
        solution.doubted_at = None
        await self.session.flush()
        return {doubt.person_id for doubt in open_ones}

    async def map_solutions_by_id(self, ids: Sequence[int]) -> dict[int, Solution]:
        rows = await self.session.scalars(sa.select(Solution).where(match_any_of(Solution.id, ids)))
        return {row.id: row for row in rows}

    async def list_solutions_published_since(
        self, topic_ids: Collection[int], since: datetime, levels: Collection[str], viewer: Viewer, limit: int
    ) -> Sequence[Solution]:
        """List solutions about one of these topics published since then, newest first."""
        rows = await self.session.scalars(
            sa.select(Solution)
            .where(
                Solution.state == PUBLISHED,
                Solution.created_at >= since,
                match_any_of(Solution.topic_id, topic_ids),
                Solution.level.in_(sorted(levels)),
                _match_visible_solutions(viewer),
                Solution.seeded == "",
            )
            .order_by(Solution.created_at.desc(), Solution.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def list_newest_solutions(
        self, topic_ids: Collection[int] | None, levels: Collection[str], viewer: Viewer, limit: int
    ) -> Sequence[Solution]:
        """List published solutions about these topics (None: about any), newest first."""
        rows = sa.select(Solution).where(
            Solution.state == PUBLISHED, Solution.level.in_(sorted(levels)), _match_visible_solutions(viewer)
        )
        if topic_ids is not None:
            rows = rows.where(match_any_of(Solution.topic_id, topic_ids))
        return (await self.session.scalars(rows.order_by(Solution.id.desc()).limit(limit))).all()

    async def list_published_solutions(self) -> Sequence[Solution]:
        """List all published solutions, ordered by code."""
        rows = sa.select(Solution).where(Solution.state == PUBLISHED).order_by(Solution.code)
        return (await self.session.scalars(rows)).all()
