"""Find how many times a series is held, until when and on which weekdays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from handlers.dates import date_words, workdays
from handlers.dates.date_words import list_words
from handlers.dates.recurrence import RecurrenceRule
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.day_phrases import find_anchored_day, find_line_days
from handlers.meetings.line_reader.days import resolve_line_day
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask

_COUNT = compile_later(
    r"(?:\b(?:i alt|totalt|in all|til sammen|til saman)\s+)?\b(\d{1,4}(?=x\b)|(?:\d{1,4}|[a-zæøå]+)(?=\s))\s*"
    r"(?:gange?r?|gong(?:er|ar)?|x|times|møter|møte(?=\s*(?:[,.;!]|$|(?:om|for)\b))|meetings|sessions|økter|samlinger|samlingar|(?:stk\.?|korte|faste|short)"
    r"(?= (?:\w*møt|\w*meeting|\w*samling|sessions|calls|økter|kurs\w*))|(?=in all|in total"
    r"|i alt|til sammen|til saman|altogether))\b(?:\s*(?:i alt"
    r"|totalt|in all|in total|til sammen|til saman|altogether)\b)?"
)
#: "fire tirsdager"
_OF_DAYS = compile_later(
    r"\b(\d{1,2}|[a-zæøå]{2,9}) (?=(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)da[gy]\w{2}\b)"
)
_IN_A_ROW = compile_later(r"\w+ (?:på rad|i strekk|etter hverandre|etter kvarandre|in a row|running)\b")
#: "for 8 weeks" of what is held each week
_FOR_WEEKS = compile_later(
    r"(?<!\bom )(?<!\bin )\b(?:for |i |over )?(?:(?:the|de|dei) (?:next|neste|første|fyrste|first) )?"
    r"(?P<n>\d{1,2}|(?!om\b|in\b|for\b)[a-zæøå]{2,6}) (?:weeks|uker|veker)\b"
    r"(?: (?:framover|fremover|på rad|in a row|ahead))?"
)
_SOME = list_words("noen nokre nokon flere fleire et par eit some several few many mange par")
_WEEKS = compile_later(
    r"\b(?:noen|nokre|et par|eit par|\d{1,2}|some|a few|a couple of|several) (?:uker|veker|weeks|måneder"
    r"|månader|months)"
    r" (?:framover|fremover|framigjennom|på rad|ahead|in a row)\b"
    r"|\b(?:for|i|over) (?:de |dei |the )?(?:neste|next|coming|kommende|komande) (?:\w+ )?(?:uker|ukene|veker"
    r"|vekene|weeks"
    r"|måneder|månedene|månader|months)\b"
)
_UNTIL = compile_later(
    r"(?:(?:resten av|the rest of|til og med|t\.?o\.?m\.?|fram til|frem til|til|until|till|through|thru|ut|to"
    r"|(?:ends?|ending|slutter|sluttar|avsluttes)(?: in| on| i| på)?)\s+)"
    r"(?P<end>(?:(?:slutten av|utgangen av|the end of|end of|ut)\s+)?)"
)
#: "året", "året 2027" and "2027"
_YEAR_END = compile_later(r"(?:(?:år(?:et)?|the year)\b(?: (20\d\d)\b)?|(20\d\d)\b(?![.:/-]\d))")
_MONTH_END = compile_later(r"(?:(?:denne |this )?(?:måneden|månaden|the month)|this month)\b(?! (?:of|i|av)\b)")
_EASTER = compile_later(r"(?:påske(?:n|ferien)?|påska|easter)\b")
_CHRISTMAS = compile_later(r"(?:jul(?:a|en|eferien|eferia)?|christmas)\b(?! \d)")
_VAGUE_END = compile_later(
    r"(?:sommeren|sommaren|jul|påske(?:n|ferien)?|påska|ferien|høsten|hausten|summer|christmas|easter|further notice"
    r"|videre|vidare)\b"
)
_WEEKDAYS = compile_later(r"p{0,2}W(?:-p?W|(?:,p?W){0,5},?&p?W)(?!,?p{0,2}[NOD])")
_WHOLE = compile_later(r"(?:ut|resten av|the rest of|til og med|t\.?o\.?m\.?|through|thru)\s")


def take_series_count(line: TypedLine) -> tuple[int | None, tuple[Ask, ...], str]:
    for match in _COUNT.finditer(line.lowered):
        first = line.find_token_at(match.start())
        if first >= len(line.tokens) or line.kinds[first] == "_" or line.tokens[first].start != match.start():
            continue
        n = date_words.parse_number_word(match[1])
        if n is not None and n > ("møte" in match[0]):
            said = take_match(line, match)
            return n, (), said
        if match[1] in _SOME:
            said = take_match(line, match)
            return None, (Ask("count", "vague", said),), said
    for match in _OF_DAYS.finditer(line.lowered):
        first = line.find_token_at(match.start())
        n = date_words.parse_number_word(match[1])
        if n is not None and n > 1 and line.kinds[first] != "_":
            line.take_tokens(first, first + 1)
            if (row := _IN_A_ROW.match(line.lowered, match.end())) is not None:
                line.take_tokens(line.find_token_at(match.end()) + 1, line.find_token_at(row.end()))
            return n, (), line.slice_text(first, first + 1)
    if (weeks := _WEEKS.search(line.lowered)) is not None:
        said = take_match(line, weeks)
        return None, (Ask("count", "vague", said),), said
    return None, (), ""


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


def take_series_end(line: TypedLine, today: date) -> tuple[date | None, tuple[Ask, ...], str]:
    for match in _UNTIL.finditer(line.lowered):
        if match.start() and line.lowered[match.start() - 1].isalnum():
            continue
        first, at = line.find_token_at(match.start()), line.find_token_at(match.end())
        if at >= len(line.tokens) or "_" in line.pattern[first:at]:
            continue
        whole = bool(match["end"]) or _WHOLE.match(match.group()) is not None
        last, until, ask = _read_series_end(line, at, today, whole=whole)
        if last > at:
            said = line.slice_text(first, last)
            line.take_tokens(first, last)
            return until, (Ask("count", ask.reason, said),) if ask else (), said
    return None, (), ""


def _read_series_end(line: TypedLine, at: int, today: date, *, whole: bool) -> tuple[int, date | None, Ask | None]:
    """Return where the end of the series ends in the line, the last day, and what must be asked."""
    place = line.tokens[at].start
    if (year := _YEAR_END.match(line.lowered, place)) is not None and whole:
        return line.find_token_at(year.end()), date(int(year[1] or year[2] or today.year), 12, 31), None
    if (month := _MONTH_END.match(line.lowered, place)) is not None and whole:
        return line.find_token_at(month.end()), _find_month_end(line, today), None
    if (movable := _EASTER.match(line.lowered, place)) is not None and not whole:
        return line.find_token_at(movable.end()), workdays.find_last_day_before_easter(today), None
    if (movable := _CHRISTMAS.match(line.lowered, place)) is not None and not whole:
        return line.find_token_at(movable.end()), workdays.find_last_day_before_christmas(today), None
    if (vague := _VAGUE_END.match(line.lowered, place)) is not None:
        return line.find_token_at(vague.end()), None, Ask("count", "vague")
    day = find_anchored_day(line, at)
    if day is not None:
        found, _, ask = resolve_line_day([day], line, today)
        return day.last, found, ask
    if line.kinds[at] == "M":
        return _read_month_end(line, at, today, whole=whole)
    return at, None, None


def _find_month_end(line: TypedLine, today: date) -> date:
    """Return the last day of the month in which the line names a day, else of this one."""
    days = find_line_days(replace(line, kinds=list(line.kinds)))
    begins = next((found for day in days if (found := resolve_line_day([day], line, today)[0])), today)
    return begins + relativedelta(day=31)


def _read_month_end(line: TypedLine, at: int, today: date, *, whole: bool) -> tuple[int, date | None, Ask | None]:
    month = line.tokens[at].value
    said_year = line.tokens[at + 1].value if line.pattern[at + 1 : at + 2] == "Y" else None
    last = at + (2 if said_year else 1)
    if not whole:  # "til juni" may leave June out
        return last, None, Ask("count", "vague")
    year = said_year if isinstance(said_year, int) else today.year
    end = date(year, month if isinstance(month, int) else 1, 1) + relativedelta(months=1, days=-1)
    return last, end if end >= today or said_year else end + relativedelta(years=1, day=31), None


def add_weekdays(line: TypedLine, rule: RecurrenceRule) -> RecurrenceRule:
    """Take "Mon-Thu" and "tysdag og torsdag" of what is held by days or weeks."""
    match = _WEEKDAYS.search(line.pattern) if rule.freq in ("DAILY", "WEEKLY") and not rule.weekdays else None
    if match is None:
        return rule
    named = [token.value for token in line.tokens[match.start() : match.end()] if token.kind == "W"]
    days = [day for day in named if isinstance(day, int)]
    if "-" in match.group():
        days = [(days[0] + n) % 7 for n in range((days[1] - days[0]) % 7 + 1)]
    line.take_tokens(*match.span())
    return replace(rule, freq="WEEKLY", weekdays=tuple(sorted(set(days))))


def merge_rules(rule: RecurrenceRule, other: RecurrenceRule) -> RecurrenceRule | None:
    """Return the rule that says what both do: "biweekly" and "on Tuesdays"; None if they contradict each other."""
    if other == rule:
        return rule
    if other.freq == "DAILY" and other.interval == 1 and rule.freq == "WEEKLY" and rule.weekdays:
        return rule
    if other.freq != rule.freq or (other.position or other.monthday) or min(rule.interval, other.interval) > 1:
        return None
    weekdays = tuple(sorted({*rule.weekdays, *other.weekdays}))
    return replace(rule, interval=max(rule.interval, other.interval), weekdays=weekdays)
