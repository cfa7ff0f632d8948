"""Take what is neither title, place nor time: zones, sign-up, what to bring, reasons and other talk.

A clause that names a deadline is taken with its days, which are not days of the meeting. Of other talk only the words
are taken. Words that lead to a place ("oppmøte ved", "we meet at") become the label of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handlers.language.late_patterns import compile_later
from handlers.language.order_words import find_wish_end
from handlers.meetings.line_reader import aside_patterns as patterns
from handlers.meetings.line_reader import closing_talk
from handlers.meetings.line_reader.excluded_days import take_excluded_days
from handlers.meetings.line_reader.head_counts import HEADS
from handlers.meetings.line_reader.holding_verbs import HOLDING
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.place_words import AT, ONLINE
from handlers.meetings.line_reader.subject_days import leave_named_weekdays

#: kind of a token that begins a place as "place:" does
PLACE_LEAD = "P"
#: kind of a token that begins the subject as "tema:" does
TOPIC_LEAD = "K"
#: kind of a token that begins the title as "title:" does
TITLE_LEAD = "I"
#: kinds of tokens that say a day outright
_FIGURES = frozenset("NCAODY")
_DAY_NEXT = compile_later(r",p{0,2}(?:W|[NO]p?M|D)")
#: a new sentence that begins with "Så" tells what comes next
_THEREFORE = compile_later(r"(?:så|so|[Dd]erfor|[Dd]ifor|[Tt]herefore|[Hh]ence) ")
_DATES = compile_later(r"[NO]p?M|M[NO]|D|R")


def take_asides(line: TypedLine) -> None:
    """Take zones, deadlines and talk; mark the words that lead to a place, and weekdays that name something."""
    take_excluded_days(line)
    _take_words_apart(line)
    for first, last in list(_list_clauses(line)):
        start = line.tokens[first].start
        end = line.tokens[last - 1].end
        if _begins_place(line, start) or line.kinds[first] in (TOPIC_LEAD, TITLE_LEAD):
            continue
        if (patterns.DEADLINE.match(line.lowered, start, end) and (first or line.kinds[last:])) or (
            first and _is_other_time(line, first, last)
        ):
            _take_free(line, first, last)
        elif first and (wished := _find_wish_of_meeting(line, start)):
            _take_free(line, first, line.find_token_at(wished), "xpn&T")
        elif first and (invited := patterns.INVITING.match(line.lowered, start, end)):
            _take_match(line, start, invited.end())
        elif first and line.kinds[first] != "-" and _is_talk(line, start, end):
            _take_talk(line, first, _find_place_in_talk(line, first, last))
    for pattern in (patterns.LEAD, closing_talk.STANDING_THERE):
        for match in pattern.finditer(line.lowered):
            _take_match(line, match.start(), match.end(), PLACE_LEAD)
    leave_named_weekdays(line)


def _begins_place(line: TypedLine, start: int) -> bool:
    leads = (patterns.LEAD, closing_talk.STANDING_THERE)
    return any(pattern.match(line.lowered, start) for pattern in leads)


def _is_talk(line: TypedLine, start: int, end: int) -> bool:
    found = patterns.TALK.match(line.lowered, start, end) or closing_talk.CLOSING_TALK.match(line.lowered, start, end)
    return found is not None


def _take_talk(line: TypedLine, first: int, last: int) -> None:
    online = [n for n in range(first, last) if line.slice_lowered(n, n + 1) in ONLINE]
    _take_free(line, first, last, "xpn-&:TF", kept=online)


def _find_place_in_talk(line: TypedLine, first: int, last: int) -> int:
    """Return the token where talk leads to a place: "we are 22 | and meet at the gate", "tenkte kl 9 | i hallen"."""
    lead = patterns.LEAD.search(line.lowered, line.tokens[first].end, line.tokens[last - 1].end)
    if lead is not None:
        return max(first, line.find_token_at(lead.start()))
    timed = max((n for n in range(first, last) if line.kinds[n] in "CDW"), default=last)
    if timed + 2 < last and "C" not in line.kinds[:first] and line.slice_lowered(timed + 1, timed + 2) in AT:
        return timed + 1
    return last


def _take_words_apart(line: TypedLine) -> None:
    """Take what is known by its words alone, wherever it stands, and mark what leads to subject and title."""
    if (signed := patterns.SIGNATURE.search(line.text)) is not None:
        _take_match(line, signed.start(), signed.end())
    if (coming := patterns.COMING.search(line.text)) is not None:
        _take_free(line, line.find_token_at(coming.start()), line.find_token_at(coming.end()), "x,&")
    for match in closing_talk.LED_BY.finditer(line.text):
        _take_match(line, match.start(), match.end())
    loose = (patterns.TRAILING, HOLDING, closing_talk.CLOSING_WORDS, closing_talk.TO_BE_DONE, closing_talk.STARTING_NOW)
    for pattern in (patterns.ZONES, HEADS, *loose):
        for match in pattern.finditer(line.lowered):
            if pattern not in loose or line.find_token_at(match.start()) > 0:
                _take_match(line, match.start(), match.end())
    for match in patterns.TOPIC.finditer(line.lowered):
        _take_match(line, match.start(), match.end(), TOPIC_LEAD)
    for match in patterns.TITLED.finditer(line.lowered):
        _take_match(line, match.start(), match.end(), TITLE_LEAD)
    dated = _DATES.search(line.pattern) is not None
    for match in patterns.NEXT_YEAR.finditer(line.lowered):
        if dated and _stands_beside_date(line, line.find_token_at(match.start()), line.find_token_at(match.end())):
            _take_match(line, match.start(), match.end())
    for match in patterns.NEARLY.finditer(line.lowered):
        if not dated and patterns.EXCEPTED.search(line.lowered, 0, match.start()) is None:
            _take_match(line, match.start(), match.end(), "d")
        elif dated and _DAY_NEXT.match(line.pattern, line.find_token_at(match.end())):
            _take_match(line, match.start(), match.end())  # "etter påske, tirsdag 6. april"
    for match in patterns.URGENT.finditer(line.lowered) if dated else ():
        _take_match(line, match.start(), match.end())


def _stands_beside_date(line: TypedLine, first: int, last: int) -> bool:
    """Return True for "18. februar neste år" and "fagdag neste år, 18. februar", but not for "planar for neste år"."""
    before, after = line.pattern[max(0, first - 2) : first], line.pattern[last : last + 3]
    return (
        not is_led(line, line.tokens[first].start)
        and (re.search(r"[MD][,p]?$", before) or re.match(r"[,p]{0,2}[NOMDW]", after)) is not None
    )


def is_led(line: TypedLine, place: int) -> bool:
    """Return True for words behind one that makes them part of a subject: "planar for neste år"."""
    first = line.find_token_at(place)
    led = line.slice_lowered(first - 1, first) if first else ""
    return led in ("for", "om", "i", "til", "about", "av", "of", "in")


def _is_other_time(line: TypedLine, first: int, last: int) -> bool:
    """Return True for a time behind the meeting's of something else: "(drinks from 16)", "skipet går 0800"."""
    if "C" not in line.kinds[first:last] or "C" not in line.kinds[:first] or line.kinds[first] != "x":
        return False
    return line.kinds[first - 1] == "b" or patterns.ELSE.match(line.lowered, line.tokens[first].start) is not None


