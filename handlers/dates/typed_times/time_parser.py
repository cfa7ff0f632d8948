"""Parse typed words to a time; a whole text is understood or refused with a reason, and nothing guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates.time_zones import convert_to_instant, convert_to_local
from handlers.dates.typed_times.day_mentions import TimeOfDay, resolve_day, resolve_day_range
from handlers.dates.typed_times.refusal_texts import NotATime
from handlers.dates.typed_times.time_grammar import TimeSentence, parse_time_sentence
from handlers.language.late_patterns import compile_later

#: words before a deadline that do not change it
_BY = compile_later(r"\s*(?:innen|innan|senest|seinast|by|within|no later than|frist:?|deadline:?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedTime:
    """Hold wall times. Without a time of day they are midnight, and `end` is the last day."""

    start: datetime
    end: datetime | None
    timed: bool


def parse_typed_time(text: str, now: datetime, zone: ZoneInfo) -> TypedTime:
    """Parse "tirsdag 17. mars kl 10-15", "neste uke" or "3.-6. juni". Raises NotATime.

    Days come before months. A day without a year is the next such day. The name of a day is the next one, and
    never today; with "next" it is that of next week.
    """
    here = convert_to_local(now, zone)
    said = parse_time_sentence(text)
    if said.ahead is not None:
        start = convert_to_local(now + said.ahead, zone).replace(second=0, microsecond=0)
        return TypedTime(start, None, timed=True)
    first, last = _resolve_typed_days(said, here.date())
    if not said.clocks:
        if last < here.date():
            raise NotATime("past")
        return TypedTime(_compute_midnight(first), _compute_midnight(last) if last != first else None, timed=False)
    start, end = _resolve_typed_times(said, first, last)
    if convert_to_instant(start, zone) <= now:
        raise NotATime("past")
    if end is not None and convert_to_instant(end, zone) <= convert_to_instant(start, zone):
        raise NotATime("end_before_start")
    return TypedTime(start, end, timed=True)


def parse_typed_day(text: str, now: datetime, zone: ZoneInfo) -> date:
    """Parse one day, today or later: "innen 17. mars", "om 14 dager". Raises NotATime."""
    today = convert_to_local(now, zone).date()
    by = _BY.match(text)
    said = parse_time_sentence(text[by.end() :] if by else text)
    if said.clocks or said.ahead is not None:
        raise NotATime("only_day")
    first, last = _resolve_typed_days(said, today)
    if first != last:
        raise NotATime("several")
    if first < today:
        raise NotATime("past")
    return first


def _resolve_typed_days(said: TimeSentence, today: date) -> tuple[date, date]:
    if len(said.days) == 1:
        day = resolve_day(said.days[0], today, today)
        return day, day
    return resolve_day_range(said.days[0], said.days[1], today)


def _resolve_typed_times(said: TimeSentence, first: date, last: date) -> tuple[datetime, datetime | None]:
    start = _infer_half_of_day(said.clocks)
    if len(said.clocks) == 1:
        if first != last:
            raise NotATime("several")
        begins = start.combine_with_day(first)
        return begins, None if said.lasts is None else begins + said.lasts
    if said.lasts is not None:
        raise NotATime("several")
    if start.hour == 24:
        raise NotATime("no_time")
    return start.combine_with_day(first), said.clocks[1].combine_with_day(last)


def _infer_half_of_day(clocks: tuple[TimeOfDay, ...]) -> TimeOfDay:
    """Return the start; in "2-4pm" it takes the half of the day from the end."""
    start = clocks[0]
    if len(clocks) == 2 and clocks[1].half and not start.half and 1 <= start.hour <= 12:
        day = date.min
        for half in ("pm", "am"):
            if replace(start, half=half).combine_with_day(day) < clocks[1].combine_with_day(day):
                return replace(start, half=half)
    return start


def _compute_midnight(day: date) -> datetime:
    return datetime.combine(day, time())
