"""Draw what everybody may know of an occurrence: time, place, sign-up deadline and state."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.say import Say
from handlers.dates import recurrence, time_zones
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.kit.database import Store


async def draw_occurrence_facts(
    store: Store, sitting: OccurrenceView, say: Say, person: Person | None = None
) -> list[Part]:
    """Draw the facts without the title, which the card shows. For `person`, in private, the time is also
    shown in their own zone if it differs.
    """
    occurrence = sitting.occurrence
    rows = [(say("When"), say.format_period(occurrence.start_at, occurrence.end_at, sitting.zone))]
    own = _describe_own_time(sitting, say, person)
    if own:
        rows.append((say("Your time"), own))
    if sitting.meeting.rule:
        rows.append((say("Repeats"), recurrence.describe_rule(recurrence.parse_rrule(sitting.meeting.rule), say)))
    if sitting.place:
        rows.append((say("Where"), sitting.place))
    if sitting.link and not sitting.cancelled:
        rows.append((say("Link"), sitting.link))
    if occurrence.signup_by is not None and is_occurrence_upcoming(sitting, store.now):
        rows.append((say("Sign up by"), say.format_period(occurrence.signup_by, None, sitting.zone)))
    about: list[Part] = [Text(sitting.meeting.text)] if sitting.meeting.text and not sitting.cancelled else []
    return [*draw_occurrence_state(sitting, say, store.now), Facts(tuple(rows)), *about]


def is_occurrence_upcoming(sitting: OccurrenceView, now: datetime) -> bool:
    """Return True while people can still answer."""
    return sitting.takes_place and sitting.occurrence.start_at > now


def draw_occurrence_state(sitting: OccurrenceView, say: Say, now: datetime) -> list[Part]:
    """Draw whether it is called off, held or begun; nothing while it is upcoming."""
    if sitting.cancelled:
        found: list[Part] = [Text(say("Called off."), "strong")]
        why = sitting.occurrence.why or sitting.meeting.why
        return [*found, Text(why)] if why else found
    if sitting.occurrence.end_at <= now:
        return [Text(say("Was held."), "subtle")]
    if sitting.occurrence.start_at <= now:
        return [Text(say("Has begun."), "subtle")]
    return []


def describe_occurrence_time(sitting: OccurrenceView, say: Say) -> str:
    """Describe the time in one line."""
    return say.format_period(sitting.occurrence.start_at, sitting.occurrence.end_at, sitting.zone)


def _describe_own_time(sitting: OccurrenceView, say: Say, person: Person | None) -> str:
    zone = time_zones.find_zone(person.zone) if person is not None and person.zone else None
    start = sitting.occurrence.start_at
    if zone is None or start.astimezone(zone).utcoffset() == start.astimezone(sitting.zone).utcoffset():
        return ""
    return Say(say.language, zone).format_period(start, sitting.occurrence.end_at)
