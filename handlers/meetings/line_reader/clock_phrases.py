"""Find the times of day that a line names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.clock_ends import ENDING_CLAUSE, take_end_apart
from handlers.meetings.line_reader.found_clocks import FoundClock, LineTimes, build_clock
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask

#: a time of day by itself, and from one to another; p "from"
_EXPLICIT = compile_later(r"p{0,2}(?:[NAOn]p?-p?C|C(?:p?-p?(?:C|[NAYn])|-O(?=$|,))?)")
_BARE_RANGES = compile_later(r"p{0,2}(?:[NA]p?-p?[NA](?!O)|[NA]-O(?=$|,)|n-n|[AY]-[AY])")
_BARE_CLOCKS = compile_later(
    r"(?<=d)p?,?[NA](?=$|[,dSQ])|(?<=d)pn(?=$|[,dSQp])|(?<=d)p?A|(?:(?<=^)|(?<=,))[NA](?=d)|(?<![-&])A(?![-&])"
)
#: "fredag frå 9 om tryggleik", "90 minutes from 10", "from 10 for two hours"
_FROM_HOUR = compile_later(
    r"(?<=d)p[Nn](?=x)|(?<=S)p[Nn](?=$|[,dx])|(?<=[d,])p[Nn](?=[,px]S)|^p[Nn](?=[,px]S)|(?<=v)p[Nn](?=$|[,:dx])"
)
_EITHER_OF = compile_later(r"[CNA]&[CNA]")
#: a part of the day that hours beside it say better: "rett etter lunsj, altså 12:00", "first thing Monday, 8:00"
_SAID_TWICE = compile_later(r"v(?=[,pd]{0,4}c)|(?<=c)v|(?<=c[,p])v|(?<=c[,p]x)v")
_ROUGHLY = compile_later(r".*(?:lunsj|lunch|first thing|midt på)")
_JUST = ("rett", "like", "straks", "just", "right", "straight")
_FROM_HALF_SAID = compile_later(r"pN(?=p?-(?:$|,))")
_END_WORDS = compile_later(
    r"(?:\bsenest|\bseinast|\bno later than|\bstop|\bgir oss|\bgjev oss|slutt(?:er|ar)?|ferdige?|done|over"
    r"|finish(?:ed|es|ing)?|til|ends?"
    r"|ending|until)\W{0,3}(?:(?:senest|seinast|innen|innan|by|at|ca\.?)\s?)?(?:kl\.?)?\W{0,3}$"
)
_ENDING = list_words("ferdig senest seinast slutt slutter sluttar ends ending og and finishing finished")
#: all day, which hours say better
_WHOLE_DAY = compile_later(r"(?:heile?|hele|hel|all|full|the whole) ?(?:dagen|dag|day)")
_LASTING_WORDS = list_words(
    "varighet varigheit vare vara varer varar lengde lengd duration lasting lasts for i om à blir vert"
    " tar tek ca ca. takes maks max maksimalt bare berre only just about around roughly approx approx."
    " cirka omtrent rundt"
)
#: words behind how long it lasts
_AT_MOST = ("max", "maks", "tops", "totalt", "total")
#: what figures count or measure instead
_UNITS = compile_later(
    r"(?:person|deltak|plass|mill|prosent|people|seat|etasje|grad|degree|tonn)|(?:mw|kr|bar|kw|gw|m3)\b|%"
)
_BOUNDS = list_words("etter før innen innan after before")
_EVENING = compile_later(r"kveld|evening|ettm|ettermiddag|afternoon|tonight")


@dataclass(frozen=True, slots=True)
class _Phrase:
    first: int
    last: int
    clocks: tuple[FoundClock, ...]


def find_line_times(line: TypedLine) -> LineTimes:
    """Take every time of day of the line."""
    part = _find_part_of_day(line)
    ahead = _take_interval_from_now(line)
    either = _EITHER_OF.search(line.pattern)
    if either is not None and "C" in either.group():
        ask = Ask("time", "several", line.slice_text(*either.span()))
        line.take_tokens(*either.span())
        return LineTimes(lasts=_take_duration(line), part=part, asks=(ask,))
    phrases = _take_phrases(line, _EXPLICIT) or _take_phrases(line, _FROM_HALF_SAID)
    phrases = phrases or _take_bare_ranges(line) or _take_phrases(line, _BARE_CLOCKS, most=1)
    phrases = phrases or _take_phrases(line, _FROM_HOUR, most=1)
    if phrases:
        _take_whole_day(line)
        _take_said_twice(line)
    if bound := _take_bound(line, phrases):
        return LineTimes(lasts=_take_duration(line), part=part, asks=(bound,))
    half_said = _take_half_said_end(line, phrases)
    lasts = _take_duration(line)
    start, end, asks = _join_phrases(line, phrases)
    if start is not None and end is None and lasts is None:
        end = take_end_apart(line)
    if not asks and half_said and end is None and lasts is None:
        asks = (half_said,)
    if not phrases and ahead is None:
        asks = (_ask_for_time(line),)
    return LineTimes(start, end, lasts, ahead, part, asks)


def _take_whole_day(line: TypedLine) -> None:
    for n, kind in enumerate(line.kinds):
        if kind == "v" and _WHOLE_DAY.fullmatch(line.slice_lowered(n, n + 1)):
            line.take_tokens(n, n + 1, "c")


def _take_said_twice(line: TypedLine) -> None:
    for match in _SAID_TWICE.finditer(line.pattern):
        if _ROUGHLY.match(line.slice_lowered(*match.span())):
            n = match.start()
            line.take_tokens(n - int(n > 0 and line.slice_lowered(n - 1, n) in _JUST), n + 1, "c")


def _take_phrases(line: TypedLine, pattern: re.Pattern[str], most: int = 9) -> list[_Phrase]:
    found: list[_Phrase] = []
    for match in pattern.finditer(line.pattern):
        first, last = match.span()
        clocks = tuple(build_clock(line, n) for n in range(first, last) if line.tokens[n].kind in "CNAYnO")
        if len(found) < most and _are_hours(line, first, last, clocks) and not _is_followed_by_unit(line, last):
            found.append(_Phrase(first, last, clocks))
            line.take_tokens(first, last, "c")
    return found


def _take_bare_ranges(line: TypedLine) -> list[_Phrase]:
    """Take "10-12": of several the one behind a day; else all, so that they are asked about."""
    kinds = list(line.kinds)
    found = _take_phrases(line, _BARE_RANGES)
    behind = [one for one in found if kinds[max(0, one.first - 1)] == "d"]
    either = any(kinds[one.last : one.last + 1] == ["&"] for one in found)
    if len(found) < 2 or len(behind) != 1 or either:
        return found
    for one in found:
        if one is not behind[0]:
            line.kinds[one.first : one.last] = kinds[one.first : one.last]
    return behind


def _are_hours(line: TypedLine, first: int, last: int, clocks: tuple[FoundClock, ...]) -> bool:
    """Return False for bare figures that no clock shows."""
    return "C" in line.pattern[first:last] or all(clock.said.hour <= 24 and clock.said.minute <= 59 for clock in clocks)


def _is_followed_by_unit(line: TypedLine, last: int) -> bool:
    """Return True for figures of something else: "2-4 personer"."""
    word = line.slice_lowered(last, last + 1) if last < len(line.tokens) else ""
    return _UNITS.match(word) is not None


def _take_bound(line: TypedLine, phrases: list[_Phrase]) -> Ask | None:
    """Take the word before the only time of day that makes it a bound: "etter kl 14"."""
    n = phrases[0].first - 1 if len(phrases) == 1 else -1
    if n < 0 or line.slice_lowered(n, n + 1) not in _BOUNDS:
        return None
    line.take_tokens(n, n + 1, "c")
    return Ask("time", "vague", line.slice_text(n, phrases[0].last))


def _take_half_said_end(line: TypedLine, phrases: list[_Phrase]) -> Ask | None:
    """Take "from 10 to" with nothing after it."""
    for phrase in phrases:
        n = phrase.last
        after = line.pattern[n + 1 : n + 2]
        if line.pattern[n : n + 1] == "-" and after in ("", ",") and not _stands_alone(line, n):
            said = line.slice_text(phrase.first, n + 1)
            line.take_tokens(n, n + 1)
            return Ask("end", "half_said", said)
    return None


def _stands_alone(line: TypedLine, n: int) -> bool:
    """Return True for a dash between blanks, which separates."""
    token = line.tokens[n]
    return line.lowered[token.start] == "-" and line.lowered[token.start - 1 : token.start].isspace()


def _take_duration(line: TypedLine) -> timedelta | None:
    found = [n for n, kind in enumerate(line.kinds) if kind == "S"]
    if len(found) != 1:
        return None
    first = found[0]
    while first and (line.kinds[first - 1] in "p:" or line.slice_lowered(first - 1, first) in _LASTING_WORDS):
        first -= 1
    if first and first < found[0] and line.kinds[first - 1] == "&":
        first -= 1  # "og vare i to timer"
    last = found[0] + 1
    last += int(last < len(line.tokens) and line.slice_lowered(last, last + 1) in _AT_MOST)
    line.take_tokens(first, last)
    value = line.tokens[found[0]].value
    return value if isinstance(value, timedelta) and timedelta() < value else None


def _take_interval_from_now(line: TypedLine) -> timedelta | None:
    n = line.pattern.find("H")
    if n < 0:
        return None
    line.take_tokens(n, n + 1)
    value = line.tokens[n].value
    return value if isinstance(value, timedelta) else None


def _find_part_of_day(line: TypedLine) -> str:
    """Take the words for the part of the day; return "am", "pm" or ""."""
    found = ""
    for n, kind in enumerate(line.kinds):
        if kind == "Q":
            found = found or ("pm" if _EVENING.search(line.slice_lowered(n, n + 1)) else "am")
            line.take_tokens(n, n + 1)
    return found


def _ask_for_time(line: TypedLine) -> Ask:
    for n, kind in enumerate(line.kinds):
        if kind == "v":
            line.take_tokens(n, n + 1)
            return Ask("time", "vague", line.slice_text(n, n + 1))
    return Ask("time")


def _slice_between(line: TypedLine, first: int, last: int) -> str:
    """Return the words between two times of day, without the day before the second: "ends 18/12/2026 11:30"."""
    while last > first and line.kinds[last - 1] == "d":
        last -= 1
    return line.slice_lowered(first, last)


def _join_phrases(
    line: TypedLine, phrases: list[_Phrase]
) -> tuple[FoundClock | None, FoundClock | None, tuple[Ask, ...]]:
    """Return start and end: of one phrase, or of two of which the second ends the first."""
    if not phrases:
        return None, None, ()
    clocks = [clock for phrase in phrases for clock in phrase.clocks]
    if len(phrases) == 1:
        return clocks[0], clocks[1] if len(clocks) > 1 else None, ()
    if len(phrases) == 2 and len(clocks) == 2:
        first, second = phrases
        between = _slice_between(line, first.last, second.first)
        joined = "-" in line.pattern[first.last : second.first]
        if clocks[0] == clocks[1] and not joined:
            return clocks[0], None, ()
        if joined or _END_WORDS.search(between):
            led = ENDING_CLAUSE.search(line.lowered, 0, line.tokens[second.first].start)
            if led is not None and (begun := line.find_token_at(led.start())) >= first.last:
                line.take_tokens(begun, second.first)
            for n in range(first.last, second.first):
                ends = line.kinds[n] == "-" or line.slice_lowered(n, n + 1) in _ENDING
                line.take_tokens(n, n + 1, "_" if ends else line.kinds[n])
            return clocks[0], clocks[1], ()
    return None, None, (Ask("time", "several", line.slice_text(phrases[0].first, phrases[-1].last)),)
