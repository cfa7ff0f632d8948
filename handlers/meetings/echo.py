"""The echo: everything that was understood of a meeting, in full, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.say import Say
from handlers.dates import rules, workdays, zones
from handlers.directory.naming import shorten
from handlers.meetings import series
from handlers.meetings.outlines import Outline, apply
from handlers.meetings.reminders.names import unusual
from storage.kit.database import Store
from storage.meetings.meetings import ALL, ORGANISATIONS, TOPICS, Meeting

#: dates of a series that are written out
SHOWN = 10


async def parts(store: Store, outline: Outline, say: Say) -> list[Part]:
    """What it is to be, then what is odd about it."""
    return [Facts(tuple(await rows(store, outline, say))), *warnings(outline, say, store.now)]


async def rows(store: Store, outline: Outline, say: Say) -> list[tuple[str, str]]:
    """Label and value of all that is said."""
    found = [(say("When"), when(outline, say))]
    if outline.rule:
        found += [(say("Repeats"), rules.describe(rules.parse_rrule(outline.rule), say)), _dates(outline, say)]
    optional = (
        (say("Where"), outline.place),
        (say("Link"), outline.link),
        (say("For"), await audience(store, outline, say)),
        (say("Sign up by"), deadline(outline, say)),
        (say("Seats"), seats(outline, say)),
        (say("Reminders"), unusual(outline.offsets, say)),
        (say("About"), shorten(outline.text, 300)),
        (say("Time zone"), outline.zone if outline.where.key != getattr(say.zone, "key", "") else ""),
    )
    return found + [row for row in optional if row[1]]


def when(outline: Outline, say: Say) -> str:
    return say.when(outline.start_at, outline.end_at, outline.where)


async def audience(store: Store, outline: Outline, say: Say) -> str:
    """ "Alle medlemmer", or the names of topics or organisations; empty for one date of a series."""
    if outline.audience == TOPICS:
        topics = [await store.topics.find(id) for id in outline.topics]
        return ", ".join(topic.name(say.language) for topic in topics if topic is not None)
    if outline.audience == ORGANISATIONS:
        houses = [await store.organisations.find(id) for id in outline.organisations]
        return ", ".join(house.name for house in houses if house is not None)
    return say("All members") if outline.audience == ALL else ""


def deadline(outline: Outline, say: Say) -> str:
    """Of the first time."""
    at = series.deadline(as_meeting(outline), outline.start) if outline.signup_days is not None else None
    return say.when(at, None, outline.where) if at else ""


def seats(outline: Outline, say: Say) -> str:
    found = []
    if outline.capacity is not None:
        found.append(say.number(outline.capacity))
    if outline.seats_each is not None:
        found.append(say("{n} for each organisation", n=say.number(outline.seats_each)))
    return ", ".join(found)


def as_meeting(outline: Outline) -> Meeting:
    """A row that is kept nowhere, for what is computed from meetings."""
    meeting = Meeting()
    apply(meeting, outline)
    return meeting


def warnings(outline: Outline, say: Say, now: datetime) -> list[Part]:
    """Nothing of this forbids it; somebody should have seen it."""
    starts = series.dates(as_meeting(outline), now)
    found = [*_clock(outline, say, starts), *_days(say, [start.date() for start in starts])]
    return [Text(f"⚠️ {text}") for text in found]


def _dates(outline: Outline, say: Say) -> tuple[str, str]:
    """The first dates, and how many more; also those that are further ahead than people plan."""
    starts = series.every(as_meeting(outline))
    shown = ", ".join(say.day(start.date()) for start in starts[:SHOWN])
    if len(starts) > SHOWN:
        shown += " " + say.many("and {n} more", "and {n} more", len(starts) - SHOWN)
    return say.many("{n} date", "{n} dates", len(starts)), shown


def _clock(outline: Outline, say: Say, starts: Sequence[datetime]) -> list[str]:
    found = []
    for start in starts:
        odd = zones.oddity(start, outline.where)
        if odd == "gap":
            real = say.when(zones.instant(start, outline.where), None, outline.where)
            found.append(say("The clocks go forward then: it begins {when}.", when=real))
        elif odd == "twice":
            text = say("The clocks go back then: {when} is there twice, and I take the first.", when=say.when(start))
            found.append(text)
    return found


def _days(say: Say, days: Sequence[date]) -> list[str]:
    weekends = [day for day in days if day.weekday() >= 5]
    summer = [day for day in days if day.weekday() < 5 and day.isocalendar().week in workdays.SUMMER]
    rest = [day for day in days if not workdays.is_workday(day) and day not in weekends and day not in summer]
    found = []
    if weekends:
        found.append(say("At a weekend: {days}.", days=_named(say, weekends)))
    if summer:
        found.append(say("In the common summer holiday (weeks 28–30): {days}.", days=_named(say, summer)))
    if rest:
        found.append(say("A public holiday, or around Christmas or Easter: {days}.", days=_named(say, rest)))
    return found


def _named(say: Say, days: Sequence[date]) -> str:
    shown = ", ".join(say.when(day) for day in days[:3])
    return shown + (" " + say.many("and {n} more", "and {n} more", len(days) - 3) if len(days) > 3 else "")
