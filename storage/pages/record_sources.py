"""Describe how each kind of record is listed: whose it is, in which states others see it, and in which orders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.access.audiences import Viewer
from storage.exchange.listings import OPEN as IN_FORCE
from storage.exchange.listings import STATES, Listing
from storage.exchange.plots import STATES as PLOT_STATES
from storage.exchange.plots import Plot
from storage.exchange.streams import Stream
from storage.kit.arrays import match_any_of
from storage.library.solutions import PUBLISHED, Solution
from storage.pages.figure_conditions import CONDITIONS, Period
from storage.policy.consultations import PUBLIC as CALLED
from storage.policy.consultations import Consultation, ConsultationTopic
from storage.policy.issues import PUBLIC as RAISED
from storage.policy.issues import Issue, IssueTopic
from storage.questions.questions import PUBLIC as ASKED
from storage.questions.questions import Question

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
    #: ids of the records; None: any
    ids: Collection[int] | None = None
    #: figure of `storage.pages.figure_conditions`, and the period that it is of
    figure: str = ""
    period: Period | None = None
    #: levels of other organisations' listings and plots that the viewer may see
    listing_levels: Collection[str] = ()
    #: organisations whose listings, plots and streams are the viewer's own
    own_ids: Collection[int] = ()
    #: organisations that the list is narrowed to; None: all
    organisation_ids: Collection[int] | None = None
    #: flow type, and its direction; empty: all
    type: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class RecordSource:
    """Describe how one kind of record is listed."""

    table: type[Any]
    #: column of what people call one
    code: InstrumentedAttribute[Any]
    #: states in which others see one; empty: it has no states
    states: Collection[str]
    #: what holds of each row besides
    match: Callable[[RecordFilter], tuple[sa.ColumnElement[bool], ...]]
    #: statement of (record id, topic id); none: it is about no topic
    topics: sa.SelectBase | None
    orders: Mapping[str, tuple[Any, ...]]
    #: column of the organisation that it is of, as others know it
    organisation: sa.ColumnElement[Any] | InstrumentedAttribute[Any] | None = None
    #: its own columns of topics; none where a table of its own has them
    topic_columns: Sequence[InstrumentedAttribute[Any]] = ()
    #: column of its flow type; none: it has none
    type: InstrumentedAttribute[Any] | None = None


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


def _match_listings(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    return _match_laid_out(Listing, which), *_match_flow(Listing, which)


def _match_plots(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    return (_match_laid_out(Plot, which),)


def _match_laid_out(table: type[Listing | Plot], which: RecordFilter) -> sa.ColumnElement[bool]:
    """Match what is in force and not kept from the viewer, and all of their own organisations."""
    seen = which.viewer.match_visible(table.reach_id, table.contact_id)
    others = sa.and_(table.state == IN_FORCE, match_any_of(table.level, sorted(which.listing_levels)), seen)
    return sa.or_(match_any_of(table.organisation_id, which.own_ids), others)


def _match_streams(which: RecordFilter) -> tuple[sa.ColumnElement[bool], ...]:
    """Match those of the own organisations; the secretariat sees all."""
    own = sa.true() if which.viewer.whole else match_any_of(Stream.organisation_id, which.own_ids)
    return own, *_match_flow(Stream, which)


def _match_flow(table: Any, which: RecordFilter) -> list[sa.ColumnElement[bool]]:
    found = [table.type == which.type] if which.type else []
    return [*found, table.direction == which.direction] if which.direction else found


SOURCES: Mapping[str, RecordSource] = {
    "solution": RecordSource(
        Solution, Solution.code, (PUBLISHED,), _match_solutions, sa.select(Solution.id, Solution.topic_id),
        {NEWEST: (Solution.created_at.desc(), Solution.id.desc()), TITLE: (Solution.title, Solution.id)},
        Solution.organisation_id, (Solution.topic_id,),
    ),
    "question": RecordSource(
        Question, Question.number, ASKED, _match_questions,
        sa.union(sa.select(Question.id, Question.topic_id), sa.select(Question.id, Question.second_topic_id)),
        {NEWEST: (Question.created_at.desc(), Question.id.desc())},
        sa.case((Question.anonymous, None), else_=Question.organisation_id),
        (Question.topic_id, Question.second_topic_id),
    ),
    "issue": RecordSource(
        Issue, Issue.code, RAISED, _match_issues, sa.select(IssueTopic.issue_id, IssueTopic.topic_id),
        {
            DEADLINE: (Issue.deadline.nulls_last(), Issue.id),
            NEWEST: (sa.func.coalesce(Issue.published_at, Issue.created_at).desc(), Issue.id.desc()),
        },
        Issue.organisation_id,
    ),
    "consultation": RecordSource(
        Consultation, Consultation.code, CALLED, _match_consultations,
        sa.select(ConsultationTopic.consultation_id, ConsultationTopic.topic_id),
        {
            DEADLINE: (Consultation.deadline.nulls_last(), Consultation.id),
            NEWEST: (sa.func.coalesce(Consultation.opened_at, Consultation.created_at).desc(), Consultation.id.desc()),
        },
    ),
    "listing": RecordSource(
        Listing, Listing.code, STATES, _match_listings, sa.select(Listing.id, Listing.topic_id),
        {NEWEST: (Listing.created_at.desc(), Listing.id.desc())}, Listing.organisation_id, (Listing.topic_id,),
        Listing.type,
    ),
    "plot": RecordSource(
        Plot, Plot.code, PLOT_STATES, _match_plots, sa.select(Plot.id, Plot.topic_id),
        {NEWEST: (Plot.created_at.desc(), Plot.id.desc()), TITLE: (Plot.name, Plot.id)}, Plot.organisation_id,
        (Plot.topic_id,),
    ),
    "stream": RecordSource(
        Stream, Stream.code, (), _match_streams, None,
        {NEWEST: (Stream.organisation_id, Stream.site_id, Stream.id)}, Stream.organisation_id, (), Stream.type,
    ),
}  # fmt: skip


def match_records(source: RecordSource, which: RecordFilter) -> list[sa.ColumnElement[bool]]:
    """Return what holds of the records of a list."""
    found = [*source.match(which)]
    if source.states:
        states = sorted(set(which.states or source.states) & set(source.states))
        found.append(match_any_of(source.table.state, states))
    if which.figure and which.period is not None:
        found += CONDITIONS[which.figure][1](which.period)
    if which.organisation_id is not None and source.organisation is not None:
        found.append(source.organisation == which.organisation_id)
    if which.organisation_ids is not None and source.organisation is not None:
        found.append(match_any_of(source.organisation, which.organisation_ids))
    if which.ids is not None:
        found.append(match_any_of(source.table.id, which.ids))
    if which.topic_id is not None:
        found.append(_match_topic(source, which.topic_id))
    return found


def _match_topic(source: RecordSource, id: int) -> sa.ColumnElement[bool]:
    if source.topics is None:
        return sa.false()
    if source.topic_columns:
        return sa.or_(*[column == id for column in source.topic_columns])
    record_id, topic_id = source.topics.subquery().c
    about: sa.ColumnElement[bool] = source.table.id.in_(sa.select(record_id).where(topic_id == id))
    return about


def list_counted_topic_columns(source: RecordSource) -> list[tuple[Any, tuple[sa.ColumnElement[bool], ...]]]:
    """Return each of the columns of topics, and what holds where an earlier one has not counted the same topic."""
    columns = source.topic_columns
    return [
        (column, tuple(sa.or_(before.is_(None), before != column) for before in columns[:at]))
        for at, column in enumerate(columns)
    ]
