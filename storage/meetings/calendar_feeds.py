"""Store calendar feeds: secret addresses under which a person's calendar program reads their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.directory.people import Person
from storage.directory.topics import TopicFollower, TopicLead
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.meetings.meetings import (
    ALL,
    CANCELLED,
    ORGANISATIONS,
    PLANNED,
    TOPICS,
    Meeting,
    MeetingOrganisation,
    MeetingTopic,
)
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import Rsvp, select_meetings_answered_for_member


class CalendarFeed(Base):
    """Store a feed by the SHA-256 of its address, in hex. Only its person knows the address itself."""

    __tablename__ = "feeds"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    #: name given by the person, such as "phone"
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    #: False: only that there is a meeting
    titles: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        CalendarFeed, MEETING_DATA, own="person_id", key="id", personal="name titles created_at revoked_at",
        credential="token_hash",
    ),
)  # fmt: skip


class CalendarFeeds(Repository):
    """Store which calendars are read from outside, and load what they show."""

    async def find(self, id: int | None) -> CalendarFeed | None:
        return None if id is None else await self.session.get(CalendarFeed, id)

    async def find_feed_by_hash(self, token_hash: str) -> CalendarFeed | None:
        """Return the feed of this hash. Return None for a revoked feed, as for one that never existed."""
        rows = await self.session.scalars(
            sa.select(CalendarFeed).where(CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None))
        )
        return rows.first()

    async def list_feeds_of_person(self, person_id: int) -> Sequence[CalendarFeed]:
        """List active feeds, oldest first."""
        rows = await self.session.scalars(
            sa.select(CalendarFeed)
            .where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
            .order_by(CalendarFeed.id)
        )
        return rows.all()

    async def add(self, feed: CalendarFeed) -> CalendarFeed:
        feed.created_at = self.now
        self.session.add(feed)
        await self.session.flush()
        return feed

    async def restore_feeds(self, person_id: int, revoked_at: datetime) -> None:
        """Restore feeds that were revoked at this instant."""
        which = sa.and_(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at == revoked_at)
        await self.session.execute(sa.update(CalendarFeed).where(which).values(revoked_at=None))

    async def list_meetings_of_person(self, person: Person, since: datetime) -> Sequence[Meeting]:
        """List meetings the person is invited to, runs or has answered, which go on or ended after that time."""
        rows = await self.session.scalars(
            sa.select(Meeting).where(_match_meetings_of_person(person, since)).order_by(Meeting.id)
        )
        return rows.all()

    async def map_occurrences_by_meeting(
        self, meeting_ids: Sequence[int], since: datetime
    ) -> dict[int, list[Occurrence]]:
        """Return meeting id -> its occurrences in order of time.

        Of a series all are returned, since its rule counts from the first.
        """
        rows = await self.session.scalars(
            sa.select(Occurrence)
            .join(Meeting, Meeting.id == Occurrence.meeting_id)
            .where(match_any_of(Meeting.id, meeting_ids), sa.or_(Meeting.rule != "", Occurrence.end_at >= since))
            .order_by(Occurrence.start_at, Occurrence.id)
        )
        found: dict[int, list[Occurrence]] = {}
        for row in rows:
            found.setdefault(row.meeting_id, []).append(row)
        return found

    async def map_current_rsvps(self, person_id: int) -> dict[int, Rsvp]:
        """Return occurrence id -> this person's answer, if it was given for the occurrence's current time."""
        rows = await self.session.scalars(
            sa.select(Rsvp)
            .join(Occurrence, Occurrence.id == Rsvp.occurrence_id)
            .where(Rsvp.person_id == person_id, Rsvp.moves == Occurrence.moves)
        )
        return {row.occurrence_id: row for row in rows}

    async def compute_feed_state(self, person: Person, since: datetime) -> tuple[Any, ...]:
        """Return a value that differs when anything in the person's calendar does."""
        concerned = _match_meetings_of_person(person, since)
        meetings = sa.select(
            sa.func.count(),
            sa.func.sum(Meeting.id % 2**31),
            sa.func.sum(Meeting.version),
            sa.func.max(Meeting.changed_at),
        ).where(concerned)
        rows = (
            sa.select(
                sa.func.count(),
                sa.func.sum(Occurrence.sequence),
                sa.func.sum(Occurrence.moves),
                sa.func.max(Occurrence.start_at),
            )
            .join(Meeting, Meeting.id == Occurrence.meeting_id)
            .where(concerned)
        )
        answers = sa.select(sa.func.count(), sa.func.max(Rsvp.answered_at), sa.func.count(Rsvp.waiting_since)).where(
            Rsvp.person_id == person.id
        )
        found = [(await self.session.execute(query)).one() for query in (meetings, rows, answers)]
        return tuple(str(value) for row in found for value in row)


def _match_meetings_of_person(person: Person, since: datetime) -> sa.ColumnElement[bool]:
    """Match the meetings that `handlers.meetings.audience.list_invitees` selects, for one person.

    Meetings for some organisations are visible only to those.
    """
    organisation_id = None if person.guest else person.stands_for
    answered = sa.select(Occurrence.meeting_id).join(Rsvp).where(Rsvp.person_id == person.id)
    theirs = sa.select(MeetingOrganisation.meeting_id).where(
        MeetingOrganisation.organisation_id == (organisation_id or 0)
    )
    kept = sa.select(select_meetings_answered_for_member(person.id).subquery().c.meeting_id)
    about = sa.union(
        sa.select(TopicFollower.topic_id).where(TopicFollower.person_id == person.id, TopicFollower.follows),
        sa.select(TopicLead.topic_id).where(TopicLead.person_id == person.id),
    )
    followed = sa.select(MeetingTopic.meeting_id).where(MeetingTopic.topic_id.in_(about))
    member = sa.true() if organisation_id is not None or person.secretariat else sa.false()
    invited = sa.or_(
        sa.and_(Meeting.audience == ALL, member),
        sa.and_(Meeting.audience == TOPICS, member, Meeting.id.in_(followed)),
        sa.and_(Meeting.audience == ORGANISATIONS, Meeting.id.in_(theirs)),
        sa.and_(Meeting.audience != ORGANISATIONS, member, Meeting.id.in_(answered)),
        sa.and_(Meeting.audience == ORGANISATIONS, member, Meeting.id.in_(kept)),
        Meeting.organiser_id == person.id,
    )
    lately = sa.select(Occurrence.meeting_id).where(Occurrence.end_at >= since)
    return sa.and_(Meeting.state.in_((PLANNED, CANCELLED)), invited, Meeting.id.in_(lately))
