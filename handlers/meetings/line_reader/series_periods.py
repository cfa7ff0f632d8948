"""Find the months, the week or the year in which a series is held, or with which it begins."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from handlers.dates.recurrence import RecurrenceRule
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.day_phrases import find_anchored_week
from handlers.meetings.line_reader.days import resolve_line_day
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.series_counts import find_span, take_match

#: a month, or two, that no figure makes a date of
_MONTHS = compile_later(r"(?<![NOM-])(?<![NO]p)M(?:[-&]M)?(?![NOYM&-])")
#: a week without a day
_WEEK = compile_later(r"(?<![Wp])(?:X|FU)(?!p?W)|(?<=p)(?:X|FU)(?!p?W)")
_WITHIN = compile_later(r"(?:\b(?:hele|heile|all|all of|whole of|throughout|gjennom|i|in|during|each day of))\s*$")
#: words before a month or a week that make it the first one
_STARTS = compile_later(
    r"\b(?:(?:med )?(?:opp)?start(?:er|ar|ing|s)?|(?:fra|frå)(?: og med)?|from(?: and including)?|f\.?o\.?m\.?"
    r"|begynner|byrjar|begins|beginning|(?:vi |me |det )?(?:tar|tek) til|(?:første|fyrste) (?:gang|gong)"
    r"|first (?:one|time))(?: (?:i|in|fra|frå|from))? $"
)
_WITHIN_WORD = compile_later(r"hele|heile|all|of|the|whole|throughout|gjennom|i|in|during")
#: "gjennom hele 2027"; of "planen for hele 2027" it is the plan
_WHOLE_YEAR = compile_later(
    r"(?<!\bfor )(?<!\bav )(?<!\bof )\b(?:(?:i|in|through|gjennom) )?"
    r"(?:hele|heile|all(?: of)?|the whole of|throughout|gjennom) (?:året |the year )?(20\d\d)\b"
)


def take_series_week(line: TypedLine, rule: RecurrenceRule, today: date) -> tuple[date | None, date | None, str]:
    """Take the week in which each day is meant: "hver dag i uke 4"; return its Monday and its Friday."""
    match = _WEEK.search(line.pattern) if rule.freq == "DAILY" or len(rule.weekdays) > 1 else None
    if match is None:
        return None, None, ""
    day = find_anchored_week(line, match.start())
    monday, _, ask = resolve_line_day([day], line, today)
    if day.mention.weeks == 0:
        monday, ask = today - timedelta(days=today.weekday()), None
    first = match.start()
    while first and _WITHIN_WORD.fullmatch(line.slice_lowered(first - 1, first)):
        first -= 1
    if monday is None or ask is not None:
        return None, None, ""
    starts = first > 0 and (line.kinds[first - 1] == "p" or _find_start(line, first) < first)
    line.take_tokens(first, match.end())
    return (
        monday,
        None if starts else monday + timedelta(days=max(rule.weekdays or (4,))),
        line.slice_text(first, match.end()),
    )


def _find_start(line: TypedLine, first: int) -> int:
    """Return the first token of the words that say that a series begins there; `first` if there are none."""
    found = _STARTS.search(line.lowered, 0, line.tokens[first].start)
    return line.find_token_at(found.start()) if found else first


def take_series_months(line: TypedLine, rule: RecurrenceRule, today: date) -> tuple[date | None, date | None, str]:
    """Take "all of January", "hele 2027", "i mai og juni" and "starts in May"; return the first and the last day."""
    if (whole := _WHOLE_YEAR.search(line.lowered)) and "_" not in line.kinds[slice(*find_span(line, whole))]:
        year = int(whole[1])
        return max(date(year, 1, 1), today), date(year, 12, 31), take_match(line, whole)
    match = _MONTHS.search(line.pattern) if rule.freq != "YEARLY" else None
    if match is None:
        return None, None, ""
    first = begun = _find_start(line, match.start())
    starts = begun < match.start()
    while first and not starts and _WITHIN_WORD.fullmatch(line.slice_lowered(first - 1, first)):
        first -= 1
    ranges = "-" in match.group() and (starts or line.kinds[first - 1 : first] in (["_"], [","]))
    within = rule.freq != "MONTHLY" and _WITHIN.search(line.slice_lowered(max(0, match.start() - 3), match.start()))
    if not (starts or within or ranges):
        return None, None, ""
    named = [line.tokens[n].value for n in range(*match.span()) if line.tokens[n].kind == "M"]
    months = [month for month in named if isinstance(month, int)]
    line.take_tokens(first, match.end())
    year = today.year + (date(today.year, months[-1], 1) + relativedelta(day=31) < today)
    begins = date(year - (months[0] > months[-1]), months[0], 1)
    if (begins.year, begins.month) == (today.year, today.month):
        begins = today
    last = date(year, months[-1], 1) + relativedelta(day=31) if ranges or not starts else None
    return begins, last, line.slice_text(first, match.end())
