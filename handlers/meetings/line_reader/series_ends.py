"""Find until when a series is held, and on which weekdays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from handlers.dates import workdays
from handlers.dates.recurrence import RecurrenceRule
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.day_phrases import find_anchored_day, find_line_days
from handlers.meetings.line_reader.days import resolve_line_day
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask

_UNTIL = compile_later(
    r"(?:(?:resten av|the rest of|til og med|t\.?o\.?m\.?|fram til|frem til|til|until|till|through|thru|ut|to"
    r"|(?:the )?last one(?: on| is)?|(?:og )?siste (?:gang(?:en)?|gong|møtet?)|(?:og )?sist(?: gong)?"
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
#: the day right behind how often: "hver 14. dag på torsdag kl 11"
_ON_WEEKDAY, _ON = compile_later(r"(?<=_)pW(?=C)"), ("på", "on", "om")
_WHOLE = compile_later(r"(?:ut|resten av|the rest of|til og med|t\.?o\.?m\.?|through|thru)\s")


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
    if rule.freq not in ("DAILY", "WEEKLY") or rule.weekdays:
        return rule
    match = _WEEKDAYS.search(line.pattern)
    if match is None and (match := _ON_WEEKDAY.search(line.pattern)):
        match = match if line.slice_lowered(match.start(), match.start() + 1) in _ON else None
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
