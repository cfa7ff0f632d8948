"""Decide which day a line means, or what must be asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.dates.typed_times import NotATime
from handlers.dates.typed_times.day_mentions import DayMention, resolve_day
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask, Reason

#: A day without a year that passed so recently is asked about, since it may be a slip.
_RECENT = timedelta(days=62)
_TODAY = compile_later(r"(?:i|this)\s|tonight")


def resolve_line_day(
    found: Sequence[FoundDay], line: TypedLine, today: date
) -> tuple[date | None, date | None, Ask | None]:
    """Return the day, the last day if there are two, and what must be asked instead."""
    said = line.slice_text(found[0].first, found[-1].last) if found else ""
    if not found:
        return (today, None, None) if _is_part_of_today(line) else (None, None, Ask("date"))
    found = _join_weekdays(_leave_bracketed_dates(found, line), line)
    try:
        days = [_resolve_found_day(day, today) for day in found]
    except _NoDay as error:
        return None, None, Ask("date", error.reason, error.said or line.slice_text(error.day.first, error.day.last))
    if any(day.vague for day in found):
        return None, None, Ask("date", "vague", said)
    if len(set(days)) == 1:
        return days[0], None, None
    between = {token.kind for token in line.tokens[found[0].last : found[-1].first]}
    joined = "-" in between and between <= set("-CNAYpnQ")
    if (
        len(days) == 2
        and days[0] < days[1]
        and (joined or (found[0].first == found[1].first and _is_range(line, found[0])))
    ):
        return days[0], days[1], None
    return None, None, Ask("date", "several", said)


def _leave_bracketed_dates(found: Sequence[FoundDay], line: TypedLine) -> Sequence[FoundDay]:
    """Leave out dates in brackets where another stands outside: "pump (broke down 8/12), 15/12 at 10"."""
    outside = [day for day in found if line.kinds[: day.first].count("b") % 2 == 0]
    return outside if any(not day.is_bare_weekday for day in outside) else found


def _join_weekdays(found: Sequence[FoundDay], line: TypedLine) -> Sequence[FoundDay]:
    """Add a weekday that stands apart to the only date: "Tuesday at 10, 17 March"."""
    dated = [day for day in found if day.mention != DayMention(weekday=day.mention.weekday)]
    between = line.pattern[found[0].first : found[-1].last]
    if len(dated) != 1 or len(found) != 2 or "-" in between or "&" in between or dated[0].mention.weekday is not None:
        return found
    weekday = next(day.mention.weekday for day in found if day is not dated[0])
    return [replace(dated[0], mention=replace(dated[0].mention, weekday=weekday))]


class _NoDay(Exception):
    def __init__(self, day: FoundDay, reason: Reason, said: str = "") -> None:
        super().__init__(reason)
        self.day, self.reason, self.said = day, reason, said


def _resolve_found_day(day: FoundDay, today: date) -> date:
    try:
        found = resolve_day(day.mention, today, today)
    except NotATime as error:
        reasons: dict[str, Reason] = {"no_such_day": "no_such_day", "weekday": "weekday", "past": "past", "far": "far"}
        raise _NoDay(day, reasons.get(error.reason, "unknown")) from error
    if found < today:
        raise _NoDay(day, "past")
    if day.mention.month and not day.mention.year and day.mention.day and _has_just_passed(found, today):
        raise _NoDay(day, "past")
    return found


def _has_just_passed(found: date, today: date) -> bool:
    """Return True if the same day of the year before has passed not long ago."""
    return found - today > timedelta(days=365) - _RECENT


def _is_range(line: TypedLine, day: FoundDay) -> bool:
    return any(line.tokens[n].kind == "-" for n in range(day.first, day.last))


def _is_part_of_today(line: TypedLine) -> bool:
    """Return True if the line says "this afternoon" or "i kveld", and no other day."""
    return any(
        token.kind == "Q" and _TODAY.match(line.slice_lowered(n, n + 1)) is not None
        for n, token in enumerate(line.tokens)
    )