def _find_wish_of_meeting(line: TypedLine, start: int) -> int:
    """Return where "vi skal ha" or "så vi må ha" ends before what the meeting is; 0 where there is none."""
    therefore = _THEREFORE.match(line.text, start)
    begun = therefore.end() if therefore else start
    end = find_wish_end(line.lowered, begun)
    return end if end > begun and patterns.PRONOUN.match(line.lowered, end) is None else 0


def _list_clauses(line: TypedLine) -> Iterator[tuple[int, int]]:
    """Yield the spans between commas, brackets and dashes that stand alone."""
    first = 0
    for n, kind in enumerate([*line.kinds, ","]):
        if kind in ",b" or (kind == "-" and line.stands_alone(n)):
            if n > first:
                yield first, n
            first = n + 1


def _take_free(line: TypedLine, first: int, last: int, kinds: str = "", kept: Sequence[int] = ()) -> None:
    for n in range(first, last):
        if n in kept or line.kinds[n] in "_L" or (kinds and line.kinds[n] not in kinds):
            continue
        if not (kinds and line.kinds[n] in "-&n" and _stands_beside_figure(line, n)):
            line.take_tokens(n, n + 1)


def _stands_beside_figure(line: TypedLine, n: int) -> bool:
    """Return True for what belongs to a time: the dash of "11-14"."""
    return not _FIGURES.isdisjoint(token.kind for token in line.tokens[max(0, n - 1) : n + 2])


def _take_match(line: TypedLine, start: int, end: int, mark: str = "_") -> None:
    first, last = line.find_token_at(start), line.find_token_at(end)
    if "_" not in line.kinds[first:last] and "L" not in line.kinds[first:last]:
        line.take_tokens(first, last, mark)
