"""List the records that a viewer may see, narrowed, sorted and page by page; each row is asked of the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.access.audiences import Viewer
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.library.solutions import PUBLISHED, Solution
from storage.meetings.meetings import ORGANISATIONS, PLANNED, Meeting, MeetingOrganisation
from storage.meetings.occurrences import CANCELLED, Occurrence
from storage.pages.figure_conditions import CONDITIONS, Period
from storage.policy.consultations import PUBLIC as CALLED
from storage.policy.consultations import Consultation, ConsultationTopic
from storage.policy.issues import PUBLIC as RAISED
from storage.policy.issues import Issue, IssueTopic
from storage.questions.questions import PUBLIC as ASKED
from storage.questions.questions import Question

#: digits of a number that fits into its column
DIGITS = 9
#: orders: newest first, by title, nearest deadline first
NEWEST, TITLE, DEADLINE = "new", "title", "deadline"


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Say whose list it is, and what it is narrowed to."""

    viewer: Viewer
    #: levels of solutions that the viewer may see
    levels: Collection[str] = ()
    #: states; empty: all that others may see
    states: Collection[str] = ()
    topic_id: int | None = None
    organisation_id: int | None = None
    #: day on which somebody vouches for the record
    verified_on: date | None = None
    #: figure of `storage.pages.figure_conditions`, and the period that it is of
    figure: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """Describe how one kind of record is listed."""

    table: type[Any]
    #: column of what people call one
    code: InstrumentedAttribute[Any]
    #: states in which others see one
    states: Collection[str]
    #: what holds of each row besides
    match: Callable[[RecordFilter], tuple[sa.ColumnElement[bool], ...]]
    #: statement of (record id, topic id)
    topics: sa.SelectBase
    orders: Mapping[str, tuple[Any, ...]]
    #: column of the organisation that it is of, as others know it
    organisation: sa.ColumnElement[Any] | InstrumentedAttribute[Any] | None = None
    #: its own columns of topics; none where a table of its own has them
    topic_columns: Sequence[InstrumentedAttribute[Any]] = ()


