"""Tell days from bounds ("before Friday"), and join a week to the weekday that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from handlers.dates import date_words
from handlers.dates.date_words import list_words
from handlers.dates.typed_times import NotATime
from handlers.dates.typed_times.day_mentions import DayMention, resolve_day
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.place_words import ABOUT
from handlers.meetings.line_reader.subject_days import stands_beside_clock

#: words before a day that make it a bound
_BOUNDS = list_words(
    "før etter innen innan before after by within senest seinast ved omkring rundt around forrige førre"
)
#: number of tokens before a day in which a bound may stand
_NEAR = 4
#: "next week", "week 12", "in two weeks", which no day has taken
_WEEK = compile_later(r"p?(?:FU|X|V)")


def settle_near_days(line: TypedLine, found: Sequence[FoundDay], today: date) -> list[FoundDay]:
    """Return the days with their week; a bound is vague, or no day where one is said outright."""
    found = _check_week(line, _join_week(line, found), today)
    bounds = [day for day in found if _is_bound(line, day)]
    exact = [day for day in found if day not in bounds]
    if told := _list_told_days(line, exact):
        return told
    if len(found) == 1 and found[0].is_bare_weekday and _stands_beside_nearly(line, found[0]):
        return [replace(found[0], vague=True)]
    for day in bounds:
        line.take_tokens(day.first - 1, day.first, "d")
    if bounds and exact:
        return exact
    return [replace(day, vague=day.vague or day in bounds or _is_week_unclear(day, today)) for day in found]


def _list_told_days(line: TypedLine, found: Sequence[FoundDay]) -> list[FoundDay]:
    """Return the day of the meeting, where another is told of: "i går ble vi enige", "as promised on Friday"."""
    if len(found) < 2 or any(one.last + 1 >= other.first for one, other in pairwise(found)):
        return []
    timed = [day for day in found if stands_beside_clock(line, day)]
    others = [day for day in found if day not in timed]
    told = all(day.mention.days is not None and day.mention.days <= 0 for day in others)
    dated = len(timed) == 1 and timed[0].mention.day is not None and _is_said_apart(line, timed[0])
    if len(timed) != 1 or not (told or (dated and all(day.is_bare_weekday for day in others))):
        return []
    for day in others:
        line.take_tokens(day.first, day.last)
    return timed


def _is_said_apart(line: TypedLine, day: FoundDay) -> bool:
    """Return False for a day that something ends on: "svar innen fredag 4.12. kl 12"."""
    return _BOUNDS.isdisjoint(line.slice_lowered(max(0, day.first - _NEAR), day.first).split())


def _is_week_unclear(day: FoundDay, today: date) -> bool:
    """Return True for "mandag om en uke" on a Wednesday: it may be next Monday, or a week after that."""
    weekday, weeks = day.mention.weekday, day.mention.weeks
    return weekday is not None and day.counted and weeks == 1 and weekday < today.weekday()


def _stands_beside_nearly(line: TypedLine, day: FoundDay) -> bool:
    """Return True for "måndagen etter nyttår": the words beside it were taken as nearly a day."""
    return line.kinds[day.last : day.last + 1] == ["d"] or line.kinds[max(0, day.first - 1) : day.first] == ["d"]


def _is_bound(line: TypedLine, day: FoundDay) -> bool:
    before = line.slice_lowered(day.first - 1, day.first) if day.first else ""
    return before in _BOUNDS or (day.is_bare_weekday and before in date_words.ORDINALS)


def _check_week(line: TypedLine, found: Sequence[FoundDay], today: date) -> list[FoundDay]:
    """Take the week that stands beside a date: "week 50, Thursday 10 December"; a date of another week is vague."""
    match = _WEEK.search(line.pattern)
    if len(found) != 1 or not found[0].mention.day or match is None or "V" in match.group():
        return list(found)
    if _is_of_subject(line, match.start(), match.end()):
        line.leave_to_subject(*match.span())
        return list(found)
    line.take_tokens(*match.span(), "d")
    try:
        day = resolve_day(found[0].mention, today, today)
    except NotATime:
        return list(found)
    said = next((token.value for token in line.tokens[slice(*match.span())] if token.kind in "XF"), None)
    weeks = (day - timedelta(days=day.weekday()) - today + timedelta(days=today.weekday())).days // 7
    same = said.week == day.isocalendar().week if isinstance(said, DayMention) else said == weeks
    return [replace(found[0], vague=found[0].vague or not same)]


def _is_of_subject(line: TypedLine, first: int, last: int) -> bool:
    """Return True for the week of "om stansen i uke 3, tirs 8/12": a comma is between it and the day."""
    words = line.slice_lowered(line.pattern.rfind(",", 0, first) + 1, first).split()
    led = line.kinds[first] == "p" and line.kinds[first - 1 : first] == ["x"]
    return led and line.kinds[last : last + 1] == [","] and not ABOUT.isdisjoint(words[:-1])


def _join_week(line: TypedLine, found: Sequence[FoundDay]) -> list[FoundDay]:
    """Add the week that stands apart to weekdays: "torsdag kl 10 neste uke", "Mon or Tue next week"."""
    match = _WEEK.search(line.pattern)
    if not found or not all(day.is_bare_weekday for day in found) or match is None:
        return list(found)
    token = line.tokens[match.end() - 1 if line.kinds[match.end() - 1] in "XV" else match.end() - 2]
    line.take_tokens(*match.span(), "d")
    if isinstance(token.value, DayMention):
        week = token.value
    else:
        week = DayMention(weeks=token.value if isinstance(token.value, int) else 0)
    return [replace(day, mention=replace(week, weekday=day.mention.weekday)) for day in found]
