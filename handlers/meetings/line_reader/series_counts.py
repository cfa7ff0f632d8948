"""Find how many times a series is held: "fire ganger", "six Mondays in a row", "for 8 weeks"."""

from __future__ import annotations

import re

from handlers.dates import date_words
from handlers.dates.date_words import list_words
from handlers.dates.recurrence import RecurrenceRule
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.place_words import ABOUT

_COUNT = compile_later(
    r"(?:\b(?:i alt|totalt|in all|til sammen|til saman)\s+)?\b(\d{1,4}(?=x\b)|(?:\d{1,4}|[a-zæøå]+)(?=\s))\s*"
    r"(?:gange?r?|gong(?:er|ar)?|x|times|møter|møte(?=\s*(?:[,.;!]|$|(?:om|for)\b))|meetings|sessions|økter|samlinger|samlingar|(?:stk\.?|korte|faste|short)"
    r"(?= (?:\w*møt|\w*meeting|\w*samling|sessions|calls|økter|kurs\w*))|(?=in all|in total"
    r"|i alt|til sammen|til saman|altogether))\b(?:\s*(?:i alt"
    r"|totalt|in all|in total|til sammen|til saman|altogether)\b)?"
)
#: "tre kvelder,", of which a comma says that they are counted and not what is held
_OF_EVENINGS = compile_later(
    r"\b(\d{1,2}|[a-zæøå]{2,9}) (?:kveld(?:er|ar)|ettermiddag(?:er|ar)|formiddag(?:er|ar)|morg[eo]n(?:er|ar)|mornar"
    r"|evenings|afternoons|mornings)(?: (?:på rad|in a row))?(?=\s*(?:[,.;!]|$))"
)
#: "fire tirsdager", "6 Wednesdays"
_OF_DAYS = compile_later(
    r"\b(\d{1,2}|[a-zæøå]{2,9}) (?=(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn)dag(?:er|ar|ene|ane)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b)"
)
#: "3 ukentlige statusmøter": behind the words for how often
_OF_MEETINGS = compile_later(
    r"\b(\d{1,2}|[a-zæøå]{2,9}) (?=(?:(?:ukentlige|vekentlege|daglige|daglege|månedlige|månadlege|faste|weekly|daily"
    r"|monthly|fortnightly|regular) (?:[\w-]+ )?)?"
    r"[\w-]*(?:møter|meetings|samlinger|samlingar|økter|sessions|calls|kurskvelder|kurskveldar|stand-?ups)\b)"
)
_IN_A_ROW = compile_later(r"\w+ (?:på rad|i strekk|etter hverandre|etter kvarandre|in a row|running)\b")
#: "for 8 weeks" of what is held each week
_FOR_WEEKS = compile_later(
    r"(?<!\bom )(?<!\bin )\b(?:for |i |over )?(?:(?:the|de|dei) (?:next|neste|første|fyrste|first) )?"
    r"(?P<n>\d{1,2}|(?!om\b|in\b|for\b)[a-zæøå]{2,6}) (?:weeks|uker|veker)\b"
    r"(?: (?:framover|fremover|på rad|in a row|ahead))?"
)
_SOME = list_words("noen nokre nokon flere fleire et par eit some several few many mange par")
#: a number that is still open: "? ganger", "X gonger"
_OPEN_COUNT = compile_later(
    r"(?:\?{1,3}|\b[xn]|\b(?:ukjent antall|ukjend tal på))\s{0,3}(?:gange?r|gong(?:er|ar)|times)\b"
)
_WEEKS = compile_later(
    r"\b(?:noen|nokre|et par|eit par|\d{1,2}|some|a few|a couple of|several) (?:uker|veker|weeks|måneder"
    r"|månader|months)"
    r" (?:framover|fremover|framigjennom|på rad|ahead|in a row)\b"
    r"|\b(?:for|i|over) (?:de |dei |the )?(?:neste|next|coming|kommende|komande) (?:\w+ )?(?:uker|ukene|veker"
    r"|vekene|weeks"
    r"|måneder|månedene|månader|months)\b"
)


def take_series_count(line: TypedLine) -> tuple[int | None, tuple[Ask, ...], str]:
    for match in _COUNT.finditer(line.lowered):
        first = line.find_token_at(match.start())
        if first >= len(line.tokens) or line.kinds[first] == "_" or line.tokens[first].start != match.start():
            continue
        n = date_words.parse_number_word(match[1])
        if first and line.slice_lowered(first - 1, first) in ABOUT:
            continue  # "møte om to faste møter"
        if n is not None and n > ("møte" in match[0]):
            said = take_match(line, match)
            return n, (), said
        if match[1] in _SOME:
            said = take_match(line, match)
            return None, (Ask("count", "vague", said),), said
    if (open_count := _OPEN_COUNT.search(line.lowered)) is not None:
        said = take_match(line, open_count)
        return None, (Ask("count", "vague", said),), said
    if (taken := _take_counted_days(line)) is not None:
        return taken[0], (), taken[1]
    if (weeks := _WEEKS.search(line.lowered)) is not None:
        said = take_match(line, weeks)
        return None, (Ask("count", "vague", said),), said
    return None, (), ""


def has_series_count(line: TypedLine) -> bool:
    """Return True for a line that says how many times: "daily stand-up, five times"."""
    numbers = (date_words.parse_number_word(match[1]) for match in _COUNT.finditer(line.lowered))
    return any(number is not None and number > 1 for number in numbers)


def _take_counted_days(line: TypedLine) -> tuple[int, str] | None:
    """Take the number of "fire tirsdager", "tre kvelder," or "3 ukentlige møter"; return it with its words."""
    for pattern in (_OF_EVENINGS, _OF_DAYS, _OF_MEETINGS):
        for match in pattern.finditer(line.lowered):
            first = line.find_token_at(match.start())
            n = date_words.parse_number_word(match[1])
            about = line.slice_lowered(first - 1, first) in ABOUT if first else False
            if n is None or n < 2 or line.kinds[first] == "_" or about:
                continue
            line.take_tokens(first, line.find_token_at(match.end()))
            if (row := _IN_A_ROW.match(line.lowered, match.end())) is not None:
                line.take_tokens(line.find_token_at(match.end()) + 1, line.find_token_at(row.end()))
            return n, match.group().strip()
    return None


def take_series_weeks(line: TypedLine, rule: RecurrenceRule) -> tuple[int | None, str]:
    """Take "for 8 weeks" of what is held weekly; return how many times that is."""
    if rule.freq != "WEEKLY":
        return None, ""
    for match in _FOR_WEEKS.finditer(line.lowered):
        weeks = date_words.parse_number_word(match["n"])
        if weeks is not None and weeks > 1 and "_" not in line.kinds[slice(*find_span(line, match))]:
            return -(-weeks // rule.interval) * max(1, len(rule.weekdays)), take_match(line, match)
    return None, ""


def find_span(line: TypedLine, match: re.Match[str]) -> tuple[int, int]:
    return line.find_token_at(match.start()), line.find_token_at(match.end())


def take_match(line: TypedLine, match: re.Match[str]) -> str:
    first, last = line.find_token_at(match.start()), line.find_token_at(match.end())
    if first and match[0].split()[0] in _SOME and line.slice_lowered(first - 1, first) in ("et", "eit", "a"):
        first -= 1
    line.take_tokens(first, last)
    return line.text[match.start() : match.end()]