def _match_solutions(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    seen = which.viewer.match_visible(Solution.reach_id, Solution.owner_id, Solution.author_id)
    found = [match_any_of(Solution.level, sorted(which.levels)), seen]
    if which.verified_on is not None:
        until = sa.func.coalesce(Solution.verify_by, date.max)
        found += [Solution.verified_at.is_not(None), Solution.doubted_at.is_(None), until >= which.verified_on]
    return tuple(found)


def _match_questions(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    return Question.text != "", which.viewer.match_visible_to_members(Question.reach_id, Question.asker_id)


def _match_issues(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    return (which.viewer.match_visible_to_members(Issue.reach_id, Issue.raised_by_id, Issue.owner_id),)


def _match_consultations(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    mine = (Consultation.registered_by_id, Consultation.owner_id)
    return (which.viewer.match_visible_to_members(Consultation.reach_id, *mine),)


_SOURCES: Mapping[str, _Source] = {
    "solution": _Source(
        Solution, Solution.code, (PUBLISHED,), _match_solutions, sa.select(Solution.id, Solution.topic_id),
        {NEWEST: (Solution.created_at.desc(), Solution.id.desc()), TITLE: (Solution.title, Solution.id)},
        Solution.organisation_id, (Solution.topic_id,),
    ),
    "question": _Source(
        Question, Question.number, ASKED, _match_questions,
        sa.union(sa.select(Question.id, Question.topic_id), sa.select(Question.id, Question.second_topic_id)),
        {NEWEST: (Question.created_at.desc(), Question.id.desc())},
        sa.case((Question.anonymous, None), else_=Question.organisation_id),
        (Question.topic_id, Question.second_topic_id),
    ),
    "issue": _Source(
        Issue, Issue.code, RAISED, _match_issues, sa.select(IssueTopic.issue_id, IssueTopic.topic_id),
        {
            DEADLINE: (Issue.deadline.nulls_last(), Issue.id),
            NEWEST: (sa.func.coalesce(Issue.published_at, Issue.created_at).desc(), Issue.id.desc()),
        },
        Issue.organisation_id,
    ),
    "consultation": _Source(
        Consultation, Consultation.code, CALLED, _match_consultations,
        sa.select(ConsultationTopic.consultation_id, ConsultationTopic.topic_id),
        {
            DEADLINE: (Consultation.deadline.nulls_last(), Consultation.id),
            NEWEST: (sa.func.coalesce(Consultation.opened_at, Consultation.created_at).desc(), Consultation.id.desc()),
        },
    ),
}  # fmt: skip


class RecordLists(Repository):
    """List records of a kind: "solution", "question", "issue" or "consultation"."""

    async def list_records(
        self, kind: str, which: RecordFilter, order: str, limit: int, skip: int = 0
    ) -> Sequence[Any]:
        """List the rows of one page. Raises KeyError for another kind or order."""
        source = _SOURCES[kind]
        rows = sa.select(source.table).where(*_match_records(source, which))
        return (await self.session.scalars(rows.order_by(*source.orders[order]).offset(skip).limit(limit))).all()

    async def find_record(self, kind: str, which: RecordFilter, code: str) -> Any | None:
        """Return the record that people know by this code; None if it is missing or not for this viewer.

        Both take the same one statement, so that the time to answer tells nobody which it is.
        """
        source = _SOURCES[kind]
        known: str | int = _parse_number(code) if isinstance(source.code.type, sa.Integer) else code
        rows = sa.select(source.table).where(source.code == known, *_match_records(source, which))
        return (await self.session.scalars(rows)).first()

    async def list_record_ids(self, kind: str, which: RecordFilter) -> Sequence[int]:
        """List the ids of all pages."""
        source = _SOURCES[kind]
        return (await self.session.scalars(sa.select(source.table.id).where(*_match_records(source, which)))).all()

    async def count_records(self, kind: str, which: RecordFilter) -> int:
        source = _SOURCES[kind]
        matched = sa.select(sa.func.count()).select_from(source.table).where(*_match_records(source, which))
        return await self.session.scalar(matched) or 0

    async def count_records_by_topic(self, kind: str, which: RecordFilter) -> dict[int, int]:
        """Return topic id -> how many of the records are about it; one about two counts in both."""
        source = _SOURCES[kind]
        about = source.topics.subquery()
        record_id, topic_id = about.c
        matched = sa.select(source.table.id).where(*_match_records(source, which))
        rows = await self.session.execute(
            sa.select(topic_id, sa.func.count()).where(record_id.in_(matched), topic_id.is_not(None)).group_by(topic_id)
        )
        return {topic: n for topic, n in rows}  # noqa: C416 - a row is no pair to `dict`

    async def count_records_by_organisation(self, kind: str, which: RecordFilter) -> dict[int, int]:
        """Return organisation id -> how many of the records are of it; empty for a kind that is of none."""
        source = _SOURCES[kind]
        if source.organisation is None:
            return {}
        owner = source.organisation.label("owner_id")
        rows = await self.session.execute(
            sa.select(owner, sa.func.count()).where(*_match_records(source, which), owner.is_not(None)).group_by(owner)
        )
        return {organisation: n for organisation, n in rows}  # noqa: C416 - a row is no pair to `dict`

    async def find_visible_occurrence_id(self, id: int, viewer: Viewer) -> int | None:
        """Return the id if the viewer may see this meeting, else None: in one statement, as for a missing one."""
        theirs = sa.exists().where(
            MeetingOrganisation.meeting_id == Meeting.id,
            MeetingOrganisation.organisation_id == (viewer.organisation_id or 0),
        )
        invited = sa.or_(Meeting.audience != ORGANISATIONS, theirs)
        seen = sa.or_(
            sa.true() if viewer.whole else sa.false(),
            Meeting.organiser_id == viewer.person_id,
            invited if viewer.organisation_id is not None else sa.false(),
        )
        found = sa.select(Occurrence.id).join(Meeting, Meeting.id == Occurrence.meeting_id)
        return await self.session.scalar(
            found.where(Occurrence.id == id, Meeting.state.in_((PLANNED, CANCELLED)), seen)
        )

    async def list_held_occurrence_ids(self, limit: int, period: Period | None = None) -> Sequence[int]:
        """List the occurrences that are over and were not called off, newest first."""
        held = sa.select(Occurrence.id).where(Occurrence.end_at <= self.now, Occurrence.state != CANCELLED)
        if period is not None:
            held = held.where(Occurrence.start_at >= period.start, Occurrence.start_at < period.end)
        rows = held.order_by(Occurrence.start_at.desc(), Occurrence.id.desc()).limit(limit)
        return (await self.session.scalars(rows)).all()


def _parse_number(code: str) -> int:
    """Return the number, or 0, which is nobody's. PostgreSQL compares with nothing that is too large for the column."""
    return int(code) if code.isascii() and code.isdecimal() and len(code) <= DIGITS else 0


def _match_records(source: _Source, which: RecordFilter) -> list[sa.ColumnElement[bool]]:
    states = sorted(set(which.states or source.states) & set(source.states))
    found = [match_any_of(source.table.state, states), *source.match(which)]
    if which.figure and which.period is not None:
        found += CONDITIONS[which.figure][1](which.period)
    if which.organisation_id is not None and source.organisation is not None:
        found.append(source.organisation == which.organisation_id)
    if which.topic_id is not None:
        found.append(_match_topic(source, which.topic_id))
    return found


def _match_topic(source: _Source, id: int) -> sa.ColumnElement[bool]:
    if source.topic_columns:
        return sa.or_(*[column == id for column in source.topic_columns])
    record_id, topic_id = source.topics.subquery().c
    about: sa.ColumnElement[bool] = source.table.id.in_(sa.select(record_id).where(topic_id == id))
    return about
