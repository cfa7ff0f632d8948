"""Draw what everybody may know of an occurrence: time, place, sign-up deadline and state."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.cards import Facts, Item, Part, Text
from handlers.chat.say import Say
from handlers.dates import recurrence, time_zones
from handlers.meetings.occurrence_view import OccurrenceView
from storage.directory.people import Person
from storage.kit.database import Store


async def draw_occurrence_facts(
    store: Store, occurrence_view: OccurrenceView, say: Say, person: Person | None = None
) -> list[Part]:
    """Draw the facts without the title, which the card shows. For `person`, in private, the time is also
    shown in their own zone if it differs.
    """
    occurrence = occurrence_view.occurrence
    rows = [(say("When"), say.format_period(occurrence.start_at, occurrence.end_at, occurrence_view.zone))]
    own = _describe_own_time(occurrence_view, say, person)
    if own:
        rows.append((say("Your local time"), own))
    if occurrence_view.meeting.rule:
        rows.append((say("Repeats"), _describe_repetition(occurrence_view, say)))
    if occurrence_view.place:
        rows.append((say("Where"), occurrence_view.place))
    if occurrence_view.link and not occurrence_view.cancelled:
        rows.append((say("Link"), occurrence_view.link))
    if occurrence.signup_by is not None and is_occurrence_upcoming(occurrence_view, store.now):
        rows.append((say("Sign up by"), say.format_period(occurrence.signup_by, None, occurrence_view.zone)))
    about: list[Part] = (
        [Item(say("About the meeting"), occurrence_view.meeting.text, marked=True)]
        if occurrence_view.meeting.text and not occurrence_view.cancelled
        else []
    )
    return [*draw_occurrence_state(occurrence_view, say, store.now), Facts(tuple(rows)), *about]


def _describe_repetition(occurrence: OccurrenceView, say: Say) -> str:
    """Describe the rule, and that this date was moved: it would contradict the rule that stands below it."""
    rule = recurrence.describe_rule(recurrence.parse_rrule(occurrence.meeting.rule), say)
    moved = occurrence.occurrence.starts != occurrence.occurrence.original
    return say("{rule} (this date was moved)", rule=rule) if moved else rule


def is_occurrence_upcoming(occurrence: OccurrenceView, now: datetime) -> bool:
    """Return True while people can still answer."""
    return occurrence.takes_place and occurrence.occurrence.start_at > now


def draw_occurrence_state(occurrence: OccurrenceView, say: Say, now: datetime) -> list[Part]:
    """Draw whether it is called off, held or begun; nothing while it is upcoming."""
    if occurrence.cancelled:
        found: list[Part] = [Text(say("Called off."), "strong")]
        why = occurrence.occurrence.why or occurrence.meeting.why
        return [*found, Text(why)] if why else found
    if occurrence.occurrence.end_at <= now:
        return [Text(say("This meeting has been held."), "subtle")]
    if occurrence.occurrence.start_at <= now:
        return [Text(say("Has begun."), "subtle")]
    return []


def describe_occurrence_time(occurrence: OccurrenceView, say: Say) -> str:
    """Describe the time in one line."""
    return say.format_period(occurrence.occurrence.start_at, occurrence.occurrence.end_at, occurrence.zone)


def describe_cancellation(occurrence: OccurrenceView, say: Say) -> str:
    """Say which date is called off: of a series the title alone would stand for all of them."""
    return say(
        "{title}, {when}, is called off.", title=occurrence.title, when=describe_occurrence_time(occurrence, say)
    )


def _describe_own_time(occurrence: OccurrenceView, say: Say, person: Person | None) -> str:
    zone = time_zones.find_zone(person.zone) if person is not None and person.zone else None
    start = occurrence.occurrence.start_at
    if zone is None or start.astimezone(zone).utcoffset() == start.astimezone(occurrence.zone).utcoffset():
        return ""
    return Say(say.language, zone).format_period(start, occurrence.occurrence.end_at)
