"""Hold the times of day that a line names, and build one of a token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from handlers.dates import date_words
from handlers.dates.typed_times.day_mentions import TimeOfDay
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask

_WORDED = compile_later(r"halv|kvart|quarter| på | to ")


@dataclass(frozen=True, slots=True)
class FoundClock:
    """Hold a time of day; `settled` is one that is certainly of the 24-hour clock."""

    said: TimeOfDay
    settled: bool
    minutes_written: bool


@dataclass(frozen=True, slots=True)
class LineTimes:
    """Hold the times of day of a line and how long it lasts; `part` is "am", "pm" or "" for the part of the day."""

    start: FoundClock | None = None
    end: FoundClock | None = None
    lasts: timedelta | None = None
    ahead: timedelta | None = None
    part: str = ""
    asks: tuple[Ask, ...] = ()


def build_clock(line: TypedLine, n: int) -> FoundClock:
    token, said = line.tokens[n], line.slice_lowered(n, n + 1)
    digits = re.search(r"\d+", said)
    if isinstance(token.value, TimeOfDay):
        clock = token.value
    elif token.kind == "n":
        clock = TimeOfDay(_parse_hour_word(said))
    else:
        figure = token.value if isinstance(token.value, int) else 0
        clock = TimeOfDay(*divmod(figure, 100)) if token.kind in "AY" else TimeOfDay(figure)
    settled = clock.half != "" or clock.hour > 12 or (clock.hour == 0 and _WORDED.search(said) is None)
    settled = settled or (digits is not None and digits.group().startswith("0"))
    return FoundClock(clock, settled, digits is not None and bool(re.search(r"\d[.:]?\d\d", said)))


def _parse_hour_word(word: str) -> int:
    return date_words.NUMBERS.get(word.rstrip("."), 2 if word == "to" else 0)
