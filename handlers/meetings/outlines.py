"""Outlines: all that a meeting is to be, as it was typed and understood, before and after somebody says yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from handlers.dates import rules, zones
from handlers.meetings import series
from handlers.meetings.sittings import Sitting
from storage.kit.database import Store
from storage.meetings.meetings import ALL, ORGANISATIONS, TOPICS, Meeting

#: minutes, where nobody says how long it lasts
LENGTH = 60
#: what an outline and a meeting call by the same name
SHARED = (
    "title", "starts", "minutes", "zone", "rule", "place", "link", "text", "audience", "capacity", "seats_each",
    "signup_days", "signup_time", "offsets",
)  # fmt: skip
#: what makes calendars take it for another time
TIMES = ("starts", "minutes", "zone", "rule")


class Outline(msgspec.Struct, frozen=True, omit_defaults=True):
    """Times as in `storage.meetings.meetings`; `starts` is empty until it is understood."""

    title: str = ""
    starts: str = ""
    minutes: int = LENGTH
    zone: str = ""
    rule: str = ""
    place: str = ""
    link: str = ""
    text: str = ""
    audience: str = ALL
    #: ids
    topics: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    capacity: int | None = None
    seats_each: int | None = None
    signup_days: int | None = None
    signup_time: str = "16:00"
    offsets: dict[str, Any] = {}
    #: typed in a line, and not understood
    when: str = ""
    repeats: str = ""

    @property
    def where(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def start(self) -> datetime:
        """Local and naive."""
        return datetime.fromisoformat(self.starts)

    @property
    def start_at(self) -> datetime:
        return zones.instant(self.start, self.where)

    @property
    def end_at(self) -> datetime:
        return self.start_at + timedelta(minutes=self.minutes)

    @property
    def end(self) -> datetime:
        """Local and naive."""
        return zones.local(self.end_at, self.where)

    @property
    def unaddressed(self) -> bool:
        """It is for some, and nobody has said yet for whom."""
        wanted = {TOPICS: self.topics, ORGANISATIONS: self.organisations}
        return self.audience in wanted and not wanted[self.audience]


def read(data: dict[str, Any]) -> Outline:
    return msgspec.convert(data, Outline)


def written(outline: Outline) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(outline)
    return found


async def of_meeting(store: Store, meeting: Meeting) -> Outline:
    """As it is from its next occurrence on: what is over cannot be changed any more."""
    values = {name: getattr(meeting, name) for name in SHARED}
    if meeting.rule:
        values |= rest(meeting, store.now)
    return Outline(
        **values,
        topics=tuple(sorted(await store.meetings.topics(meeting.id))),
        organisations=tuple(sorted(await store.meetings.organisations(meeting.id))),
    )


def of_sitting(sitting: Sitting) -> Outline:
    """One occurrence by itself, which says nothing of whom it is for: that is the series' to say."""
    return Outline(
        audience="",
        title=sitting.title,
        starts=sitting.occurrence.starts,
        minutes=int(sitting.length.total_seconds() // 60),
        zone=sitting.meeting.zone,
        place=sitting.place,
        link=sitting.link,
        capacity=sitting.capacity,
    )


def apply(meeting: Meeting, outline: Outline) -> None:
    for name in SHARED:
        setattr(meeting, name, getattr(outline, name))


def rest(meeting: Meeting, now: datetime) -> dict[str, Any]:
    """Where a series goes on, and how many times more; nothing where it has not begun or is over."""
    starts = series.dates(meeting, now)
    begun = sum(series.instants(meeting, start)[0] <= now for start in starts)
    if not 0 < begun < len(starts):
        return {}
    rule = rules.parse_rrule(meeting.rule)
    left = replace(rule, count=rule.count - begun) if rule.count else rule
    return {"starts": starts[begun].isoformat(timespec="minutes"), "rule": left.rrule()}
