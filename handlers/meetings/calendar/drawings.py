"""Events as they are written, kept while nothing in them changes: the calendars of a network are mostly the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime

from icalendar import Event
from icalendar.parser import Contentline

from handlers.meetings.calendar.events import vevents
from handlers.meetings.calendar.looks import Look
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence

#: octets of a line
FOLD = 75
#: meetings that are kept, of some hundred bytes each
KEPT = 8192
_kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()


def drawn(meeting: Meeting, occurrences: Sequence[Occurrence], look: Look, now: datetime) -> bytes:
    """The meeting's events for a feed. What is kept is named by all that is told, so it cannot be old."""
    key = _named(meeting, occurrences, look, now)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    text = _kept[key] = written(vevents(meeting, occurrences, look, now))
    if len(_kept) > KEPT:
        _kept.popitem(last=False)
    return text


def written(events: Iterable[Event]) -> bytes:
    return b"".join(_line(line) for event in events for line in event.content_lines(sorted=False) if line)


def lines(text: Iterable[Contentline]) -> bytes:
    return b"".join(map(_line, filter(None, text)))


def _line(line: Contentline) -> bytes:
    """Folded only where it must be: most lines are short, and to look at each letter takes time."""
    if line.isascii() and len(line) < FOLD:
        return line.encode() + b"\r\n"
    return bytes(line.to_ical()) + b"\r\n"  # type: ignore[no-untyped-call]


def _named(meeting: Meeting, occurrences: Sequence[Occurrence], look: Look, now: datetime) -> tuple[object, ...]:
    """What is called off is forgotten after a while: of a series, the day counts too."""
    answers = look.answers or {}
    own = any(row.id in answers for row in occurrences)
    return (
        (meeting.uid, meeting.version, meeting.changed_at, meeting.sequence, meeting.state, meeting.title),
        (meeting.text, meeting.place, meeting.link, meeting.zone, meeting.starts, meeting.minutes, meeting.rule),
        tuple(_row(row, look) for row in occurrences),
        (look.say.language, look.titles, look.organiser, look.stamp, look.called_off),
        (look.person.id, look.person.name) if look.person is not None and (own or look.organiser) else None,
        now.date() if meeting.rule else None,
    )


def _row(row: Occurrence, look: Look) -> tuple[object, ...]:
    rsvp = (look.answers or {}).get(row.id)
    answer = None if rsvp is None else (rsvp.answer, rsvp.waiting_since is None)
    return (row.id, row.starts, row.end_at, row.state, row.title, row.place, row.link, row.sequence, answer)
