"""Store meetings: single ones, or series by a rule, as meant in their own zone.

Each time a meeting takes place is an occurrence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_declarations import OwnedRecords, get_columns
from storage.kit.record_ids import DIGITS, Key
from storage.meetings.occurrences import Occurrence

#: waits for the secretariat; approved; rejected; cancelled as a whole
PROPOSED, PLANNED, REFUSED, CANCELLED = "proposed", "planned", "refused", "cancelled"
STATES = (PROPOSED, PLANNED, REFUSED, CANCELLED)
ALL, TOPICS, ORGANISATIONS = "all", "topics", "organisations"
AUDIENCES = (ALL, TOPICS, ORGANISATIONS)


class Meeting(Base):
    """Store what all occurrences of a meeting share. Times are naive and local, "2027-03-16T10:00", in `zone`."""

    __tablename__ = "meetings"
    __table_args__ = (
        sa.CheckConstraint("state IN ('proposed','planned','refused','cancelled')", name="state"),
        sa.CheckConstraint("audience IN ('all','topics','organisations')", name="audience"),
    )

    id: Mapped[Key]
    #: id in imported files; empty for meetings created in chat
    code: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    #: Hash of the row it was last imported from. The same row again changes nothing.
    seeded: Mapped[str] = mapped_column(sa.String(64), default="")
    #: id in calendars; never changes
    uid: Mapped[str] = mapped_column(sa.String(100), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    place: Mapped[str] = mapped_column(sa.String(300), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    state: Mapped[str] = mapped_column(sa.String(10), default=PROPOSED)
    organiser_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    zone: Mapped[str] = mapped_column(sa.String(64))
    #: local start of the first occurrence
    starts: Mapped[str] = mapped_column(sa.String(16))
    minutes: Mapped[int]
    #: RRULE without the property name; empty: takes place once
    rule: Mapped[str] = mapped_column(sa.String(200), default="")
    audience: Mapped[str] = mapped_column(sa.String(16), default=ALL)
    #: seats in the room; online attendees need none
    capacity: Mapped[int | None]
    seats_each: Mapped[int | None]
    #: sign-up deadline: days before the meeting, and `signup_time` of that day
    signup_days: Mapped[int | None]
    signup_time: Mapped[str] = mapped_column(sa.String(5), default="16:00")
    #: kind of reminder -> days before, or null for none; missing kinds have the default
    offsets: Mapped[dict[str, Any]]
    #: SEQUENCE for calendars: increases with every change of time, place or rule, and never decreases
    sequence: Mapped[int] = mapped_column(default=0)
    #: Increases with every edit. A form that was opened on an older version is not saved.
    version: Mapped[int] = mapped_column(default=1)
    #: reason why it was rejected or cancelled
    why: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MeetingTopic(Base):
    __tablename__ = "meeting_topics"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, index=True)


class MeetingOrganisation(Base):
    __tablename__ = "meeting_organisations"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class MeetingDraft(Base):
    """Store what somebody typed and has not confirmed: a new meeting, or a change of one."""

    __tablename__ = "meeting_drafts"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    #: meeting that is edited; empty for a new meeting until it is saved
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meetings.id", ondelete="CASCADE"))
    #: the only occurrence that is edited, for a series
    occurrence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("occurrences.id", ondelete="CASCADE"))
    #: version of the meeting when the form was opened
    version: Mapped[int] = mapped_column(default=0)
    data: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]


_COLUMNS, _OCCURRENCES = get_columns(Meeting), get_columns(Occurrence)
_TO_COME = sa.exists().where(_OCCURRENCES.meeting_id == _COLUMNS.id, _OCCURRENCES.end_at > sa.bindparam("now"))
DECLARATIONS = (
    OwnedRecords(
        "meeting",
        _COLUMNS.id,
        _COLUMNS.organiser_id,
        needs=sa.or_(_COLUMNS.state == PROPOSED, sa.and_(_COLUMNS.state == PLANNED, _TO_COME)),
    ),
    ClassifiedColumns(
        Meeting, MEETING_DATA, author="organiser_id", named="approved_by_id", key="id code uid",
        text="title text place link why",
        state="seeded state zone starts minutes rule audience capacity seats_each signup_days signup_time offsets "
        "sequence version created_at changed_at",
    ),
    ClassifiedColumns(MeetingTopic, MEETING_DATA, key="meeting_id topic_id"),
    ClassifiedColumns(MeetingOrganisation, MEETING_DATA, key="meeting_id", organisation="organisation_id"),
    ClassifiedColumns(
        MeetingDraft, MEETING_DATA, own="person_id", key="id meeting_id occurrence_id version", text="data",
        state="changed_at saved_at",
    ),
)  # fmt: skip


class Meetings(Repository):
    """Store meetings, their audience, and their drafts."""

    async def find(self, id: int | None) -> Meeting | None:
        return None if id is None else await self.session.get(Meeting, id)

    async def map_meetings_by_id(self, ids: Collection[int]) -> dict[int, Meeting]:
        rows = await self.session.scalars(sa.select(Meeting).where(match_any_of(Meeting.id, ids)))
        return {row.id: row for row in rows}

    async def lock(self, id: int) -> Meeting | None:
        """Return the meeting with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Meeting, id)

    async def find_meeting_by_code(self, code: str) -> Meeting | None:
        return (await self.session.scalars(sa.select(Meeting).where(Meeting.code == code))).first()

    async def find_meeting_by_reference(self, code: str) -> Meeting | None:
        """Find a meeting by code, or by the number that stands for a missing code: "meeting-12"."""
        found = await self.find_meeting_by_code(code)
        number = code.removeprefix("meeting-")
        if found is not None or number == code or not number.isdecimal() or len(number) > DIGITS:
            return found
        numbered = await self.find(int(number))
        return numbered if numbered is not None and numbered.code is None else None

    async def add(self, meeting: Meeting) -> Meeting:
        meeting.created_at = meeting.changed_at = self.now
        self.session.add(meeting)
        await self.session.flush()
        return meeting

    async def list_proposed_meetings(self, limit: int = 20) -> Sequence[Meeting]:
        """List proposed meetings, oldest first."""
        rows = await self.session.scalars(
            sa.select(Meeting).where(Meeting.state == PROPOSED).order_by(Meeting.id).limit(limit)
        )
        return rows.all()

    async def list_meetings_proposed_by(self, person_id: int) -> Sequence[Meeting]:
        """List the person's meetings that wait for the secretariat, oldest first."""
        rows = await self.session.scalars(
            sa.select(Meeting).where(Meeting.state == PROPOSED, Meeting.organiser_id == person_id).order_by(Meeting.id)
        )
        return rows.all()

    async def list_all_meetings(self) -> Sequence[Meeting]:
        return (await self.session.scalars(sa.select(Meeting).order_by(Meeting.id))).all()

    async def list_recurring_meetings(self) -> Sequence[Meeting]:
        """List series that go on."""
        rows = await self.session.scalars(
            sa.select(Meeting).where(Meeting.state == PLANNED, Meeting.rule != "").order_by(Meeting.id)
        )
        return rows.all()

    async def list_meeting_topic_ids(self, meeting_id: int) -> set[int]:
        rows = await self.session.scalars(sa.select(MeetingTopic.topic_id).where(MeetingTopic.meeting_id == meeting_id))
        return set(rows.all())

    async def list_meeting_organisation_ids(self, meeting_id: int) -> set[int]:
        rows = await self.session.scalars(
            sa.select(MeetingOrganisation.organisation_id).where(MeetingOrganisation.meeting_id == meeting_id)
        )
        return set(rows.all())

    async def set_meeting_audience(
        self, meeting_id: int, topics: Collection[int], organisations: Collection[int]
    ) -> None:
        """Invite these topics and organisations, and no others."""
        for table in (MeetingTopic, MeetingOrganisation):
            await self.session.execute(sa.delete(table).where(table.meeting_id == meeting_id))
        self.session.add_all(MeetingTopic(meeting_id=meeting_id, topic_id=id) for id in sorted(set(topics)))
        self.session.add_all(
            MeetingOrganisation(meeting_id=meeting_id, organisation_id=id) for id in sorted(set(organisations))
        )
        await self.session.flush()

    async def lock_meeting_draft(self, id: int) -> MeetingDraft | None:
        """Return the draft with a row lock, which is held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(MeetingDraft)
            .where(MeetingDraft.id == id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.first()

    async def store_meeting_draft(self, draft: MeetingDraft) -> MeetingDraft:
        draft.changed_at = self.now
        self.session.add(draft)
        await self.session.flush()
        return draft

    async def delete_meeting_draft(self, draft: MeetingDraft) -> None:
        await self.session.delete(draft)
        await self.session.flush()

    async def list_unsaved_drafts(self, person_id: int, limit: int = 5) -> Sequence[MeetingDraft]:
        """List the person's unsaved drafts, newest first."""
        rows = await self.session.scalars(
            sa.select(MeetingDraft)
            .where(MeetingDraft.person_id == person_id, MeetingDraft.saved_at.is_(None))
            .order_by(MeetingDraft.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def delete_old_meeting_drafts(self, before: datetime) -> None:
        await self.session.execute(sa.delete(MeetingDraft).where(MeetingDraft.changed_at < before))
