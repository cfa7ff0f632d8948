"""Decide which half of the day the times of a line mean, or what must be asked about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.dates.typed_times import NotATime
from handlers.dates.typed_times.day_mentions import TimeOfDay
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.found_clocks import FoundClock, LineTimes
from handlers.meetings.line_reader.meeting_line import Ask

#: Hours up to this one, written without "am" or "0", are in the afternoon.
_AFTERNOON = 6
_LATEST_BREAKFAST = 8
#: what begins so late may end in the morning
_NIGHT = 20
#: what begins in the evening: its hours need a sign of the half of the day
_EVENING = compile_later(
    r"\b(?:dinner|supper|julebord|kveldsmat|kveldsmøte|afterwork|after-work|kåseri|drinks|pub|quiz|fest|party|konsert)\b"
    r"|\bmiddag(?:en)?\b(?! kl)"
)


#: what begins in the morning, whatever hour of it
_MORNING = compile_later(
    r"\b(?:(?:morgen|morgon|morning)[ -]?(?:møte|meeting|samling|kaffe|kaffi|prat|call|brief|runde|stand)"
    r"|frokost|frukost|breakfast)"
)


def resolve_line_times(
    times: LineTimes, said: str, day: date, last: date
) -> tuple[datetime | None, datetime | None, Ask | None]:
    """Return start and end on these days, and what must be asked."""
    if times.start is None:
        return None, None, None
    start, end = times.start, times.end
    try:
        hour = _infer_start(start, end, times.part)
        if hour is None:
            return None, None, Ask("time", "half_of_day", said)
        begins = hour.combine_with_day(day)
        if end is None:
            return begins, None if times.lasts is None else begins + times.lasts, None
        moved = hour.hour > start.said.hour
        ends = _infer_end(end, hour, moved=moved, same_day=day == last).combine_with_day(last)
    except NotATime:
        return None, None, Ask("time", "no_time", said)
    if ends <= begins and begins.hour >= _NIGHT and ends.hour < _AFTERNOON:
        return begins, ends + timedelta(days=1), None
    if ends <= begins:
        return begins, None, Ask("end", "end_before_start", said)
    return begins, ends, None


def settle_morning(times: LineTimes, lowered: str) -> LineTimes:
    """Return the times with "am" for a breakfast "at 6"."""
    early = times.start is not None and _AFTERNOON <= times.start.said.hour <= _LATEST_BREAKFAST
    return replace(times, part="am") if early and not times.part and _MORNING.search(lowered) else times


def is_evening_in_doubt(times: LineTimes, lowered: str) -> bool:
    """Return True for a dinner "at 7.30", which may be either half of the day."""
    start = times.start
    if start is None or start.settled or times.part or (times.end is not None and times.end.said.hour > 12):
        return False
    return _AFTERNOON <= start.said.hour <= 11 and _EVENING.search(lowered) is not None


def _infer_start(start: FoundClock, end: FoundClock | None, part: str) -> TimeOfDay | None:
    """Return the start by the 24-hour clock; None where it may be either half of the day."""
    said = start.said
    if end is not None and end.said.half and not said.half and 1 <= said.hour <= 12:
        return _infer_from_end(said, end.said)
    if said.hour == 0 and not start.settled:  # "halv ett"
        return TimeOfDay(0 if part == "am" else 12, said.minute)
    if start.settled or not 1 <= said.hour <= 11:
        return said
    if part:
        return TimeOfDay(said.hour + (12 if part == "pm" else 0), said.minute)
    if said.hour < _AFTERNOON or (end is not None and said.hour == _AFTERNOON and end.settled and end.said.hour > 12):
        return TimeOfDay(said.hour + 12, said.minute)
    # six may be either half of the day; who works in a plant means seven in the morning
    return None if said.hour == _AFTERNOON and not start.minutes_written and end is None else said


def _infer_from_end(start: TimeOfDay, end: TimeOfDay) -> TimeOfDay:
    """Take the half of the day from the end, as in "2-4pm" and "11-1pm"."""
    day = date.min
    for half in ("pm", "am"):
        one = TimeOfDay(start.hour, start.minute, half)
        if one.combine_with_day(day) < end.combine_with_day(day):
            return one
    return start


def _infer_end(end: FoundClock, start: TimeOfDay, *, moved: bool, same_day: bool) -> TimeOfDay:
    """Return the end by the 24-hour clock: after the start, where that leaves one hour."""
    said = end.said
    if end.settled or said.hour > 11:
        return said
    begins = start.hour % 12 + 12 if start.half == "pm" else start.hour
    after = (said.hour, said.minute) > (begins, start.minute)
    later = said.hour <= _AFTERNOON or (moved and same_day)
    return TimeOfDay(said.hour + 12, said.minute) if later and not (after and same_day) else said
