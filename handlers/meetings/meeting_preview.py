"""Draw a meeting in full as it was understood, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.dates import recurrence, time_zones, workdays
from handlers.meetings import series
from handlers.meetings.outlines import Outline, apply_meeting_outline
from handlers.meetings.reminders.reminder_labels import describe_changed_offsets
from storage.kit.database import Store
from storage.meetings.meetings import ALL, ORGANISATIONS, TOPICS, Meeting

MOST_DATES = 10


async def draw_outline(store: Store, outline: Outline, say: Say, changed: Sequence[tuple[str, str]] = ()) -> list[Part]:
    """Draw the facts, then warnings about what is unusual; for a change, what changes first and once."""
    told = {label for label, _ in changed}
    rows = tuple(row for row in await list_outline_facts(store, outline, say) if row[0] not in told)
    parts: list[Part] = [Text(say("This changes:"), "strong"), Facts(tuple(changed))] if changed else []
    parts += [Text(say("As before:"), "strong")] if changed and rows else []
    return [*parts, *([Facts(rows)] if rows else []), *draw_outline_warnings(outline, say, store.now)]


async def list_outline_facts(store: Store, outline: Outline, say: Say) -> list[tuple[str, str]]:
    """Return the label and value of everything in the outline."""
    found = [(say("When"), describe_outline_time(outline, say))]
    if outline.rule:
        found += [
            (say("Repeats"), _describe_outline_rule(outline, say)),
            _describe_series_dates(outline, say),
        ]
    optional = (
        (say("Where"), outline.place),
        (say("Link"), outline.link),
        (say("For"), await describe_outline_audience(store, outline, say)),
        (say("Sign up by"), describe_signup_deadline(outline, say, store.now)),
        (say("Seats"), describe_outline_seats(outline, say)),
        (say("Reminders"), describe_changed_offsets(outline.offsets, say)),
        (say("About the meeting"), shorten_text(outline.text, 300)),
        (say("Time zone"), outline.zone if outline.where.key != getattr(say.zone, "key", "") else ""),
    )
    return found + [row for row in optional if row[1]]


def draw_understood_facts(outline: Outline, say: Say) -> list[Part]:
    """Draw what was understood of a typed line."""
    rows = (
        (say("Title"), outline.title),
        (say("When"), describe_outline_time(outline, say) if outline.starts else outline.when),
        (say("Repeats"), _describe_outline_rule(outline, say)),
        (say("Where"), outline.place),
        (say("Link"), outline.link),
        (say("Seats"), describe_outline_seats(outline, say)),
    )
    said = tuple(row for row in rows if row[1])
    return [Facts(said)] if said else []


def describe_outline_time(outline: Outline, say: Say) -> str:
    return say.format_period(outline.start_at, outline.end_at, outline.where)


async def describe_outline_audience(store: Store, outline: Outline, say: Say) -> str:
    """Return "Alle medlemmer", or the names of topics or organisations; empty for one date of a series."""
    if outline.audience == TOPICS:
        topics = [await store.topics.find(id) for id in outline.topics]
        return say.join_names(topic.get_name(say.language) for topic in topics if topic is not None)
    if outline.audience == ORGANISATIONS:
        organisations = [await store.organisations.find(id) for id in outline.organisations]
        return ", ".join(organisation.name for organisation in organisations if organisation is not None)
    return say("All members") if outline.audience == ALL else ""


def describe_signup_deadline(outline: Outline, say: Say, now: datetime) -> str:
    """Describe the deadline of the first occurrence; nothing where it has passed, for then there is none."""
    meeting = build_unsaved_meeting(outline)
    at = series.compute_open_deadline(meeting, outline.start, now) if outline.signup_days is not None else None
    return say.format_period(at, None, outline.where) if at else ""


def describe_outline_seats(outline: Outline, say: Say) -> str:
    found = []
    if outline.capacity is not None:
        found.append(say.format_number(outline.capacity))
    if outline.seats_each is not None:
        found.append(say("{n} for each organisation", n=say.format_number(outline.seats_each)))
    return ", ".join(found)


def build_unsaved_meeting(outline: Outline) -> Meeting:
    """Return a row that is never stored, for computations that need a meeting."""
    meeting = Meeting()
    apply_meeting_outline(meeting, outline)
    return meeting


def draw_outline_warnings(outline: Outline, say: Say, now: datetime) -> list[Part]:
    """Draw what somebody should have seen; none of it forbids the meeting."""
    starts = series.list_series_dates(build_unsaved_meeting(outline), now)
    found = [*_list_clock_warnings(outline, say, starts), *_list_day_warnings(say, [start.date() for start in starts])]
    return [Text(f"⚠️ {text}") for text in found]


def _describe_outline_rule(outline: Outline, say: Say) -> str:
    """Describe the rule of a series, or what was typed of one that is not understood."""
    return recurrence.describe_rule(recurrence.parse_rrule(outline.rule), say) if outline.rule else outline.repeats


def _describe_series_dates(outline: Outline, say: Say) -> tuple[str, str]:
    """Return the number of dates and the first ones, including dates beyond the planning horizon."""
    starts = series.list_all_dates(build_unsaved_meeting(outline))
    shown = ", ".join(say.format_day(start.date()) for start in starts[:MOST_DATES])
    if len(starts) > MOST_DATES:
        shown += " " + say.many("and {n} more", "and {n} more", len(starts) - MOST_DATES)
    return say.many("{n} date", "{n} dates", len(starts)), shown


def _list_clock_warnings(outline: Outline, say: Say, starts: Sequence[datetime]) -> list[str]:
    found = []
    for start in starts:
        odd = time_zones.find_clock_change(start, outline.where)
        if odd == "gap":
            real = say.format_period(time_zones.convert_to_instant(start, outline.where), None, outline.where)
            found.append(say("The clocks go forward then: it begins {when}.", when=real))
        elif odd == "twice":
            text = say(
                "The clocks go back then: {when} is there twice, and I take the first.", when=say.format_period(start)
            )
            found.append(text)
    return found


def _list_day_warnings(say: Say, days: Sequence[date]) -> list[str]:
    weekends = [day for day in days if day.weekday() >= 5]
    summer = [day for day in days if day.weekday() < 5 and day.isocalendar().week in workdays.SUMMER]
    rest = [day for day in days if not workdays.is_workday(day) and day not in weekends and day not in summer]
    found = []
    if weekends:
        found.append(say("On a weekend: {days}.", days=_describe_first_days(say, weekends)))
    if summer:
        found.append(say("In the common summer holiday (weeks 28–30): {days}.", days=_describe_first_days(say, summer)))
    if rest:
        found.append(
            say("A public holiday, or around Christmas or Easter: {days}.", days=_describe_first_days(say, rest))
        )
    return found


def _describe_first_days(say: Say, days: Sequence[date]) -> str:
    shown = ", ".join(say.format_period(day) for day in days[:3])
    return shown + (" " + say.many("and {n} more", "and {n} more", len(days) - 3) if len(days) > 3 else "")
