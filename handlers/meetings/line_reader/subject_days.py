"""Leave to the subject the days that are not the meeting's: "Monday Club", "avtalen som går ut 31. januar"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.line_tokens import TypedLine

#: "the Monday Club", "Sunday morning swim": a weekday that a noun follows, and nothing leads to
_NAMING = compile_later(r"(?:(?<=[x,:b_])|(?<=[x,:b_]p)|^p?)Wq?(?=x)")
_WEEKDAY = compile_later(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:['’]?s)?")
#: words behind a weekday that is the meeting's
_NO_NOUNS = list_words(
    "works work suits suit is at would will could can should or and if when we i you they he she it in with"
    " for about to until till instead please after before around then there maybe perhaps also too only does"
    " do was has have as re on off half noon lunchtime sharp latest onwards first we'll i'll we're let let's"
    " who what where how because since so but not next kl er passer om med i på ved hos for til med og eller"
    " møte møtes meeting meet good fine ok"
)
#: other days of a line
_DAY = compile_later(r"W|R|D|[NO]p?M|M[NO]")
_CLOCK_BEHIND, _CLOCK_BEFORE = compile_later(r",?p{0,2}[CA]|,?p{0,2}N-[NC]"), compile_later(r"[CA],?p{0,2}$")
#: words that begin what tells of a day: why, or until when
_TELLING = list_words(
    "som that which who whom før innan innen siden sidan fordi because since before until etter after når when"
    " hvorfor kvifor why natt"
)
#: "siden vi får ny leietaker i mars"
_OF = ("for", "av", "of")
#: words that begin a reason, at the beginning of a line too: "fordi revisor kommer i februar, ..."
_CAUSAL = list_words("fordi siden sidan ettersom because since as")
#: "avvikene fra november, fredag kl 14"
_FROM = ("frå", "fra", "from")
_BARE_MONTH, _IN = compile_later(r"(?<=x)[px]M(?!N|Y)"), ("i", "in", "frå", "fra", "from")
#: "eller tirsdag", "onsdag den 9."
_NEXT_DAY = compile_later(r"&|p*d")
_ENDS = frozenset(",b:cd_")


def leave_named_weekdays(line: TypedLine) -> None:
    """Make a word of each weekday that names something, where another day is named: "Friday drinks on Thursday"."""
    for match in _NAMING.finditer(line.pattern):
        first, last = match.start() + match.group().index("W"), match.end()
        if line.kinds[first - 1 : first] == ["p"] and line.slice_lowered(first - 1, first) != "the":
            continue
        if (
            not _WEEKDAY.fullmatch(line.slice_lowered(first, first + 1))
            or line.slice_lowered(last, last + 1) in _NO_NOUNS
        ):
            continue
        others = f"{line.pattern[:first]}x{line.pattern[last:]}"
        if _DAY.search(others):
            line.leave_to_subject(first, last)


def leave_told_days(line: TypedLine, found: Sequence[FoundDay]) -> Sequence[FoundDay]:
    """Return the days without those that only something of the subject has, where another stands beside a time of day.

    In brackets they go with what is told there: "befaring (sist var 25.11.), fredag kl 9".
    """
    timed = [day.first for day in found if stands_beside_clock(line, day)]
    if not timed:
        return found
    kept = []
    for day in found:
        bracket = None if day.first in timed else _find_bracket(line, day)
        if bracket is not None:
            line.take_tokens(*bracket)
        elif day.first in timed or not _is_told(line, day):
            kept.append(day)
        elif day.first > timed[0]:
            line.take_tokens(day.first, day.last)  # why, behind it all
        else:
            line.leave_to_subject(day.first, day.last)
    for match in _BARE_MONTH.finditer(line.pattern):
        lead = line.slice_lowered(match.start(), match.start() + 1)
        before = match.end() <= timed[0] and line.kinds[match.end()] == "," and lead in _FROM
        if before or lead in _OF or (lead in _IN and _is_told_before(line, match.start())):
            line.leave_to_subject(*match.span())
    return kept


def stands_beside_clock(line: TypedLine, day: FoundDay) -> bool:
    """Return True for a day right before or behind a time of day."""
    before, after = line.pattern[: day.first], line.pattern[day.last :]
    return _CLOCK_BEHIND.match(after) is not None or _CLOCK_BEFORE.search(before) is not None


def _find_bracket(line: TypedLine, day: FoundDay) -> tuple[int, int] | None:
    """Return the tokens of the brackets around a day and other words."""
    opened = line.pattern.rfind("b", 0, day.first)
    closed = line.pattern.find("b", day.last)
    inside = opened >= 0 and closed > 0 and line.pattern[: day.first].count("b") % 2 == 1
    return (opened, closed + 1) if inside and "x" in line.pattern[opened:closed] else None


def _is_told(line: TypedLine, day: FoundDay) -> bool:
    """Return True for a day that ends a clause which tells of something else: "før folk drar 18."."""
    apart = line.kinds[max(0, day.first - 1) : day.first] == ["x"] and not _NEXT_DAY.match(line.pattern, day.last)
    return apart and _is_told_before(line, day.first)


def _is_told_before(line: TypedLine, n: int) -> bool:
    """Return True where a word of telling stands in the clause before the token, and does not begin the line."""
    first = n
    while first and line.kinds[first - 1] not in _ENDS and not _is_lone_dash(line, first - 1):
        first -= 1
    words = line.slice_lowered(first, n).split()
    return (first == 0 and words[0] in _CAUSAL) or not _TELLING.isdisjoint(words[1:] if first == 0 else words)


def _is_lone_dash(line: TypedLine, n: int) -> bool:
    return line.kinds[n] == "-" and line.stands_alone(n)
