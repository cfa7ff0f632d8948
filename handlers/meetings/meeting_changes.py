"""Change a planned meeting: unchanged dates keep their answers, moved ones are asked for again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

import msgspec

from handlers.chat.record_ids import build_next_version
from handlers.dates import recurrence
from handlers.meetings import series
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.outlines import SHARED, TIMES, Outline, apply_meeting_outline, compute_remaining_series
from storage.kit.database import Store
from storage.meetings.meetings import ORGANISATIONS, Meeting
from storage.meetings.occurrences import CANCELLED, NOTHING, PLANNED, UNLIMITED, Occurrence


@dataclass
class MeetingChange:
    """Hold the result of a change."""

    meeting: Meeting
    #: all occurrences that are to come, or were just removed
    touched: list[OccurrenceView] = field(default_factory=list)
    #: (occurrence, its start before the change)
    moved: list[tuple[OccurrenceView, datetime]] = field(default_factory=list)
    dropped: list[OccurrenceView] = field(default_factory=list)
    #: True if the place or the link has changed
    relocated: bool = False


def create_meeting_uid() -> str:
    return f"{uuid4()}@arena"


async def change_meeting(store: Store, meeting: Meeting, outline: Outline) -> MeetingChange:
    """Change the meeting from its next occurrence on."""
    rows = await store.occurrences.list_occurrences_of_meeting(meeting.id)
    begun = [row for row in rows if row.start_at <= store.now]
    times = _has_other_times(meeting, outline, begun=bool(begun), now=store.now)
    if begun and (times or await _has_other_readers(store, meeting, outline)):
        meeting = await _split_series(store, meeting, begun)
        rows = await store.occurrences.list_occurrences_of_meeting(meeting.id)
    elif begun:
        outline = _restore_times(meeting, outline)
        _freeze_past_occurrences(meeting, begun)
    change = MeetingChange(meeting, relocated=(meeting.place, meeting.link) != (outline.place, outline.link))
    shape = _extract_rule_shape(meeting.rule)
    apply_meeting_outline(meeting, outline)
    await store.meetings.set_meeting_audience(meeting.id, outline.topics, outline.organisations)
    meeting.sequence = compute_next_sequence(meeting, rows)
    coming = [row for row in rows if row.start_at > store.now or row.state == CANCELLED]
    coming = [row for row in coming if row not in begun]
    if times:
        await _reschedule_occurrences(store, change, coming, same_shape=shape == _extract_rule_shape(meeting.rule))
    moved = {found.id for found, _ in change.moved}
    for row in coming:
        before = None if row.id in moved else row.signup_by
        start = datetime.fromisoformat(row.starts)
        row.signup_by = series.compute_open_deadline(meeting, start, store.now, before)
    touch_meeting(store, meeting)
    await store.session.flush()
    rows = await store.occurrences.list_occurrences_of_meeting(meeting.id)
    change.touched = [OccurrenceView(meeting, row) for row in rows if row.start_at > store.now]
    return change


def change_occurrence(store: Store, found: OccurrenceView, outline: Outline) -> MeetingChange:
    """Store what one occurrence of a series has different from the others."""
    meeting, row = found.meeting, found.occurrence
    change = MeetingChange(meeting, [found], relocated=(found.place, found.link) != (outline.place, outline.link))
    row.title = outline.title if outline.title != meeting.title else ""
    row.place = "" if outline.place == meeting.place else outline.place or NOTHING
    row.link = "" if outline.link == meeting.link else outline.link or NOTHING
    row.capacity = None if outline.capacity == meeting.capacity else outline.capacity or UNLIMITED
    begins, ends = series.compute_instants(meeting, outline.start, outline.minutes)
    if (begins, ends) != (row.start_at, row.end_at):
        change.moved.append((found, row.start_at))
        move_occurrence(row, outline.starts, begins, ends)
        row.signup_by = series.compute_open_deadline(meeting, outline.start, store.now)
    row.sequence += 1
    touch_meeting(store, meeting)
    return change


def move_occurrence(row: Occurrence, starts: str, begins: datetime, ends: datetime) -> None:
    row.starts, row.start_at, row.end_at = starts, begins, ends
    row.moves += 1


def compute_next_sequence(meeting: Meeting, rows: Sequence[Occurrence]) -> int:
    """Return a number above every earlier one: calendars know an occurrence by the sum of both numbers."""
    return 1 + meeting.sequence + max((row.sequence for row in rows), default=0)


def end_series(meeting: Meeting, begun: Sequence[Occurrence]) -> None:
    """End the series with the last of these occurrences."""
    last = max(datetime.fromisoformat(row.original) for row in begun)
    if meeting.rule:
        meeting.rule = replace(recurrence.parse_rrule(meeting.rule), count=0, until=last).format_rrule()


def touch_meeting(store: Store, meeting: Meeting) -> None:
    """Raise the version, so that forms opened before are out of date."""
    meeting.version = build_next_version(meeting.version, store.now)
    meeting.changed_at = store.now


def match_occurrences(
    rows: Sequence[Occurrence], starts: Sequence[datetime], *, in_order: bool
) -> dict[datetime, Occurrence]:
    """Map each new start to its occurrence: of the same time, else of the same day, else (`in_order`) the
    next free one.
    """
    found: dict[datetime, Occurrence] = {}
    left = list(rows)
    for letters in (len("2027-03-16T10:00"), len("2027-03-16")):
        for start in starts:
            name = _format_original(start)[:letters]
            fits = next((row for row in left if start not in found and row.original[:letters] == name), None)
            if fits is not None:
                found[start] = fits
                left.remove(fits)
    if in_order:
        free = [start for start in starts if start not in found]
        planned = [row for row in left if row.state == PLANNED]
        found |= dict(zip(free, planned, strict=False))
    return found


async def _reschedule_occurrences(
    store: Store, change: MeetingChange, rows: Sequence[Occurrence], *, same_shape: bool
) -> None:
    meeting = change.meeting
    starts = [
        start
        for start in series.list_series_dates(meeting, store.now)
        if series.compute_instants(meeting, start)[0] > store.now
    ]
    pairs = match_occurrences(rows, starts, in_order=same_shape)
    apart = {row.id for start, row in pairs.items() if row.original == _format_original(start) != row.starts}
    kept = {row.id for row in pairs.values()}
    for row in rows:  # free the keys first: they are unique
        row.original = f"~{row.id}" if row.id in kept else row.original
    await store.session.flush()
    taken = {row.original for row in rows if row.id not in kept}
    for start, row in pairs.items():
        _place_occurrence(change, row, start, apart=row.id in apart)
    await store.session.flush()
    for row in rows:
        if row.id not in kept and row.state == PLANNED:
            row.state = CANCELLED
            change.dropped.append(OccurrenceView(meeting, row))
    for start in starts:
        if start not in pairs and _format_original(start) not in taken:
            await store.occurrences.add(series.build_occurrence(meeting, start, store.now))


def _place_occurrence(change: MeetingChange, row: Occurrence, start: datetime, *, apart: bool) -> None:
    """Give the occurrence this date in the series. An occurrence that was moved by itself before stays
    where it is.
    """
    begins, ends = series.compute_instants(change.meeting, start)
    row.original = _format_original(start)
    if apart:
        return
    if (begins, ends) == (row.start_at, row.end_at):
        row.starts = row.original
        return
    old = row.start_at
    move_occurrence(row, row.original, begins, ends)
    row.sequence = 0
    if row.state == PLANNED:
        change.moved.append((OccurrenceView(change.meeting, row), old))


async def _split_series(store: Store, meeting: Meeting, begun: Sequence[Occurrence]) -> Meeting:
    """Split off upcoming occurrences as a new meeting; past ones keep their UID in calendars."""
    values = {name: getattr(meeting, name) for name in (*SHARED, "state", "organiser_id", "approved_by_id")}
    later = await store.meetings.add(Meeting(uid=create_meeting_uid(), **values))
    await store.meetings.set_meeting_audience(
        later.id,
        await store.meetings.list_meeting_topic_ids(meeting.id),
        await store.meetings.list_meeting_organisation_ids(meeting.id),
    )
    for row in await store.occurrences.list_occurrences_of_meeting(meeting.id):
        if row not in begun:
            row.meeting_id = later.id
    code, meeting.code = meeting.code, None
    await store.session.flush()
    later.code, later.seeded = code, meeting.seeded
    later.sequence, later.version = meeting.sequence, meeting.version
    end_series(meeting, begun)
    meeting.sequence += 1
    touch_meeting(store, meeting)
    await store.session.flush()
    return later


def _freeze_past_occurrences(meeting: Meeting, begun: Sequence[Occurrence]) -> None:
    """Copy title, place, link and seats into past occurrences, so that they stay as they were."""
    for row in begun:
        row.title = row.title or meeting.title
        row.place = row.place or meeting.place or NOTHING
        row.link = row.link or meeting.link or NOTHING
        row.capacity = (meeting.capacity or UNLIMITED) if row.capacity is None else row.capacity
        row.sequence += 1


def _has_other_times(meeting: Meeting, outline: Outline, *, begun: bool, now: datetime) -> bool:
    if not begun:
        return any(getattr(meeting, name) != getattr(outline, name) for name in TIMES)
    values = {name: getattr(meeting, name) for name in TIMES} | compute_remaining_series(meeting, now)
    return any(values[name] != getattr(outline, name) for name in TIMES)


async def _has_other_readers(store: Store, meeting: Meeting, outline: Outline) -> bool:
    """Return True if other organisations see the meeting afterwards: what was held stays with those of then."""
    if ORGANISATIONS not in (meeting.audience, outline.audience):
        return False
    circle = set(await store.meetings.list_meeting_organisation_ids(meeting.id))
    return (meeting.audience, circle) != (outline.audience, set(outline.organisations))


def _restore_times(meeting: Meeting, outline: Outline) -> Outline:
    """Keep the times of the meeting in the outline: as none was changed, the series still begins where it
    began.
    """
    return msgspec.structs.replace(outline, **{name: getattr(meeting, name) for name in TIMES})


def _extract_rule_shape(rule: str) -> tuple[str, int]:
    if not rule:
        return "", 0
    parsed = recurrence.parse_rrule(rule)
    return parsed.freq, parsed.interval


def _format_original(start: datetime) -> str:
    return start.isoformat(timespec="minutes")
