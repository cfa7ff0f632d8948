"""Parse rules as people type them: "hver andre tirsdag i måneden til 1. desember"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates import date_words
from handlers.dates.recurrence.recurrence_rule import LAST, Frequency, NotARule, RecurrenceRule
from handlers.dates.typed_times import NotATime, parse_typed_day
from handlers.language.late_patterns import compile_later
from handlers.language.text_analysis import clean_text

#: (unit, number of units)
_DAY, _WEEK, _MONTH, _YEAR = ("D", 1), ("U", 1), ("M", 1), ("Y", 1)
_FREQUENCIES: dict[str, Frequency] = {"D": "DAILY", "U": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}


def _index_unit_words(*lines: tuple[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    return {word: unit for line, unit in lines for word in line.split()}


_UNITS = _index_unit_words(
    ("dag dagen dager dagar day days", _DAY),
    ("uke uka uken uker veke veka veker week weeks", _WEEK),
    ("måned måneden måneder maaned maned månad månaden månader månadar mnd month months", _MONTH),
    ("år året aar year years", _YEAR),
    ("kvartal kvartalet quarter", ("M", 3)),
    ("halvår halvåret", ("M", 6)),
)
_ADVERBS = _index_unit_words(
    ("daglig dagleg daily", _DAY),
    ("ukentlig vekentleg vekevis ukevis weekly", _WEEK),
    ("fortnightly biweekly", ("U", 2)),
    ("månedlig månadleg månadsvis månedsvis monthly", _MONTH),
    ("kvartalsvis quarterly", ("M", 3)),
    ("halvårlig halvårleg", ("M", 6)),
    ("årlig årleg yearly annually", _YEAR),
)


def _index_kind_words(kind: str, line: str) -> dict[str, str]:
    return dict.fromkeys(line.split(), kind)


_KINDS = (
    _index_kind_words("E", "hver hvert kvar kvart hvar alle every each gang gong once")
    | _index_kind_words("T", "annenhver annethvert annahver annankvar annakvar annakvart annankvart alternate")
    | _index_kind_words("W", "hverdag kvardag ukedag vekedag yrkedag virkedag arbeidsdag weekday workday")
    | _index_kind_words(
        "P", "hverdager kvardagar ukedager vekedagar yrkedagar virkedager arbeidsdager arbeidsdagar weekdays workdays"
    )
    | _index_kind_words("", "den det dei de i på the of on in og and av at a en én ein éin et per")
)
#: repeated interval of E and T; weekdays of W and P, as in "workdays"
_VALUES = {"E": (1,), "T": (2,), "W": range(5), "P": range(5)}
_TOKEN = compile_later(r"(\d{1,3})(?:\.|st|nd|rd|th)|(\d{1,3})(?!\d)|([a-zæøåé]+)|[\s,.;&+-]")
_TIMES = compile_later(
    r"(?:(?<![\s,])[\s,]++)?\b(?:i alt |totalt |in all )?(\d{1,10}|[a-zæøå]+)"
    r" (?:gange?r?|gong(?:er|ar)?|times?|møter?|meetings?)\.?$"
)
_UNTIL = compile_later(
    r"(?:(?<![\s,])[\s,]++)?\b(?:til og med|t\.?o\.?m\.?|(?:fram |frem )?til|until|till|through)\s++"
)
_EACH = "(?P<each>T|E[ON]?)"
#: Kinds of pieces: E every, T every other, O ordinal, N number, W weekday, P weekday in the plural; D, U, M, Y units.
_RULES = tuple(
    compile_later(pattern)
    for pattern in (
        rf"{_EACH}(?P<unit>[DUMY])",
        rf"{_EACH}(?P<unit>U)(?P<days>[WP]+)",
        rf"(?P<days>[WP]+){_EACH}(?P<unit>U)",
        r"(?P<each>T|EO?)(?P<days>[WP]+)",
        r"(?P<days>W*P[WP]*)",
        rf"E?(?P<nth>O)(?P<days>[WP]){_EACH}?(?P<unit>M)",
        rf"{_EACH}(?P<unit>M)(?P<nth>O)(?P<days>[WP])",
        rf"E?(?P<nth>O)D{_EACH}?(?P<unit>M)",
        rf"{_EACH}(?P<unit>M)(?P<nth>O)D?",
        rf"(?P<nth>O){_EACH}?(?P<unit>M)",
        rf"D(?P<nth>N){_EACH}?(?P<unit>M)",
    )
)


@dataclass(frozen=True, slots=True)
class _RulePiece:
    kind: str
    value: int = 1


def parse_typed_rule(text: str, start: datetime) -> RecurrenceRule:
    """Parse a rule that begins at that wall time; it ends only if the text says so. Raises NotARule.

    "hver andre tirsdag" is every other one; with "i måneden" it is the second of each month.
    """
    said = clean_text(text).strip()
    if not said or len(said) > date_words.LONGEST_TIME:
        raise NotARule("unknown")
    said, count = _split_off_count(said)
    said, until = _split_off_until(said, start)
    if not count:
        said, count = _split_off_count(said)
    rule = _build_typed_rule(_split_rule_pieces(said))
    return replace(rule, count=count, until=until)


def _split_off_count(text: str) -> tuple[str, int]:
    match = _TIMES.search(text)
    if match is None:
        return text, 0
    count = int(match[1]) if match[1].isdecimal() else date_words.parse_number_word(match[1])
    if count is None:
        raise NotARule("unknown")
    if not count:
        raise NotARule("many")
    return text[: match.start()], count


def _split_off_until(text: str, start: datetime) -> tuple[str, datetime | None]:
    last_digit = max((at for at, sign in enumerate(text) if sign.isdecimal()), default=-1)
    match = next((found for found in _UNTIL.finditer(text) if found.end() <= last_digit), None)
    if match is None:
        return text, None
    try:
        last = parse_typed_day(text[match.end() :], start.replace(tzinfo=UTC), ZoneInfo("UTC"))
    except NotATime as error:
        raise NotARule("over" if error.reason == "past" else "unknown") from error
    return text[: match.start()], _compute_day_end(last)


def _compute_day_end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def _split_rule_pieces(text: str) -> list[_RulePiece]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotARule("unknown")
        at = match.end()
        if match[1] or match[2]:
            found.append(_RulePiece("O" if match[1] else "N", int(match[1] or match[2])))
        elif match[3] and match[3]:
            found.extend(_parse_rule_word(match[3]))
    return found


def _parse_rule_word(word: str) -> list[_RulePiece]:
    if (kind := _KINDS.get(word)) is not None:
        return [_RulePiece(kind, n) for n in _VALUES.get(kind, ())]
    if word in _UNITS:
        return [_RulePiece(*_UNITS[word])]
    if word in _ADVERBS:
        return [_RulePiece("E"), _RulePiece(*_ADVERBS[word])]
    if word in date_words.ORDINALS:
        return [_RulePiece("O", date_words.ORDINALS[word])]
    if (day := date_words.parse_weekday(word)) is not None:
        return [_RulePiece("P" if word.endswith(("er", "ar", "days")) else "W", day)]
    if (n := date_words.parse_number_word(word)) is not None:
        return [_RulePiece("N", n)]
    raise NotARule("unknown")


def _build_typed_rule(found: list[_RulePiece]) -> RecurrenceRule:
    kinds = "".join(piece.kind for piece in found)
    match = next(filter(None, (pattern.fullmatch(kinds) for pattern in _RULES)), None)
    if match is None:
        raise NotARule("unknown")
    part = {name: found[match.start(name) : match.end(name)] for name, text in match.groupdict().items() if text}
    unit = part.get("unit", [_RulePiece("U")])[0]
    interval = unit.value * _parse_interval(part.get("each", []))
    weekdays = tuple(sorted({piece.value for piece in part.get("days", [])}))
    if "nth" not in part:
        weekly = unit.kind == "D" and interval % 7 == 0
        return RecurrenceRule(
            "WEEKLY" if weekly else _FREQUENCIES[unit.kind], interval // 7 if weekly else interval, weekdays
        )
    nth = part["nth"][0].value
    if weekdays:
        return RecurrenceRule("MONTHLY", interval, weekdays, position=nth)
    if nth == LAST and "D" not in kinds:
        raise NotARule("unknown")
    return RecurrenceRule("MONTHLY", interval, monthday=nth)


def _parse_interval(each: list[_RulePiece]) -> int:
    """Return 1 for "every"; "every other", "hver 3." and "every two" give their number."""
    if not each or each[-1].kind == "E":
        return 1
    if each[-1].value == LAST:
        raise NotARule("unknown")
    return each[-1].value
