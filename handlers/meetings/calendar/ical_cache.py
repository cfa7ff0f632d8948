"""Cache serialised events while nothing in them changes, because most calendars of a network are
alike.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

from icalendar import Event
from icalendar.parser import Contentline

from handlers.meetings.calendar.calendar_theme import CalendarTheme
from handlers.meetings.calendar.ical_events import build_meeting_events
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence

#: maximum number of octets of a line
FOLD = 75
#: maximum number of cached meetings, of some hundred bytes each
KEPT = 8192
_kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()


def serialise_meeting_events(
    meeting: Meeting, occurrences: Sequence[Occurrence], theme: CalendarTheme, now: datetime
) -> bytes:
    """Return the meeting's events for a feed. The cache key holds all their content, so that no entry is
    stale.
    """
    key = _build_event_cache_key(meeting, occurrences, theme, now)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    text = _kept[key] = serialise_ical_events(build_meeting_events(meeting, occurrences, theme, now))
    if len(_kept) > KEPT:
        _kept.popitem(last=False)
    return text


def serialise_ical_events(events: Iterable[Event]) -> bytes:
    return b"".join(
        _serialise_ical_line(line) for event in events for line in event.content_lines(sorted=False) if line
    )


def serialise_ical_lines(text: Iterable[Contentline]) -> bytes:
    return b"".join(map(_serialise_ical_line, filter(None, text)))


def _serialise_ical_line(line: Contentline) -> bytes:
    """Fold the line only if it is long or not ASCII: most are short, and inspecting each letter takes
    time.
    """
    if line.isascii() and len(line) < FOLD:
        return line.encode() + b"\r\n"
    return bytes(line.to_ical()) + b"\r\n"  # type: ignore[no-untyped-call]


def _build_event_cache_key(
    meeting: Meeting, occurrences: Sequence[Occurrence], theme: CalendarTheme, now: datetime
) -> tuple[object, ...]:
    """Include the day for a series, because cancelled occurrences are left out after a while."""
    answers = theme.answers or {}
    own = any(row.id in answers for row in occurrences)
    return (
        (meeting.uid, meeting.version, meeting.changed_at, meeting.sequence, meeting.state, meeting.title),
        (meeting.text, meeting.place, meeting.link, meeting.zone, meeting.starts, meeting.minutes, meeting.rule),
        tuple(_build_occurrence_key(row, theme) for row in occurrences),
        (theme.say.language, theme.titles, theme.organiser, theme.stamp, theme.called_off),
        (theme.person.id, theme.person.name) if theme.person is not None and (own or theme.organiser) else None,
        now.astimezone(theme.say.zone).date() if meeting.rule else None,
    )


def _build_occurrence_key(row: Occurrence, theme: CalendarTheme) -> tuple[object, ...]:
    rsvp = (theme.answers or {}).get(row.id)
    answer = None if rsvp is None else (rsvp.answer, rsvp.waiting_since is None)
    return (row.id, row.starts, row.end_at, row.state, row.title, row.place, row.link, row.sequence, answer)
