"""What everybody may know of an occurrence: when, where, until when one can sign up, and how it stands."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.say import Say
from handlers.dates import rules, zones
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.kit.database import Store


async def parts(store: Store, sitting: Sitting, say: Say, person: Person | None = None) -> list[Part]:
    """The title is the card's. `person` reads it in private: in their own zone too, where it is another one."""
    occurrence = sitting.occurrence
    rows = [(say("When"), say.when(occurrence.start_at, occurrence.end_at, sitting.zone))]
    own = _own_time(sitting, say, person)
    if own:
        rows.append((say("Your time"), own))
    if sitting.meeting.rule:
        rows.append((say("Repeats"), rules.describe(rules.parse_rrule(sitting.meeting.rule), say)))
    if sitting.place:
        rows.append((say("Where"), sitting.place))
    if sitting.link and not sitting.cancelled:
        rows.append((say("Link"), sitting.link))
    if occurrence.signup_by is not None and is_coming(sitting, store.now):
        rows.append((say("Sign up by"), say.when(occurrence.signup_by, None, sitting.zone)))
    about: list[Part] = [Text(sitting.meeting.text)] if sitting.meeting.text and not sitting.cancelled else []
    return [*state(sitting, say, store.now), Facts(tuple(rows)), *about]


def is_coming(sitting: Sitting, now: datetime) -> bool:
    """Whether people can still say that they come."""
    return sitting.takes_place and sitting.occurrence.start_at > now


def state(sitting: Sitting, say: Say, now: datetime) -> list[Part]:
    """Nothing as long as it is to come."""
    if sitting.cancelled:
        found: list[Part] = [Text(say("Called off."), "strong")]
        why = sitting.occurrence.why or sitting.meeting.why
        return [*found, Text(why)] if why else found
    if sitting.occurrence.end_at <= now:
        return [Text(say("Was held."), "subtle")]
    if sitting.occurrence.start_at <= now:
        return [Text(say("Has begun."), "subtle")]
    return []


def when(sitting: Sitting, say: Say) -> str:
    """In one line."""
    return say.when(sitting.occurrence.start_at, sitting.occurrence.end_at, sitting.zone)


def _own_time(sitting: Sitting, say: Say, person: Person | None) -> str:
    zone = zones.zone_named(person.zone) if person is not None and person.zone else None
    start = sitting.occurrence.start_at
    if zone is None or start.astimezone(zone).utcoffset() == start.astimezone(sitting.zone).utcoffset():
        return ""
    return Say(say.language, zone).when(start, sitting.occurrence.end_at)
