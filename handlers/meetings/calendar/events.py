"""VEVENTs: a meeting as calendars know it, with what differs in single occurrences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Event, vCalAddress, vDatetime, vInt, vRecur, vText

from handlers.dates.rules import parse_rrule
from handlers.dates.zones import instant, local, oddity
from handlers.meetings.calendar.looks import Look
from handlers.meetings.sittings import Sitting
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


def vevents(meeting: Meeting, occurrences: Sequence[Occurrence], look: Look, now: datetime) -> list[Event]:
    """One event, or a series with its exceptions; every instant is the one the bot itself goes by."""
    if not meeting.rule:
        return [_single(Sitting(meeting, occurrence), look) for occurrence in occurrences]
    start = datetime.fromisoformat(meeting.starts)
    rows = {datetime.fromisoformat(row.original): row for row in occurrences}
    last = max(rows, default=start)
    dates = parse_rrule(meeting.rule).dates(start, horizon=last.date(), most=1000)
    given = {day for day in dates if day <= last}
    gone = {day for day in given if day not in rows or _forgotten(rows[day], look, now)}
    events = [_series(meeting, look, sorted(gone))]
    if meeting.state == CANCELLED:
        return events
    for original, row in rows.items():
        sitting = Sitting(meeting, row)
        if original not in given:
            events.append(_single(sitting, look, uid=f"{row.id}-{meeting.uid}"))
        elif original not in gone and _differs(sitting, look):
            events.append(_exception(sitting, look, original))
    return events


def exception(sitting: Sitting, look: Look) -> Event:
    """One occurrence of a series by itself, as it is called off."""
    return _exception(sitting, look, datetime.fromisoformat(sitting.occurrence.original))


def _forgotten(row: Occurrence, look: Look, now: datetime) -> bool:
    return row.state == CANCELLED and (not look.called_off or row.start_at < now - SHOWN)


def _differs(sitting: Sitting, look: Look) -> bool:
    row = sitting.occurrence
    moved = row.starts != row.original or row.end_at != row.start_at + timedelta(minutes=sitting.meeting.minutes)
    first = instant(datetime.fromisoformat(sitting.meeting.starts), sitting.zone)
    usual = local(first + timedelta(minutes=sitting.meeting.minutes), sitting.zone) - local(first, sitting.zone)
    named = bool(row.title or row.place or row.link) or row.state == CANCELLED
    return moved or named or _odd(sitting) or sitting.ends - sitting.starts != usual or row.id in (look.answers or {})


def _single(sitting: Sitting, look: Look, uid: str = "") -> Event:
    """In UTC, where no zone can be misunderstood."""
    event = _event(sitting.meeting, look, uid or sitting.meeting.uid, sitting)
    event["DTSTART"] = vDatetime(sitting.occurrence.start_at.astimezone(UTC))
    event["DTEND"] = vDatetime(sitting.occurrence.end_at.astimezone(UTC))
    return event


def _series(meeting: Meeting, look: Look, gone: Iterable[datetime]) -> Event:
    zone = Sitting(meeting, Occurrence()).zone
    start = datetime.fromisoformat(meeting.starts)
    event = _event(meeting, look, meeting.uid, None)
    event.add("DTSTART", start.replace(tzinfo=zone))
    event.add("DTEND", local(instant(start, zone) + timedelta(minutes=meeting.minutes), zone).replace(tzinfo=zone))
    event.add("RRULE", vRecur.from_ical(parse_rrule(meeting.rule).rrule(zone)))
    for day in gone:
        event.add("EXDATE", day.replace(tzinfo=zone))
    return event


def _exception(sitting: Sitting, look: Look, original: datetime) -> Event:
    event = _event(sitting.meeting, look, sitting.meeting.uid, sitting)
    event.add("RECURRENCE-ID", original.replace(tzinfo=sitting.zone))
    zone = UTC if _odd(sitting) else sitting.zone
    event.add("DTSTART", sitting.occurrence.start_at.astimezone(zone))
    event.add("DTEND", sitting.occurrence.end_at.astimezone(zone))
    return event


def _odd(sitting: Sitting) -> bool:
    """Begins or ends at a wall time that is there twice, or never: programs do not agree on what that is."""
    return bool(oddity(sitting.starts, sitting.zone) or oddity(sitting.ends, sitting.zone))


def _event(meeting: Meeting, look: Look, uid: str, sitting: Sitting | None) -> Event:
    """All but the times; without a sitting, of the series as a whole.

    Values have their types from the start: to let `add` find out costs half the time of a long feed.
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
        _tell(event, meeting, sitting, look, rsvp)
    else:
        event["SUMMARY"] = vText(look.say("Busy"))
        event["CLASS"] = vText("PRIVATE")
    return event


def _tell(event: Event, meeting: Meeting, sitting: Sitting | None, look: Look, rsvp: Rsvp | None) -> None:
    title, place, link = (
        (sitting.title, sitting.place, sitting.link) if sitting else (meeting.title, meeting.place, meeting.link)
    )
    event["SUMMARY"] = vText(_line(title))
    if place or link:
        event["LOCATION"] = vText(_line(place or link))
    said = [meeting.text, link if link != place else ""]
    if rsvp is not None and rsvp.waiting_since is not None:
        said.append(look.say("You are on the waiting list."))
    told = "\n".join(_clean(text) for text in said if text)
    if told:
        event["DESCRIPTION"] = vText(told)
    if look.organiser:
        event.add("ORGANIZER", _address("arena", look.organiser))
    if look.person is not None and (look.organiser or rsvp is not None):
        event.add("ATTENDEE", _attendee(look.person, rsvp))


def _attendee(person: Person, rsvp: Rsvp | None) -> vCalAddress:
    """Answers are given in chat: a calendar has nowhere to send one."""
    who = _address(f"person-{person.id}", person.name)
    state = "TENTATIVE" if rsvp and rsvp.waiting_since else PARTSTAT[rsvp.answer] if rsvp else "NEEDS-ACTION"
    who.params["ROLE"], who.params["PARTSTAT"] = vText("REQ-PARTICIPANT"), vText(state)
    who.params["RSVP"] = vText("FALSE")
    return who


def _address(name: str, shown: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{name}@{NOBODY}")
    address.params["CN"] = vText(_line(shown).replace('"', "'"))
    return address


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """Without control characters: what a member typed cannot begin a property of its own."""
    return text if text.isprintable() else "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def years(meeting: Meeting, occurrences: Sequence[Occurrence]) -> tuple[int, int]:
    """The first and the last year in which it takes place."""
    days = [date.fromisoformat(row.starts[:10]).year for row in occurrences]
    first = int(meeting.starts[:4])
    return min([first, *days]), max([first, *days])
