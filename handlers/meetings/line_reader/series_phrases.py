"""Find what a line says of a series: how often, how many times, until when and from when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.dates import date_words
from handlers.dates.date_words import list_words
from handlers.dates.recurrence import NotARule, RecurrenceRule, parse_typed_rule
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import MEETING_WORD
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.series_counts import (
    has_series_count,
    take_match,
    take_series_count,
    take_series_weeks,
)
from handlers.meetings.line_reader.series_ends import add_weekdays, merge_rules, take_series_end
from handlers.meetings.line_reader.series_periods import take_series_months, take_series_week
from handlers.meetings.line_reader.told_rhythms import VAGUE_RHYTHM, tells_of_rhythm

#: maximum number of tokens of a rule
_WINDOW = 9
_STARTS = compile_later(
    r"(?:hver|hvert|kvar|kvart|alle(?= \w{2,12}(?:er|ar)\b)|every|each|annenhver|annethvert|annahver|anna[nk]?kvart?"
    r"|alternate"
    r"|(?:en|ein) (?:gang|gong)|once)\b"
    r"|\w{2,12}(?:dager|dagar|days)\b|den\s+\d"
    r"|\w{2,9}(?:dag|day)\b(?=(?:,? \w{2,9}(?:dag|day))?,? (?:og|and|&) \w{2,9}(?:dag|day) (?:kvar|hver|every|each) )"
)
_ADVERB = compile_later(
    r"(?:daglig|dagleg|daily|ukentlig|vekentleg|vekevis|ukevis|weekly|fortnightly|bi-?weekly|månedlig|månadleg"
    r"|månadsvis"
    r"|månedsvis|monthly|kvartalsvis|quarterly|halvårlig|halvårleg|årlig|årleg|yearly|annually)(?:e|t)?\b"
)
_MON, _FRI = r"(?:mandag|måndag|man|monday|mon)s?", r"(?:fredag|fre|friday|fri)s?"
_SPELLINGS = (
    (compile_later(r"^(daglig|dagleg|ukentlig|vekentleg|månedlig|månadleg)e$"), r"\1"),
    (compile_later(r"bi-weekly|\bevery fortnight"), "biweekly"),
    (compile_later(r"\b(?:hver|kvar|every) (første|fyrste|first) (\w+da[gy])$"), r"\1 \2 of the month"),
    (compile_later(r"\bfjort(?:ende|ande) dag"), "14. dag"),
    (compile_later(rf"(?:\b(?:hver|kvar|every|each) )?(?:(?:morgen|morgon|morning|dag|day),? )?(?:fra |frå "
    rf"|from )?{_MON}"
                rf"(?: til | to | through |-){_FRI}\b"), "hverdager"),
    (compile_later(r"\b(hver|kvar|every) (?:morgen|morgon|morning|kveld|ettermiddag|evening|afternoon)\b"), r"\1 dag"),
)  # fmt: skip
_MONTH = compile_later(r"\bm(?:å|aa|a)n|month|mnd|\b(?:hver|kvar|every|each)\b")
_LEADERS = compile_later(r"\W{0,2}(?:lede|leia|manag)")
#: "quarterly review Q1" is one of them
_ONE_OF_MANY = compile_later(r"\bq[1-4]\b|\b[1-4]\. (?:kvartal|halvår)")
_FILLERS = list_words("den det dei de i på the of on in og and av at a en én ein éin et per")
_MANY_EACH = compile_later(
    r"\b(?:i )?(?:partall|partal|oddetall|oddetal)s?-?(?:uk|vek)\w+|\b(?:in )?(?:even|odd)(?:[ -]numbered)? weeks\b|"
    r"\b(?:(?:\d{1,2}|to|tre|fire|two|three)\s+(?:gange?r|gong(?:er|ar)|times)|twice)\s+(?:i|per|pr\.?|a|each|om)\s+"
    r"(?:uk[ae]n?|vek[ae]|week|måned(?:en)?|månad(?:en)?|month|år(?:et)?|year|dag(?:en)?|day)\b"
    r"|\b(?:hver|kvar|every|each)(?: eller | or | ?/ ?)(?:annen ?hver|anna[nk]? ?kvar"
    r"|every (?:other|second)|other|second) \w{2,9}(?:dag|day|uke|veke|week)\b"
)
#: that there will be several, and not how often: "ny møteserie sikkerhetsrunde"
_CALLED_SERIES = compile_later(
    r"\b(?:møteserie|meeting series|series of (?:\w{1,20} )?meetings|serie (?:med|av) (?:\w{1,20} )?møter)\b"
)
#: an exact day, and what makes it the first of several
_EXACT = compile_later(r"D|A|[NO]p?M|M[NO]")
_STARTING = compile_later(r"\b(?:fra|frå|from|f\.?o\.?m|start\w*|oppstart|(?:første|fyrste) (?:gang|gong))\b")


@dataclass(frozen=True, slots=True)
class LineSeries:
    """Hold what was said of a series; `until` is the last day."""

    rule: RecurrenceRule | None = None
    count: int | None = None
    until: date | None = None
    said: str = ""
    asks: tuple[Ask, ...] = ()
    #: first day, where a month is named that all of it lies in
    since: date | None = None


#: first token, token behind the last, and rule
RuleSpan = tuple[int, int, RecurrenceRule]


def find_line_series(line: TypedLine, today: date) -> LineSeries:
    """Take the rule, the number of times and the end of the series, if the line is of one."""
    each = _MANY_EACH.search(line.lowered)
    if each is not None:
        return LineSeries(asks=(Ask("rule", "unknown", take_match(line, each)),), said=each.group())
    found, adverbs = _find_rule_spans(line)
    if not (found or adverbs):
        vague = VAGUE_RHYTHM.search(line.lowered)
        said = take_match(line, vague) if vague else ""
        named = _CALLED_SERIES.search(line.lowered)
        asked = said or (named.group() if named else "")
        return LineSeries(said=said, asks=(Ask("rule", "unknown", asked),)) if asked else LineSeries()
    if not found and _is_rare(adverbs[0][2]) and _EXACT.search(line.pattern) and not _STARTING.search(line.lowered):
        said = line.slice_text(*adverbs[0][:2])
        return LineSeries(said=said, asks=(Ask("rule", "unsure", said),))
    rule, said, unclear = _take_rules(line, found or adverbs[:1], adverbs if found else ())
    rule = add_weekdays(line, rule)
    rule, which = _add_day_of_month(line, rule)
    count, asks, counted = take_series_count(line)
    if count is None and not asks:
        count, counted = take_series_weeks(line, rule)
    since, within, months = take_series_months(line, rule, today)
    if since is None:
        since, within, months = take_series_week(line, rule, today)
    until, more, ended = take_series_end(line, today)
    if since is None and ended:  # "fra august" of "fra august til og med november"
        since, _, months = take_series_months(line, rule, today)
    words = " ".join(filter(None, (said, which, counted, months, ended)))
    return LineSeries(rule, count, until or within, words, (*unclear, *asks, *more), since)


def _is_rare(rule: RecurrenceRule) -> bool:
    """Return True for what is held a few times a year: "quarterly review 5 April" may be one of them."""
    return rule.freq == "YEARLY" or (rule.freq == "MONTHLY" and rule.interval > 1)


def _take_rules(
    line: TypedLine, found: Sequence[RuleSpan], adverbs: Sequence[RuleSpan]
) -> tuple[RecurrenceRule, str, tuple[Ask, ...]]:
    """Return what all the words for how often say together; what contradicts each other is asked about."""
    rule = found[0][2]
    unclear: tuple[Ask, ...] = ()
    for first, last, one in (*found, *adverbs):
        line.take_tokens(first, last)
        both = merge_rules(rule, one)
        if both is None:
            unclear = (Ask("rule", "unknown", line.slice_text(found[0][0], max(last, found[0][1]))),)
        else:
            rule = both
    return rule, line.slice_text(found[0][0], found[0][1]), unclear


def _find_rule_spans(line: TypedLine) -> tuple[list[RuleSpan], list[RuleSpan]]:
    """Return the spans that say how often, and the adverbs, which alone say it less well."""
    found: list[RuleSpan] = []
    adverbs: list[RuleSpan] = []
    describing: list[RuleSpan] = []
    n = 0
    while n < len(line.tokens):
        at = line.tokens[n].start
        span = None
        if _STARTS.match(line.lowered, at) or _is_ordinal(line, n):
            span = _find_longest_rule(line, n)
            if span and tells_of_rhythm(line, n):
                line.leave_to_subject(*span[:2])
            elif span:
                found.append(span)
        elif (adverb := _ADVERB.match(line.lowered, at)) and not (
            _LEADERS.match(line.lowered, adverb.end()) or _ONE_OF_MANY.search(line.lowered)
        ):
            longest = None if _is_uncounted(line, n) else _find_longest_rule(line, n)
            if longest and longest[1] > n + 1:
                found.append(longest)
                span = longest
            elif longest:
                (describing if _describes(line, n) else adverbs).append(longest)
        n = span[1] if span else n + 1
    return found, [*adverbs, *describing] if found or has_series_count(line) else adverbs


def _is_uncounted(line: TypedLine, n: int) -> bool:
    """Return True for "de ukentlige tallene", and False for "tre ukentlige møter" and "ukentlig møte"."""
    counted = n > 0 and date_words.parse_number_word(line.slice_lowered(n - 1, n)) is not None
    return line.slice_lowered(n, n + 1).endswith(("ige", "ege")) and not counted


def _describes(line: TypedLine, n: int) -> bool:
    """Return True for "quarterly numbers" of a meeting on one date: the adverb belongs to what is no meeting."""
    words = line.slice_lowered(n + 1, min(n + 4, len(line.tokens))).split()
    dated = not set("DM").isdisjoint(line.kinds)
    return (
        dated
        and line.kinds[n + 1 : n + 2] == ["x"]
        and not any(MEETING_WORD.match(word.strip(",.:")) for word in words)
    )


def _is_ordinal(line: TypedLine, n: int) -> bool:
    token = line.tokens[n]
    word = line.lowered[token.start : token.end]
    return token.kind == "O" or word in date_words.ORDINALS


def _find_longest_rule(line: TypedLine, first: int) -> tuple[int, int, RecurrenceRule] | None:
    for last in range(min(len(line.tokens), first + _WINDOW), first, -1):
        words = _spell_rule(line.slice_lowered(first, last))
        if line.tokens[last - 1].kind in ",-CLS" or words.rpartition(" ")[2] in _FILLERS or "," in words:
            continue
        try:
            rule = parse_typed_rule(words, datetime(2000, 1, 1))  # noqa: DTZ001 - the start only dates an end
        except NotARule:
            continue
        if not rule.ends and (line.tokens[first].kind != "O" or _MONTH.search(words)):
            return first, last, rule
    return None


def _spell_rule(words: str) -> str:
    """Return the words as rules are written: "hver morgen mandag til fredag" is every weekday."""
    for pattern, spelled in _SPELLINGS:
        words = pattern.sub(spelled, words)
    return words


def _add_day_of_month(line: TypedLine, rule: RecurrenceRule) -> tuple[RecurrenceRule, str]:
    """Add the "first Monday" that stands apart from "monthly"."""
    if rule.freq != "MONTHLY" or rule.position or rule.monthday:
        return rule, ""
    for n, token in enumerate(line.tokens):
        articled = n > 0 and line.slice_lowered(n - 1, n) in ("the", "den")
        if token.kind == "O" and articled and line.kinds[n] == "O" and line.kinds[n + 1 : n + 2] not in (["M"], ["W"]):
            line.take_tokens(n - 1, n + 1)
            day = token.value if isinstance(token.value, int) else 0
            return replace(rule, monthday=day), line.slice_text(n - 1, n + 1)
    for n in range(len(line.tokens) - 1):
        if line.kinds[n + 1] == "W" and line.kinds[n] != "_" and _is_ordinal(line, n):
            said = line.slice_text(n, n + 2)
            try:
                found = parse_typed_rule(f"{said} of the month", datetime(2000, 1, 1))  # noqa: DTZ001 - as above
            except NotARule:
                continue
            line.take_tokens(n, n + 2)
            return replace(found, interval=rule.interval), said
    return rule, ""
