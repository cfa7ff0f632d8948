"""Draw and parse the form fields in which the day and hours of a meeting are picked."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import Turn
from handlers.dates import time_zones, typed_times
from handlers.dates.day_fields import draw_day_field, parse_day_field
from handlers.dates.working_hours import parse_clock
from handlers.meetings.outlines import LENGTH, Outline

MOST_MINUTES = 7 * 24 * 60


def draw_time_fields(turn: Turn, outline: Outline) -> tuple[Field, ...]:
    """Draw day, start and end; a line of words where the meeting lasts over several days."""
    say, start, end, wrote = turn.say, None, None, ""
    if outline.starts:
        start, end = outline.start, outline.end
        if start.date() != end.date():
            when = format_typed_time(outline)
            return (Field("when", say("When"), "line", when, say("“17 March 10:00–15:00”"), most=200),)
    elif outline.when:
        try:
            said = typed_times.parse_typed_time(outline.when, turn.now, outline.where)
        except typed_times.NotATime as error:
            wrote = typed_times.explain_time_error(say, error.reason, outline.when)
        else:
            start, end = said.start, said.end
    clocks = [
        f"{at:%H:%M}" if at is not None and (outline.starts or at.time() != time()) else "" for at in (start, end)
    ]
    return (
        draw_day_field("day", say("Day"), start.date() if start else None, hint=wrote),
        Field("from", say("From"), "time", clocks[0]),
        Field("to", say("Until"), "time", clocks[1], say("Empty: an hour."), required=False),
    )


def parse_time_fields(event: Submission, turn: Turn, before: Outline, wrong: dict[str, str]) -> dict[str, Any]:
    """Return `starts` and `minutes` in the outline's zone; else an empty dict, and what is wrong at each field."""
    if "when" in event.values:
        try:
            return _parse_when(event.get_text("when"), turn, before)
        except UserError as error:
            wrong["when"] = error.text
            return {}
    day, start, end = (
        _parse_picked_day(event, turn, before, wrong),
        _parse_hour(event, "from"),
        _parse_hour(event, "to"),
    )
    if start is None:
        wrong["from"] = turn.say("Choose when it begins.")
    if end is None and event.get_text("to"):
        wrong["to"] = turn.say("Enter a time of day, such as 07:00.")
    elif start is not None and end is not None and end <= start:
        wrong["to"] = typed_times.explain_time_error(turn.say, "end_before_start", f"{start:%H:%M}–{end:%H:%M}")
    if wrong.keys() & {"day", "from", "to"} or day is None or start is None:
        return {}
    first, last = datetime.combine(day, start), datetime.combine(day, end) if end is not None else None
    if time_zones.convert_to_instant(first, before.where) <= turn.now:
        wrong["from"] = typed_times.explain_time_error(turn.say, "past", f"{start:%H:%M}")
        return {}
    return _describe_hours(typed_times.TypedTime(first, last, timed=True), before)


def format_typed_time(outline: Outline) -> str:
    """Return the time as people type it, in a form that every language parses: "16.3.2027 10:00-15:00"."""
    if not outline.starts:
        return outline.when
    start, end = outline.start, outline.end
    day = f"{start.day}.{start.month}.{start.year} {start:%H:%M}"
    if start.date() == end.date():
        return f"{day}-{end:%H:%M}"
    return f"{day} - {end.day}.{end.month}.{end.year} {end:%H:%M}"


def _parse_when(text: str, turn: Turn, before: Outline) -> dict[str, Any]:
    """Parse the words of a meeting over several days, or of a form of the version before. Raises UserError."""
    say = turn.say
    if not text:
        raise UserError(say("Write when it is, for example “17 March 10:00–15:00”."))
    if before.starts and text == format_typed_time(before):
        found: dict[str, Any] = {"starts": before.starts, "minutes": before.minutes}
        start_at = before.start_at
    else:
        try:
            when = typed_times.parse_typed_time(text, turn.now, before.where)
        except typed_times.NotATime as error:
            raise UserError(typed_times.explain_time_error(say, error.reason, text)) from error
        if not when.timed:
            raise UserError(say("What time does it begin? Write for example “17 March 10:00–15:00”."))
        found, start_at = _describe_hours(when, before), time_zones.convert_to_instant(when.start, before.where)
    if start_at <= turn.now:
        raise UserError(typed_times.explain_time_error(say, "past", text))
    if not 0 < found["minutes"] <= MOST_MINUTES:
        raise UserError(say("A meeting lasts at most a week."))
    return found


def _describe_hours(when: typed_times.TypedTime, before: Outline) -> dict[str, Any]:
    """Return start and elapsed minutes; as long as before if no end is given."""
    minutes = before.minutes or LENGTH
    if when.end is not None:
        first, last = (time_zones.convert_to_instant(at, before.where) for at in (when.start, when.end))
        minutes = int((last - first).total_seconds() // 60)
    return {"starts": when.start.isoformat(timespec="minutes"), "minutes": minutes}


def _parse_picked_day(event: Submission, turn: Turn, before: Outline, wrong: dict[str, str]) -> date | None:
    try:
        day = parse_day_field(turn, event, "day", before.where)
    except UserError as error:
        wrong |= error.fields
        return None
    if day is None:
        wrong["day"] = turn.say("Choose a day.")
    return day


def _parse_hour(event: Submission, name: str) -> time | None:
    return parse_clock(event.get_text(name))
