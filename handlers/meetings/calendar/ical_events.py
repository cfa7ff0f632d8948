"""Build the VEVENTs of a meeting, with exceptions for occurrences that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Event, vCalAddress, vDatetime, vInt, vRecur, vText

from handlers.dates.recurrence import parse_rrule
from handlers.dates.time_zones import convert_to_instant, convert_to_local, find_clock_change
from handlers.meetings.calendar.calendar_theme import CalendarTheme
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.meetings.meetings import CANCELLED, Meeting
from storage.meetings.occurrences import Occurrence
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp

#: an occurrence that was called off is shown as such for so long, and left out afterwards
SHOWN = timedelta(days=30)
#: where nobody reads mail: calendars want an address, and the arena knows none
NOBODY = "arena.invalid"
PARTSTAT = {
    GOING: "ACCEPTED",
    ONLINE: "ACCEPTED",
    MAYBE: "TENTATIVE",
    DECLINED: "DECLINED",
    SUBSTITUTE: "DELEGATED",
}


def build_meeting_events(
    meeting: Meeting, occurrences: Sequence[Occurrence], look: CalendarTheme, now: datetime
) -> list[Event]:
    """Return one event, or a series with its exceptions. Every instant equals the one that the bot uses."""
    if not meeting.rule:
        return [_build_single_event(OccurrenceView(meeting, occurrence), look) for occurrence in occurrences]
    start = datetime.fromisoformat(meeting.starts)
    rows = {datetime.fromisoformat(row.original): row for row in occurrences}
    last = max(rows, default=start)
    dates = parse_rrule(meeting.rule).list_occurrence_times(start, horizon=last.date(), most=1000)
    given = {day for day in dates if day <= last}
    gone = {day for day in given if day not in rows or _is_event_omitted(rows[day], look, now)}
    events = [_build_series_event(meeting, look, sorted(gone))]
    if meeting.state == CANCELLED:
        return events
    for original, row in rows.items():
        sitting = OccurrenceView(meeting, row)
        if original not in given:
            events.append(_build_single_event(sitting, look, uid=f"{row.id}-{meeting.uid}"))
        elif original not in gone and _differs_from_series(sitting, look):
            events.append(_build_exception_event(sitting, look, original))
    return events


def build_cancelled_event(sitting: OccurrenceView, look: CalendarTheme) -> Event:
    """Return one occurrence of a series by itself, for its cancellation."""
    return _build_exception_event(sitting, look, datetime.fromisoformat(sitting.occurrence.original))


def _is_event_omitted(row: Occurrence, look: CalendarTheme, now: datetime) -> bool:
    return row.state == CANCELLED and (not look.called_off or row.start_at < now - SHOWN)


def _differs_from_series(sitting: OccurrenceView, look: CalendarTheme) -> bool:
    row = sitting.occurrence
    moved = row.starts != row.original or row.end_at != row.start_at + timedelta(minutes=sitting.meeting.minutes)
    first = convert_to_instant(datetime.fromisoformat(sitting.meeting.starts), sitting.zone)
    usual = convert_to_local(first + timedelta(minutes=sitting.meeting.minutes), sitting.zone) - convert_to_local(
        first, sitting.zone
    )
    named = bool(row.title or row.place or row.link) or row.state == CANCELLED
    return (
        moved
        or named
        or _has_ambiguous_time(sitting)
        or sitting.ends - sitting.starts != usual
        or row.id in (look.answers or {})
    )


def _build_single_event(sitting: OccurrenceView, look: CalendarTheme, uid: str = "") -> Event:
    """Build the event in UTC, where no time zone can be misread."""
    event = _build_base_event(sitting.meeting, look, uid or sitting.meeting.uid, sitting)
    event["DTSTART"] = vDatetime(sitting.occurrence.start_at.astimezone(UTC))
    event["DTEND"] = vDatetime(sitting.occurrence.end_at.astimezone(UTC))
    return event


def _build_series_event(meeting: Meeting, look: CalendarTheme, gone: Iterable[datetime]) -> Event:
    zone = OccurrenceView(meeting, Occurrence()).zone
    start = datetime.fromisoformat(meeting.starts)
    event = _build_base_event(meeting, look, meeting.uid, None)
    event.add("DTSTART", start.replace(tzinfo=zone))
    event.add(
        "DTEND",
        convert_to_local(convert_to_instant(start, zone) + timedelta(minutes=meeting.minutes), zone).replace(
            tzinfo=zone
        ),
    )
    event.add("RRULE", vRecur.from_ical(parse_rrule(meeting.rule).format_rrule(zone)))
    for day in gone:
        event.add("EXDATE", day.replace(tzinfo=zone))
    return event


def _build_exception_event(sitting: OccurrenceView, look: CalendarTheme, original: datetime) -> Event:
    event = _build_base_event(sitting.meeting, look, sitting.meeting.uid, sitting)
    event.add("RECURRENCE-ID", original.replace(tzinfo=sitting.zone))
    zone = UTC if _has_ambiguous_time(sitting) else sitting.zone
    event.add("DTSTART", sitting.occurrence.start_at.astimezone(zone))
    event.add("DTEND", sitting.occurrence.end_at.astimezone(zone))
    return event


def _has_ambiguous_time(sitting: OccurrenceView) -> bool:
    """Return True if it begins or ends at a wall time that exists twice or never: programs disagree on
    its meaning.
    """
    return bool(find_clock_change(sitting.starts, sitting.zone) or find_clock_change(sitting.ends, sitting.zone))


def _build_base_event(meeting: Meeting, look: CalendarTheme, uid: str, sitting: OccurrenceView | None) -> Event:
    """Build everything but the times; without `sitting`, for the series as a whole.

    Values are typed from the start: letting `add` detect the types costs half the time of a long feed.
    """
    event, row = Event(), sitting.occurrence if sitting else None
    rsvp = (look.answers or {}).get(row.id) if row is not None else None
    off = meeting.state == CANCELLED or (row is not None and row.state == CANCELLED)
    event["UID"] = vText(uid)
    event["DTSTAMP"] = vDatetime((look.stamp or meeting.changed_at).astimezone(UTC))
    event["SEQUENCE"] = vInt(meeting.sequence + (row.sequence if row is not None else 0))
    if look.stamp is not None:  # else that is what DTSTAMP says
        event["LAST-MODIFIED"] = vDatetime(meeting.changed_at.astimezone(UTC))
    event["STATUS"] = vText("CANCELLED" if off else "TENTATIVE" if rsvp and rsvp.answer == MAYBE else "CONFIRMED")
    if off or (rsvp is not None and rsvp.answer in (DECLINED, SUBSTITUTE)):
        event["TRANSP"] = vText("TRANSPARENT")
    if look.titles:
        _add_event_details(event, meeting, sitting, look, rsvp)
    else:
        event["SUMMARY"] = vText(look.say("Busy"))
        event["CLASS"] = vText("PRIVATE")
    return event


def _add_event_details(
    event: Event, meeting: Meeting, sitting: OccurrenceView | None, look: CalendarTheme, rsvp: Rsvp | None
) -> None:
    title, place, link = (
        (sitting.title, sitting.place, sitting.link) if sitting else (meeting.title, meeting.place, meeting.link)
    )
    event["SUMMARY"] = vText(_clean_event_line(title))
    if place or link:
        event["LOCATION"] = vText(_clean_event_line(place or link))
    said = [meeting.text, link if link != place else ""]
    if rsvp is not None and rsvp.waiting_since is not None:
        said.append(look.say("You are on the waiting list."))
    told = "\n".join(_clean_event_text(text) for text in said if text)
    if told:
        event["DESCRIPTION"] = vText(told)
    if look.organiser:
        event.add("ORGANIZER", _build_calendar_address("arena", look.organiser))
    if look.person is not None and (look.organiser or rsvp is not None):
        event.add("ATTENDEE", _build_attendee(look.person, rsvp))


def _build_attendee(person: Person, rsvp: Rsvp | None) -> vCalAddress:
    """Build the attendee without a request for a reply: answers are given in chat, and a calendar cannot
    send one.
    """
    who = _build_calendar_address(f"person-{person.id}", person.name)
    state = "TENTATIVE" if rsvp and rsvp.waiting_since else PARTSTAT[rsvp.answer] if rsvp else "NEEDS-ACTION"
    who.params["ROLE"], who.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText(state)
    who.params["RSVP"] = vText("FALSE")
    return who


def _build_calendar_address(name: str, shown: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{name}@{NOBODY}")
    address.params["CN"] = vText(_clean_event_line(shown).replace('"', "'"))
    return address


def _clean_event_line(text: str) -> str:
    return " ".join(_clean_event_text(text).split())


def _clean_event_text(text: str) -> str:
    """Remove control characters, so that what a member typed cannot begin a property of its own."""
    return text if text.isprintable() else "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def compute_year_span(meeting: Meeting, occurrences: Sequence[Occurrence]) -> tuple[int, int]:
    """Return the first and the last year in which the meeting takes place."""
    days = [date.fromisoformat(row.starts[:10]).year for row in occurrences]
    first = int(meeting.starts[:4])
    return min([first, *days]), max([first, *days])
