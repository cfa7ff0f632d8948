"""Change a meeting that is planned: dates that stay keep their answers, those that move are asked for again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

import msgspec

from handlers.chat.edits import next_version
from handlers.dates import rules
from handlers.meetings import series
from handlers.meetings.outlines import SHARED, TIMES, Outline, apply, rest
from handlers.meetings.sittings import Sitting
from storage.kit.database import Store
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import CANCELLED, PLANNED, Occurrence


@dataclass
class Change:
    """What came of it."""

    meeting: Meeting
    #: all that are to come, or were dropped just now
    touched: list[Sitting] = field(default_factory=list)
    #: with the instant it began before
    moved: list[tuple[Sitting, datetime]] = field(default_factory=list)
    dropped: list[Sitting] = field(default_factory=list)
    #: place or link is another one
    relocated: bool = False


def new_uid() -> str:
    return f"{uuid4()}@arena"


async def change_all(store: Store, meeting: Meeting, outline: Outline) -> Change:
    """The meeting, from its next occurrence on."""
    rows = await store.occurrences.of(meeting.id)
    begun = [row for row in rows if row.start_at <= store.now]
    times = _times_differ(meeting, outline, begun=bool(begun), now=store.now)
    if begun and times:
        meeting = await _split(store, meeting, begun)
        rows = await store.occurrences.of(meeting.id)
    elif begun:
        outline = _kept_times(meeting, outline)
        _freeze(meeting, begun)
    change = Change(meeting, relocated=(meeting.place, meeting.link) != (outline.place, outline.link))
    before = _shape(meeting.rule)
    apply(meeting, outline)
    await store.meetings.address(meeting.id, outline.topics, outline.organisations)
    meeting.sequence = next_sequence(meeting, rows)
    coming = [row for row in rows if row.start_at > store.now or row.state == CANCELLED]
    coming = [row for row in coming if row not in begun]
    if times:
        await _reschedule(store, change, coming, same_shape=before == _shape(meeting.rule))
    for row in coming:
        row.signup_by = series.deadline(meeting, datetime.fromisoformat(row.starts))
    touch(store, meeting)
    await store.session.flush()
    rows = await store.occurrences.of(meeting.id)
    change.touched = [Sitting(meeting, row) for row in rows if row.start_at > store.now]
    return change


def change_one(store: Store, found: Sitting, outline: Outline) -> Change:
    """One occurrence of a series: what it says differently from the others."""
    meeting, row = found.meeting, found.occurrence
    change = Change(meeting, [found], relocated=(found.place, found.link) != (outline.place, outline.link))
    row.title = outline.title if outline.title != meeting.title else ""
    row.place = outline.place if outline.place != meeting.place else ""
    row.link = outline.link if outline.link != meeting.link else ""
    row.capacity = outline.capacity if outline.capacity != meeting.capacity else None
    begins, ends = series.instants(meeting, outline.start, outline.minutes)
    if (begins, ends) != (row.start_at, row.end_at):
        change.moved.append((found, row.start_at))
        move(row, outline.starts, begins, ends)
        row.signup_by = series.deadline(meeting, outline.start)
    row.sequence += 1
    touch(store, meeting)
    return change


def move(row: Occurrence, starts: str, begins: datetime, ends: datetime) -> None:
    row.starts, row.start_at, row.end_at = starts, begins, ends
    row.moves += 1


def next_sequence(meeting: Meeting, rows: Sequence[Occurrence]) -> int:
    """Calendars know an occurrence by the sum of both numbers: above every one there was."""
    return 1 + meeting.sequence + max((row.sequence for row in rows), default=0)


def end(meeting: Meeting, begun: Sequence[Occurrence]) -> None:
    """The series ends with the last of these."""
    last = max(datetime.fromisoformat(row.original) for row in begun)
    if meeting.rule:
        meeting.rule = replace(rules.parse_rrule(meeting.rule), count=0, until=last).rrule()


def touch(store: Store, meeting: Meeting) -> None:
    """Forms that were opened before are out of date."""
    meeting.version = next_version(meeting.version, store.now)
    meeting.changed_at = store.now


def matched(rows: Sequence[Occurrence], starts: Sequence[datetime], *, in_order: bool) -> dict[datetime, Occurrence]:
    """New start -> the occurrence that it is for: the same time, else the same day, else (`in_order`) the next free."""
    found: dict[datetime, Occurrence] = {}
    left = list(rows)
    for letters in (len("2027-03-16T10:00"), len("2027-03-16")):
        for start in starts:
            name = _name(start)[:letters]
            fits = next((row for row in left if start not in found and row.original[:letters] == name), None)
            if fits is not None:
                found[start] = fits
                left.remove(fits)
    if in_order:
        free = [start for start in starts if start not in found]
        planned = [row for row in left if row.state == PLANNED]
        found |= dict(zip(free, planned, strict=False))
    return found


async def _reschedule(store: Store, change: Change, rows: Sequence[Occurrence], *, same_shape: bool) -> None:
    meeting = change.meeting
    starts = [start for start in series.dates(meeting, store.now) if series.instants(meeting, start)[0] > store.now]
    pairs = matched(rows, starts, in_order=same_shape)
    apart = {row.id for start, row in pairs.items() if row.original == _name(start) != row.starts}
    kept = {row.id for row in pairs.values()}
    for row in rows:  # a name may be the one that another has still
        row.original = f"~{row.id}" if row.id in kept else row.original
    await store.session.flush()
    taken = {row.original for row in rows if row.id not in kept}
    for start, row in pairs.items():
        _place(change, row, start, apart=row.id in apart)
    await store.session.flush()
    for row in rows:
        if row.id not in kept and row.state == PLANNED:
            row.state = CANCELLED
            change.dropped.append(Sitting(meeting, row))
    for start in starts:
        if start not in pairs and _name(start) not in taken:
            await store.occurrences.add(series.occurrence(meeting, start))


def _place(change: Change, row: Occurrence, start: datetime, *, apart: bool) -> None:
    """The occurrence takes the place of this date in the series; one moved by itself before stays where it is."""
    begins, ends = series.instants(change.meeting, start)
    row.original = _name(start)
    if apart:
        return
    if (begins, ends) == (row.start_at, row.end_at):
        row.starts = row.original
        return
    old = row.start_at
    move(row, row.original, begins, ends)
    row.sequence = 0
    if row.state == PLANNED:
        change.moved.append((Sitting(change.meeting, row), old))


async def _split(store: Store, meeting: Meeting, begun: Sequence[Occurrence]) -> Meeting:
    """What is over keeps its name in calendars; what is to come goes on as a meeting of its own."""
    values = {name: getattr(meeting, name) for name in (*SHARED, "state", "organiser_id", "approved_by_id")}
    later = await store.meetings.add(Meeting(uid=new_uid(), **values))
    await store.meetings.address(
        later.id, await store.meetings.topics(meeting.id), await store.meetings.organisations(meeting.id)
    )
    for row in await store.occurrences.of(meeting.id):
        if row not in begun:
            row.meeting_id = later.id
    code, meeting.code = meeting.code, None
    await store.session.flush()
    later.code, later.seeded = code, meeting.seeded
    later.sequence, later.version = meeting.sequence, meeting.version
    end(meeting, begun)
    meeting.sequence += 1
    touch(store, meeting)
    await store.session.flush()
    return later


def _freeze(meeting: Meeting, begun: Sequence[Occurrence]) -> None:
    """What is over stays as it was."""
    for row in begun:
        row.title, row.place, row.link = (
            row.title or meeting.title,
            row.place or meeting.place,
            row.link or meeting.link,
        )
        row.sequence += 1


def _times_differ(meeting: Meeting, outline: Outline, *, begun: bool, now: datetime) -> bool:
    if not begun:
        return any(getattr(meeting, name) != getattr(outline, name) for name in TIMES)
    values = {name: getattr(meeting, name) for name in TIMES} | rest(meeting, now)
    return any(values[name] != getattr(outline, name) for name in TIMES)


def _kept_times(meeting: Meeting, outline: Outline) -> Outline:
    """Nothing about times was changed: the series still begins where it began."""
    return msgspec.structs.replace(outline, **{name: getattr(meeting, name) for name in TIMES})


def _shape(rule: str) -> tuple[str, int]:
    if not rule:
        return "", 0
    parsed = rules.parse_rrule(rule)
    return parsed.freq, parsed.interval


def _name(start: datetime) -> str:
    return start.isoformat(timespec="minutes")
