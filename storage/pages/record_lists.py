"""List the records that a viewer may see, narrowed, sorted and page by page; each row is asked of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.access.audiences import Viewer
from storage.kit.base import Repository
from storage.meetings.meetings import ORGANISATIONS, PLANNED, Meeting, MeetingOrganisation
from storage.meetings.occurrences import CANCELLED, Occurrence
from storage.pages.figure_conditions import Period
from storage.pages.record_sources import SOURCES, RecordFilter, list_counted_topic_columns, match_records

#: digits of a number that fits into its column
DIGITS = 9


class RecordLists(Repository):
    """List records of a kind that `storage.pages.record_sources` describes."""

    async def list_records(
        self, kind: str, which: RecordFilter, order: str, limit: int, skip: int = 0
    ) -> Sequence[Any]:
        """List the rows of one page. Raises KeyError for another kind or order."""
        source = SOURCES[kind]
        rows = sa.select(source.table).where(*match_records(source, which))
        return (await self.session.scalars(rows.order_by(*source.orders[order]).offset(skip).limit(limit))).all()

    async def find_record(self, kind: str, which: RecordFilter, code: str) -> Any | None:
        """Return the record that people know by this code; None if it is missing or not for this viewer.

        Both take the same one statement, so that the time to answer tells nobody which it is.
        """
        source = SOURCES[kind]
        known: str | int = _parse_number(code) if isinstance(source.code.type, sa.Integer) else code
        rows = sa.select(source.table).where(source.code == known, *match_records(source, which))
        return (await self.session.scalars(rows)).first()

    async def count_records(self, kind: str, which: RecordFilter) -> int:
        source = SOURCES[kind]
        matched = sa.select(sa.func.count()).select_from(source.table).where(*match_records(source, which))
        return await self.session.scalar(matched) or 0

    async def count_records_by_topic(self, kind: str, which: RecordFilter) -> dict[int, int]:
        """Return topic id -> how many of the records are about it; one about two counts in both."""
        source = SOURCES[kind]
        matched, found = match_records(source, which), Counter[int]()
        if source.topic_columns:
            for topic_id, apart in list_counted_topic_columns(source):
                rows = sa.select(topic_id, sa.func.count()).where(*matched, *apart, topic_id.is_not(None))
                found.update(await self._count_groups(rows.group_by(topic_id)))
        elif source.topics is not None:
            record_id, topic_id = source.topics.subquery().c
            about = record_id.in_(sa.select(source.table.id).where(*matched))
            rows = sa.select(topic_id, sa.func.count()).where(about, topic_id.is_not(None)).group_by(topic_id)
            found.update(await self._count_groups(rows))
        return dict(found)

    async def count_records_by_organisation(self, kind: str, which: RecordFilter) -> dict[int, int]:
        """Return organisation id -> how many of the records are of it; empty for a kind that is of none."""
        source = SOURCES[kind]
        if source.organisation is None:
            return {}
        owner = source.organisation.label("owner_id")
        rows = sa.select(owner, sa.func.count()).where(*match_records(source, which), owner.is_not(None))
        return await self._count_groups(rows.group_by(owner))

    async def count_records_by_type(self, kind: str, which: RecordFilter) -> dict[str, int]:
        """Return flow type -> how many of the records are of it; empty for a kind that has none."""
        source = SOURCES[kind]
        if source.type is None:
            return {}
        rows = sa.select(source.type, sa.func.count()).where(*match_records(source, which))
        return await self._count_groups(rows.group_by(source.type))

    async def count_records_by_owner_and_topic(self, kind: str, which: RecordFilter) -> dict[tuple[int, int], int]:
        """Return (organisation id, topic id) -> how many of the records; one about two topics counts in both."""
        source = SOURCES[kind]
        if source.organisation is None or source.topics is None:
            return {}
        about, owner = source.topics.subquery(), source.organisation.label("owner_id")
        record_id, topic_id = about.c
        rows = await self.session.execute(
            sa.select(owner, topic_id, sa.func.count())
            .join_from(source.table, about, record_id == source.table.id)
            .where(*match_records(source, which), owner.is_not(None), topic_id.is_not(None))
            .group_by(owner, topic_id)
        )
        return {(organisation, topic): n for organisation, topic, n in rows}

    async def _count_groups(self, rows: sa.Select[Any]) -> dict[Any, int]:
        """Return what a statement of (group, count) says."""
        return {group: n for group, n in await self.session.execute(rows)}  # noqa: C416 - a row is no pair to `dict`

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
