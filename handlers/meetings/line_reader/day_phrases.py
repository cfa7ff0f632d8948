"""Find the days that a line names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.dates import date_words
from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.day_builders import (
    Build,
    build_calendar_day,
    build_day_weeks_on,
    build_days_in_figures,
    build_days_of_month,
    build_in_figures,
    build_month,
    build_nth_weekday,
    build_relative_day,
    build_week,
    build_weekday,
    get_mention,
)
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.word_patterns import Token

#: what may follow "the 11th", which other ordinals have nouns behind
_BEHIND_DAY = list_words("about om for with med re to til")
#: what has numbers: "sal 2.", "pumpestasjon 2."
_NUMBERED = compile_later(
    r"\A(?:sal|rom|rommet|room|hall|nr|no|bygg|building|fase|phase|trinn|stage|del|part|punkt|plass|gate|unit|linje|line"
    r"|lager|warehouse|ovn|kai|quay|\w*(?:stasjon|station|tank|silo))$"
)
#: "on Tuesday,": what may stand between a weekday and its date
_W = "(?:W,?p{0,2})?"
#: (pattern over kinds of tokens, what it says), in this order
_DAYS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (compile_later(pattern), build)
    for pattern, build in (
        (r"[TO]WpMY?", build_nth_weekday),
        (r"RV|VR", build_day_weeks_on),
        (
            (
                rf"(?:W-W,?p{{0,2}})?{_W}[NO]p?[-&]{_W}[NO]p?MY?"
                rf"|(?<![NO])(?<![NO]p)M[NO][-&][NO],?Y?"
            ),
            build_days_of_month,
        ),
        (r"Op?&p?O(?!p?M)", build_days_of_month),
        (rf"(?:F(?=W))?{_W}[NO]p?M(?:,?Y)?|(?:F(?=W))?{_W}M[NO](?:,?Y)?(?!M)", build_calendar_day),
        (rf"{_W}[NO]-D", build_days_in_figures),
        (rf"{_W}DY?", build_in_figures),
        (r"Wp?FU|FUp?W|Wp?X|Xp?W|Wp?V|ZW|FW|WU", build_weekday),
        (r"R,?W|W,?R|V,?p?W|W,?p?V|R|V", build_relative_day),
    )
)
_NAMED_DAYS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (compile_later(pattern), build)
    for pattern, build in (
        (r"W[O]|WN(?=p?C)|O(?=p?[C,]|$)|(?<=p)O(?=[xp])", build_calendar_day),
        (r"W", build_weekday),
    )
)
_VAGUE_DAYS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (compile_later(pattern), build) for pattern, build in ((r"FU|X", build_week), (r"MY?", build_month))
)
#: the part of a day beside it, or in a sentence of its own: "Fredag. Formiddagen en gang."
_PARTS = compile_later(r"(?<=[d_])q|q(?=d)|(?<=,)q(?=[p_]*(?:$|,))")
_SOME_DAY = compile_later(r"(?:en|ein) |some")
_DOTTED = compile_later(rf"{_W}A(?![-A])Y?|W,?p{{0,2}}A(?=-p?C)")


def find_line_days(line: TypedLine) -> list[FoundDay]:
    """Take every day of the line, in the order of the line."""
    _leave_numbers(line)
    found = _take_day_patterns(line, _DAYS)
    if not found:
        found += _take_dotted_day(line)
    found += _take_day_patterns(line, _NAMED_DAYS)
    if not found:
        found += _take_day_patterns(line, _VAGUE_DAYS, vague=True)
    _take_parts_of_days(line)
    for n, kind in enumerate(line.kinds):
        if found and kind == "p" and _SOME_DAY.match(line.slice_lowered(n, n + 1)):
            line.take_tokens(n, n + 1)
    _take_misspelt_weekdays(line)
    return sorted(found, key=lambda day: day.first)


def _leave_numbers(line: TypedLine) -> None:
    """Leave "2/27" to the title where another day is named: no month has that number."""
    figures = [n for n, kind in enumerate(line.kinds) if kind == "D" and not may_be_date(line.tokens[n])]
    if figures and (len(figures) < line.kinds.count("D") or not set("MWRXVF").isdisjoint(line.kinds)):
        for n in figures:
            line.kinds[n] = "x"


def may_be_date(token: Token) -> bool:
    """Return False for figures such as "2/27", which number a meeting of a year."""
    said = get_mention(token)
    return said.year is not None or (1 <= (said.month or 0) <= 12 and 1 <= (said.day or 0) <= 31)


def _take_day_patterns(
    line: TypedLine, patterns: Sequence[tuple[re.Pattern[str], Build]], *, vague: bool = False
) -> list[FoundDay]:
    found = []
    for pattern, build in patterns:
        for match in pattern.finditer(line.pattern):
            first, last = match.span()
            if not _is_day_here(line, first, last, vague=vague):
                continue
            first = _extend_over_relations(line, first)
            mentions = build([line.tokens[n] for n in range(*match.span())])
            counted = "V" in line.pattern[first:last]
            found += [FoundDay(first, last, mention, vague, counted) for mention in mentions]
            line.take_tokens(first, last, "d")
    return found


def _take_dotted_day(line: TypedLine) -> list[FoundDay]:
    """Take figures such as "17.03", if no other day is named and they are no time."""
    match = _DOTTED.search(line.pattern)
    if match is None:
        return []
    first = _extend_over_relations(line, match.start())
    mention = build_in_figures([line.tokens[n] for n in range(*match.span())])[0]
    line.take_tokens(first, match.end(), "d")
    return [FoundDay(first, match.end(), mention)]


def _is_day_here(line: TypedLine, first: int, last: int, *, vague: bool) -> bool:
    """Return False for what only looks like a day: "sal 2.", "1. etasje", and a month that nothing leads to."""
    kinds = line.pattern
    before = line.slice_lowered(first - 1, first).rstrip(".:") if first else ""
    numbered = kinds[first:last] in ("O", "M", "MY") or re.match("[NO]p?[-&]", kinds[first:last])
    if numbered and _NUMBERED.match(before):
        return False
    after = line.slice_lowered(last, last + 1) if last < len(kinds) else ""
    if kinds[first:last] == "O" and kinds[last : last + 1] == "x" and after not in _BEHIND_DAY:
        return False
    if vague and kinds[first] == "M":
        return before in ("i", "in", "fra", "frå", "from", "en dag i", "ein dag i")
    return True


def _extend_over_relations(line: TypedLine, first: int) -> int:
    """Return where the words of relation before a day begin: "på", "den", "fra"."""
    while first and line.kinds[first - 1] == "p":
        first -= 1
    return first


def _take_parts_of_days(line: TypedLine) -> None:
    """Take the words for a part of the day that stand beside a day."""
    for match in _PARTS.finditer(line.pattern):
        line.take_tokens(*match.span(), "Q")


def _take_misspelt_weekdays(line: TypedLine) -> None:
    """Take "tordag" before a date, though it may be two weekdays."""
    for n, kind in enumerate(line.kinds[:-1]):
        if kind == "x" and line.kinds[n + 1] == "d" and date_words.resembles_weekday(line.slice_lowered(n, n + 1)):
            line.take_tokens(n, n + 1)


def find_anchored_day(line: TypedLine, at: int) -> FoundDay | None:
    """Return the day that begins with that token, without taking it."""
    for pattern, build in (*_DAYS, *_NAMED_DAYS):
        match = pattern.match(line.pattern, at)
        if match is not None:
            return FoundDay(*match.span(), build([line.tokens[n] for n in range(*match.span())])[-1])
    match = _DOTTED.match(line.pattern, at)
    return (
        FoundDay(*match.span(), build_in_figures([line.tokens[n] for n in range(*match.span())])[0]) if match else None
    )


def find_anchored_week(line: TypedLine, at: int) -> FoundDay:
    """Return the Monday of the week that begins with that token, without taking it."""
    last = at + (2 if line.kinds[at] == "F" else 1)
    return FoundDay(at, last, replace(build_week(line.tokens[at:last])[0], weekday=0))
