"""Read one moment from a line about something else, and what of the line remains without its words."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.dates.recurrence import RecurrenceRule
from handlers.dates.recurrence.recurrence_rule import MOST_OCCURRENCES
from handlers.dates.time_zones import convert_to_local
from handlers.dates.typed_times import NotATime
from handlers.dates.typed_times.day_mentions import resolve_day
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.clock_phrases import find_line_times
from handlers.meetings.line_reader.clock_times import resolve_line_times
from handlers.meetings.line_reader.day_phrases import find_line_days
from handlers.meetings.line_reader.days import resolve_line_day
from handlers.meetings.line_reader.found_clocks import LineTimes
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.line_tokens import TypedLine, split_typed_line
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.near_days import settle_near_days
from handlers.meetings.line_reader.series_days import complete_rule, find_first_occurrence
from handlers.meetings.line_reader.series_phrases import find_line_series

_TAKEN = frozenset("dcQ")
#: leads into how often: "on every Friday"
_INTO_SERIES = compile_later(r"(?i)\b(?:on|in|på|i)(?: the)?\s*$")


@dataclass(frozen=True, slots=True)
class LineMoment:
    """Hold a moment as read from a line. Times are local and naive; None was not said or must be asked."""

    day: date | None = None
    #: with a time of day
    at: datetime | None = None
    #: what must be asked before the moment is known; None where it is, or where the line says nothing of one
    ask: Ask | None = None
    #: words of the line without those about the moment
    rest: str = ""
    #: rule of a line that names more than one time: "every Friday"
    rule: RecurrenceRule | None = None


def read_line_moment(text: str, now: datetime, zone: ZoneInfo) -> LineMoment:
    """Read when the line means. A time of day without a day is the next such time, and of a series the first one."""
    here = convert_to_local(now, zone)
    line = split_typed_line(text)
    before = "".join(line.kinds)
    series = find_line_series(line, here.date())
    of_series = {n for n, (kind, now) in enumerate(zip(before, line.kinds, strict=True)) if series.rule and kind != now}
    found = settle_near_days(line, find_line_days(line), here.date())
    times = find_line_times(line)
    rest = _join_remaining_words(line, of_series)
    first = None
    if series.rule is not None and not found:
        first = find_first_occurrence(series.rule, here.date() + timedelta(days=1))
    day, at, ask = _resolve_moment(line, found, times, here, first)
    rule = complete_rule(series, day)
    if rule is not None and series.count:
        rule = replace(rule, until=None, count=min(series.count, MOST_OCCURRENCES))
    return LineMoment(day, at, ask, rest, rule)


def _resolve_moment(
    line: TypedLine, found: list[FoundDay], times: LineTimes, here: datetime, first: date | None
) -> tuple[date | None, datetime | None, Ask | None]:
    if times.ahead is not None:
        at = (here + times.ahead).replace(second=0, microsecond=0)
        return at.date(), at, None
    day, _, ask = resolve_line_day(found, line, here.date()) if first is None else (first, None, None)
    if ask is not None and (found or times.start is None):
        return _find_near_day(found, here.date()), None, ask if ask.reason != "missing" else None
    unsure = next((one for one in times.asks if one.reason != "missing"), None)
    if unsure is not None or (times.start is None and times.part == "pm"):
        return day, None, unsure or Ask("time", "vague")
    if times.start is None:
        return day, None, None
    begins, _, ask = resolve_line_times(times, "", day or here.date(), day or here.date())
    if begins is None or ask is not None:
        return day, None, ask or Ask("time")
    if begins > here:
        return begins.date(), begins, None
    if day is None:
        return begins.date() + timedelta(days=1), begins + timedelta(days=1), None
    return day, None, Ask("time", "past", f"{begins:%H:%M}")


def _find_near_day(found: list[FoundDay], today: date) -> date | None:
    """Return the first day that was named without being certain, to begin with where it is asked."""
    for one in found:
        try:
            day = resolve_day(one.mention, today, today)
        except NotATime:
            continue
        if day >= today:
            return day
    return None


def _join_remaining_words(line: TypedLine, of_series: AbstractSet[int]) -> str:
    """Return the text without the words that were read as a day, a time of day or how often."""
    kept, at = list[str](), 0
    for n, (token, kind) in enumerate(zip(line.tokens, line.kinds, strict=True)):
        if kind in _TAKEN or n in of_series or (kind == "_" and token.kind in "HQqC"):
            piece = line.text[at : token.start]
            kept.append(_INTO_SERIES.sub("", piece) if n in of_series else piece)
            at = token.end
    return " ".join("".join((*kept, line.text[at:])).split())
