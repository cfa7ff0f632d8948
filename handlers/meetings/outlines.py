"""Represent outlines: everything a meeting is to be, as typed and understood, before and after
confirmation.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from handlers.dates import recurrence, time_zones
from handlers.meetings import series
from handlers.meetings.occurrence_view import OccurrenceView
from storage.kit.database import Store
from storage.meetings.meetings import ALL, ORGANISATIONS, TOPICS, Meeting

#: default length in minutes
LENGTH = 60
#: attributes that an outline and a meeting have in common
SHARED = (
    "title", "starts", "minutes", "zone", "rule", "place", "link", "text", "audience", "capacity", "seats_each",
    "signup_days", "signup_time", "offsets",
)  # fmt: skip
#: attributes whose change moves the meeting in calendars
TIMES = ("starts", "minutes", "zone", "rule")


class Outline(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold the values of a meeting. Times are as in `storage.meetings.meetings`; `starts` is empty until
    it is understood.
    """

    title: str = ""
    starts: str = ""
    minutes: int = LENGTH
    zone: str = ""
    rule: str = ""
    place: str = ""
    link: str = ""
    text: str = ""
    audience: str = ALL
    #: topic ids
    topics: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    capacity: int | None = None
    seats_each: int | None = None
    signup_days: int | None = None
    signup_time: str = "16:00"
    offsets: dict[str, Any] = {}
    #: time as typed, when it was not understood
    when: str = ""
    repeats: str = ""

    @property
    def where(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def start(self) -> datetime:
        """Return the local and naive start."""
        return datetime.fromisoformat(self.starts)

    @property
    def start_at(self) -> datetime:
        return time_zones.convert_to_instant(self.start, self.where)

    @property
    def end_at(self) -> datetime:
        return self.start_at + timedelta(minutes=self.minutes)

    @property
    def end(self) -> datetime:
        """Return the local and naive end."""
        return time_zones.convert_to_local(self.end_at, self.where)

    @property
    def unaddressed(self) -> bool:
        """Return True if the meeting is for some, and nobody has said for whom."""
        wanted = {TOPICS: self.topics, ORGANISATIONS: self.organisations}
        return self.audience in wanted and not wanted[self.audience]


def decode_meeting_outline(data: dict[str, Any]) -> Outline:
    return msgspec.convert(data, Outline)


def encode_meeting_outline(outline: Outline) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(outline)
    return found


async def build_meeting_outline(store: Store, meeting: Meeting) -> Outline:
    """Build the outline from the next occurrence on: past occurrences cannot be changed any more."""
    values = {name: getattr(meeting, name) for name in SHARED}
    if meeting.rule:
        values |= compute_remaining_series(meeting, store.now)
    return Outline(
        **values,
        topics=tuple(sorted(await store.meetings.list_meeting_topic_ids(meeting.id))),
        organisations=tuple(sorted(await store.meetings.list_meeting_organisation_ids(meeting.id))),
    )


def build_occurrence_outline(occurrence: OccurrenceView) -> Outline:
    """Build the outline of one occurrence, without an audience, because the series defines it."""
    return Outline(
        audience="",
        title=occurrence.title,
        starts=occurrence.occurrence.starts,
        minutes=int(occurrence.length.total_seconds() // 60),
        zone=occurrence.meeting.zone,
        place=occurrence.place,
        link=occurrence.link,
        capacity=occurrence.capacity,
    )


def apply_meeting_outline(meeting: Meeting, outline: Outline) -> None:
    for name in SHARED:
        setattr(meeting, name, getattr(outline, name))


def compute_remaining_series(meeting: Meeting, now: datetime) -> dict[str, Any]:
    """Return where a series goes on and how often; nothing if it has not begun or is over."""
    starts = series.list_series_dates(meeting, now)
    begun = sum(series.compute_instants(meeting, start)[0] <= now for start in starts)
    if not 0 < begun < len(starts):
        return {}
    rule = recurrence.parse_rrule(meeting.rule)
    left = replace(rule, count=rule.count - begun) if rule.count else rule
    return {"starts": starts[begun].isoformat(timespec="minutes"), "rule": left.format_rrule()}
