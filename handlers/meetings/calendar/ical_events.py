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

#: A cancelled occurrence is listed as cancelled for this long, and left out afterwards.
CANCELLED_SHOWN = timedelta(days=30)
#: Domain of placeholder addresses. Calendars require an address, and the bot stores none.
NOBODY = "arena.invalid"
PARTSTAT = {
    GOING: "ACCEPTED",
    ONLINE: "ACCEPTED",
    MAYBE: "TENTATIVE",
    DECLINED: "DECLINED",
    SUBSTITUTE: "DELEGATED",
}


def build_meeting_events(
    meeting: Meeting, occurrences: Sequence[Occurrence], theme: CalendarTheme, now: datetime
) -> list[Event]:
    """Return one event, or a series with its exceptions. Every instant equals the one that the bot uses."""
    if not meeting.rule:
        return [_build_single_event(OccurrenceView(meeting, occurrence), theme) for occurrence in occurrences]
    start = datetime.fromisoformat(meeting.starts)
    rows = {datetime.fromisoformat(row.original): row for row in occurrences}
    last = max(rows, default=start)
    dates = parse_rrule(meeting.rule).list_occurrence_times(start, horizon=last.date(), most=1000)
    given = {day for day in dates if day <= last}
    gone = {day for day in given if day not in rows or _is_event_omitted(rows[day], theme, now)}
    events = [_build_series_event(meeting, theme, sorted(gone))]
    if meeting.state == CANCELLED:
        return events
    for original, row in rows.items():
        occurrence_view = OccurrenceView(meeting, row)
        if original not in given:
            events.append(_build_single_event(occurrence_view, theme, uid=f"{row.id}-{meeting.uid}"))
        elif original not in gone and _differs_from_series(occurrence_view, theme):
            events.append(_build_exception_event(occurrence_view, theme, original))
    return events


def build_cancelled_event(occurrence: OccurrenceView, theme: CalendarTheme) -> Event:
    """Return one occurrence of a series by itself, for its cancellation."""
    return _build_exception_event(occurrence, theme, datetime.fromisoformat(occurrence.occurrence.original))


def _is_event_omitted(row: Occurrence, theme: CalendarTheme, now: datetime) -> bool:
    return row.state == CANCELLED and (not theme.called_off or row.start_at < now - CANCELLED_SHOWN)


def _differs_from_series(occurrence: OccurrenceView, theme: CalendarTheme) -> bool:
    row = occurrence.occurrence
    moved = row.starts != row.original or row.end_at != row.start_at + timedelta(minutes=occurrence.meeting.minutes)
    first = convert_to_instant(datetime.fromisoformat(occurrence.meeting.starts), occurrence.zone)
    usual = convert_to_local(first + timedelta(minutes=occurrence.meeting.minutes), occurrence.zone) - convert_to_local(
        first, occurrence.zone
    )
    named = bool(row.title or row.place or row.link) or row.state == CANCELLED
    return (
        moved
        or named
        or _has_ambiguous_time(occurrence)
        or occurrence.ends - occurrence.starts != usual
        or row.id in (theme.answers or {})
    )


def _build_single_event(occurrence: OccurrenceView, theme: CalendarTheme, uid: str = "") -> Event:
    """Build the event in UTC, where no time zone can be misread."""
    event = _build_base_event(occurrence.meeting, theme, uid or occurrence.meeting.uid, occurrence)
    event["DTSTART"] = vDatetime(occurrence.occurrence.start_at.astimezone(UTC))
    event["DTEND"] = vDatetime(occurrence.occurrence.end_at.astimezone(UTC))
    return event


def _build_series_event(meeting: Meeting, theme: CalendarTheme, gone: Iterable[datetime]) -> Event:
    zone = OccurrenceView(meeting, Occurrence()).zone
    start = datetime.fromisoformat(meeting.starts)
    event = _build_base_event(meeting, theme, meeting.uid, None)
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


def _build_exception_event(occurrence: OccurrenceView, theme: CalendarTheme, original: datetime) -> Event:
    event = _build_base_event(occurrence.meeting, theme, occurrence.meeting.uid, occurrence)
    event.add("RECURRENCE-ID", original.replace(tzinfo=occurrence.zone))
    zone = UTC if _has_ambiguous_time(occurrence) else occurrence.zone
    event.add("DTSTART", occurrence.occurrence.start_at.astimezone(zone))
    event.add("DTEND", occurrence.occurrence.end_at.astimezone(zone))
    return event


def _has_ambiguous_time(occurrence: OccurrenceView) -> bool:
    """Return True if it begins or ends at a wall time that exists twice or never: programs disagree on
    its meaning.
    """
    return bool(
        find_clock_change(occurrence.starts, occurrence.zone) or find_clock_change(occurrence.ends, occurrence.zone)
    )


def _build_base_event(meeting: Meeting, theme: CalendarTheme, uid: str, occurrence: OccurrenceView | None) -> Event:
    """Build everything but the times; without `occurrence`, for the series as a whole.

    Values are typed from the start: letting `add` detect the types costs half the time of a long feed.
    """
    event, row = Event(), occurrence.occurrence if occurrence else None
    rsvp = (theme.answers or {}).get(row.id) if row is not None else None
    off = meeting.state == CANCELLED or (row is not None and row.state == CANCELLED)
    event["UID"] = vText(uid)
    event["DTSTAMP"] = vDatetime((theme.stamp or meeting.changed_at).astimezone(UTC))
    event["SEQUENCE"] = vInt(meeting.sequence + (row.sequence if row is not None else 0))
    if theme.stamp is not None:  # otherwise DTSTAMP already holds it
        event["LAST-MODIFIED"] = vDatetime(meeting.changed_at.astimezone(UTC))
    event["STATUS"] = vText("CANCELLED" if off else "TENTATIVE" if rsvp and rsvp.answer == MAYBE else "CONFIRMED")
    if off or (rsvp is not None and rsvp.answer in (DECLINED, SUBSTITUTE)):
        event["TRANSP"] = vText("TRANSPARENT")
    if theme.titles:
        _add_event_details(event, meeting, occurrence, theme, rsvp)
    else:
        event["SUMMARY"] = vText(theme.say("Busy"))
        event["CLASS"] = vText("PRIVATE")
    return event


def _add_event_details(
    event: Event, meeting: Meeting, occurrence: OccurrenceView | None, theme: CalendarTheme, rsvp: Rsvp | None
) -> None:
    title, place, link = (
        (occurrence.title, occurrence.place, occurrence.link)
        if occurrence
        else (meeting.title, meeting.place, meeting.link)
    )
    event["SUMMARY"] = vText(_clean_event_line(title))
    if place or link:
        event["LOCATION"] = vText(_clean_event_line(place or link))
    said = [meeting.text, link if link != place else ""]
    if rsvp is not None and rsvp.waiting_since is not None:
        said.append(theme.say("You are on the waiting list."))
    told = "\n".join(_clean_event_text(text) for text in said if text)
    if told:
        event["DESCRIPTION"] = vText(told)
    if theme.organiser:
        event.add("ORGANIZER", _build_calendar_address("arena", theme.organiser))
    if theme.person is not None and (theme.organiser or rsvp is not None):
        event.add("ATTENDEE", _build_attendee(theme.person, rsvp))


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
