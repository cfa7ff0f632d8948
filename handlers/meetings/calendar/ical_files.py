"""Build iCalendar text: the file that invites to a meeting or cancels it, and the feed of a person's
meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, vDuration
from icalendar.prop import vText

from handlers.meetings.calendar.calendar_theme import CalendarTheme
from handlers.meetings.calendar.ical_cache import serialise_ical_events, serialise_ical_lines, serialise_meeting_events
from handlers.meetings.calendar.ical_events import build_cancelled_event, build_meeting_events, compute_year_span
from handlers.meetings.calendar.timezones import build_vtimezone
from handlers.meetings.occurrence_view import OccurrenceView
from storage.meetings.meetings import CANCELLED, Meeting
from storage.meetings.occurrences import Occurrence

#: (meeting, its occurrences)
Whole = tuple[Meeting, Sequence[Occurrence]]


def build_invitation_file(whole: Whole, occurrence: OccurrenceView, theme: CalendarTheme, now: datetime) -> bytes:
    """Return a REQUEST for the meeting as it stands. Return a CANCEL once the meeting or this occurrence
    is called off.

    A file holds one UID: an occurrence outside the rule of its series has a file of its own.
    """
    meeting, occurrences = whole
    if occurrence.cancelled and meeting.rule and meeting.state != CANCELLED:
        return _build_calendar(
            "CANCEL", theme, [serialise_ical_events([build_cancelled_event(occurrence, theme)])], [whole]
        )
    events = build_meeting_events(meeting, occurrences, theme, now)
    named = next(
        (event for event in events if str(event["UID"]) == f"{occurrence.id}-{meeting.uid}"),
        events[0] if events else None,
    )
    kept = [event for event in events if named is not None and event["UID"] == named["UID"]]
    return _build_calendar(
        "CANCEL" if occurrence.cancelled else "REQUEST", theme, [serialise_ical_events(kept)], [whole]
    )


def build_feed_file(wholes: Sequence[Whole], theme: CalendarTheme, now: datetime) -> bytes:
    """Return a PUBLISH calendar, which programs read again and again."""
    events = [serialise_meeting_events(meeting, occurrences, theme, now) for meeting, occurrences in wholes]
    return _build_calendar("PUBLISH", theme, events, wholes)


def _build_calendar(method: str, theme: CalendarTheme, events: Iterable[bytes], wholes: Iterable[Whole]) -> bytes:
    made = Calendar()
    made.add("PRODID", "-//Arena//Arena//NO")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    if method == "PUBLISH":
        made.add("NAME", theme.arena)
        made.add("X-WR-CALNAME", theme.arena)
        made.add("REFRESH-INTERVAL", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
        made.add("X-PUBLISHED-TTL", vText("PT1H"))
    spans: dict[str, tuple[int, int]] = {}
    for meeting, occurrences in wholes:
        if meeting.rule:
            first, last = compute_year_span(meeting, occurrences)
            known = spans.get(meeting.zone, (first, last))
            spans[meeting.zone] = (min(first, known[0]), max(last, known[1]))
    for zone, (first, last) in sorted(spans.items()):
        made.add_component(build_vtimezone(zone, first, last))
    frame, end = serialise_ical_lines(made.content_lines(sorted=False)), b"END:VCALENDAR\r\n"
    return b"".join((frame.removesuffix(end), *events, end))
