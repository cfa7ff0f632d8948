"""Calendars as text: the file that invites to a meeting or calls it off, and the feed of all of a person's meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, vDuration
from icalendar.prop import vText

from handlers.meetings.calendar.drawings import drawn, lines, written
from handlers.meetings.calendar.events import exception, vevents, years
from handlers.meetings.calendar.looks import Look
from handlers.meetings.calendar.timezones import vtimezone
from handlers.meetings.sittings import Sitting
from storage.meetings.meetings import CANCELLED, Meeting
from storage.meetings.occurrences import Occurrence

#: a meeting with its occurrences
Whole = tuple[Meeting, Sequence[Occurrence]]


def invitation(whole: Whole, sitting: Sitting, look: Look, now: datetime) -> bytes:
    """REQUEST for the meeting as it stands; CANCEL for it, or for this occurrence of it, once that is called off.

    One name for one meeting: an occurrence that its rule does not give has a file of its own.
    """
    meeting, occurrences = whole
    if sitting.cancelled and meeting.rule and meeting.state != CANCELLED:
        return _calendar("CANCEL", look, [written([exception(sitting, look)])], [whole])
    events = vevents(meeting, occurrences, look, now)
    named = next(
        (event for event in events if str(event["UID"]) == f"{sitting.id}-{meeting.uid}"), events[0] if events else None
    )
    kept = [event for event in events if named is not None and event["UID"] == named["UID"]]
    return _calendar("CANCEL" if sitting.cancelled else "REQUEST", look, [written(kept)], [whole])


def feed(wholes: Sequence[Whole], look: Look, now: datetime) -> bytes:
    """PUBLISH: what a calendar program reads again and again."""
    events = [drawn(meeting, occurrences, look, now) for meeting, occurrences in wholes]
    return _calendar("PUBLISH", look, events, wholes)


def _calendar(method: str, look: Look, events: Iterable[bytes], wholes: Iterable[Whole]) -> bytes:
    made = Calendar()
    made.add("PRODID", "-//Arena//Arena//NO")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    if method == "PUBLISH":
        made.add("NAME", look.arena)
        made.add("X-WR-CALNAME", look.arena)
        made.add("REFRESH-INTERVAL", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
        made.add("X-PUBLISHED-TTL", vText("PT1H"))
    spans: dict[str, tuple[int, int]] = {}
    for meeting, occurrences in wholes:
        if meeting.rule:
            first, last = years(meeting, occurrences)
            known = spans.get(meeting.zone, (first, last))
            spans[meeting.zone] = (min(first, known[0]), max(last, known[1]))
    for zone, (first, last) in sorted(spans.items()):
        made.add_component(vtimezone(zone, first, last))
    frame, end = lines(made.content_lines(sorted=False)), b"END:VCALENDAR\r\n"
    return b"".join((frame.removesuffix(end), *events, end))
