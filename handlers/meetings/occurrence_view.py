"""Represent one occurrence with everything its meeting says, as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.meetings.line_reader.places import is_online
from storage.kit.database import Store
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import (
    CANCELLED,
    NOTHING,
    PLANNED,
    UNLIMITED,
    Occurrence,
)  # also the states of a meeting


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """Join both rows: values of the occurrence, else those of the meeting."""

    meeting: Meeting
    occurrence: Occurrence

    @property
    def id(self) -> int:
        return self.occurrence.id

    @property
    def title(self) -> str:
        return self.occurrence.title or self.meeting.title

    @property
    def place(self) -> str:
        return _choose_own_text(self.occurrence.place, self.meeting.place)

    @property
    def link(self) -> str:
        return _choose_own_text(self.occurrence.link, self.meeting.link)

    @property
    def capacity(self) -> int | None:
        own = self.occurrence.capacity
        return self.meeting.capacity if own is None else None if own == UNLIMITED else own

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meeting.zone)

    @property
    def starts(self) -> datetime:
        """Return the local and naive start, as it was meant."""
        return datetime.fromisoformat(self.occurrence.starts)

    @property
    def ends(self) -> datetime:
        """Return the local and naive end."""
        return self.occurrence.end_at.astimezone(self.zone).replace(tzinfo=None)

    @property
    def length(self) -> timedelta:
        return self.occurrence.end_at - self.occurrence.start_at

    @property
    def is_online_only(self) -> bool:
        """Return True if there is a link and no place, or if the place is a service: "Teams"."""
        return is_online(self.place.split()) or (bool(self.link) and not self.place)

    @property
    def is_online_possible(self) -> bool:
        """Return True if there is a link, or the place names a service: "Rom 2 og Teams"."""
        return bool(self.link) or any(is_online([word]) for word in self.place.split())

    @property
    def takes_place(self) -> bool:
        """Return True if approved, and neither the occurrence nor its series is called off."""
        return self.meeting.state == PLANNED and self.occurrence.state == PLANNED

    @property
    def cancelled(self) -> bool:
        return CANCELLED in (self.meeting.state, self.occurrence.state)


def _choose_own_text(own: str, usual: str) -> str:
    return "" if own == NOTHING else own or usual


async def find_occurrence_view(store: Store, occurrence_id: int | None) -> OccurrenceView | None:
    occurrence = await store.occurrences.find(occurrence_id)
    meeting = await store.meetings.find(occurrence.meeting_id) if occurrence else None
    return OccurrenceView(meeting, occurrence) if meeting and occurrence else None


def build_occurrence_subject(occurrence_id: int) -> str:
    """Return the subject of all cards of an occurrence in rooms, which are redrawn together."""
    return f"occurrence:{occurrence_id}"


def build_notice_subject(occurrence_id: int) -> str:
    """Return the subject of all private notices about an occurrence, which are redrawn when it changes
    again.
    """
    return f"occurrence:{occurrence_id}:notices"


def build_reminder_subject(occurrence_id: int) -> str:
    """Return the subject of all pending reminders of an occurrence, cancelled together when its time
    changes.
    """
    return f"occurrence:{occurrence_id}:reminders"
