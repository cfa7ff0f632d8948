"""Rules as people type them: "hver andre tirsdag i måneden til 1. desember"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates import words
from handlers.dates.rules.rule import LAST, Frequency, NotARule, Rule
from handlers.dates.typed import NotATime, read_day
from handlers.language.words import clean

#: units, and how many of them
_DAY, _WEEK, _MONTH, _YEAR = ("D", 1), ("U", 1), ("M", 1), ("Y", 1)
_FREQUENCIES: dict[str, Frequency] = {"D": "DAILY", "U": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}


def _listed(*lines: tuple[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    return {word: unit for line, unit in lines for word in line.split()}


_UNITS = _listed(
    ("dag dagen dager dagar day days", _DAY),
    ("uke uka uken uker veke veka veker week weeks", _WEEK),
    ("måned måneden måneder maaned maned månad månaden månader månadar mnd month months", _MONTH),
    ("år året aar year years", _YEAR),
    ("kvartal kvartalet quarter", ("M", 3)),
    ("halvår halvåret", ("M", 6)),
)
_ADVERBS = _listed(
    ("daglig dagleg daily", _DAY),
    ("ukentlig vekentleg vekevis ukevis weekly", _WEEK),
    ("fortnightly biweekly", ("U", 2)),
    ("månedlig månadleg månadsvis månedsvis monthly", _MONTH),
    ("kvartalsvis quarterly", ("M", 3)),
    ("halvårlig halvårleg", ("M", 6)),
    ("årlig årleg yearly annually", _YEAR),
)


def _kind(kind: str, line: str) -> dict[str, str]:
    return dict.fromkeys(line.split(), kind)


_KINDS = (
    _kind("E", "hver hvert kvar kvart hvar alle every each gang gong once")
    | _kind("T", "annenhver annethvert annahver annankvar annakvar annakvart annankvart")
    | _kind("W", "hverdag kvardag ukedag vekedag yrkedag virkedag weekday")
    | _kind("P", "hverdager kvardagar ukedager vekedagar yrkedagar virkedager weekdays")
    | _kind("", "den det dei de i på the of on in og and av at a en én ein éin et per")
)
#: workdays are five; "every other" is every second
_VALUES = {"E": (1,), "T": (2,), "W": range(5), "P": range(5)}
_TOKEN = re.compile(r"(\d{1,3})(?:\.|st|nd|rd|th)|(\d{1,3})(?!\d)|([a-zæøåé]+)|[\s,.;&+-]")
_TIMES = re.compile(
    r"(?:(?<![\s,])[\s,]++)?\b(?:i alt |totalt |in all )?(\d{1,10}|[a-zæøå]+)"
    r" (?:gange?r?|gong(?:er|ar)?|times?|møter?|meetings?)\.?$"
)
_UNTIL = re.compile(r"(?:(?<![\s,])[\s,]++)?\b(?:til og med|t\.?o\.?m\.?|(?:fram |frem )?til|until|till|through)\s++")
_EACH = "(?P<each>T|E[ON]?)"
#: kinds of pieces: E every · T every other · O an ordinal · N a number · W a weekday, P in the plural · D U M Y units
_RULES = tuple(
    re.compile(pattern)
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
class _Piece:
    kind: str
    value: int = 1


def read_rule(text: str, start: datetime) -> Rule:
    """What repeats, beginning at that wall time. Without an end in the text the rule has none. Raises NotARule.

    "hver andre tirsdag" is every other one; with "i måneden" it is the second of each month.
    """
    said = clean(text).strip()
    if not said or len(said) > words.LONGEST:
        raise NotARule("unknown")
    said, count = _counted(said)
    said, until = _limited(said, start)
    if not count:
        said, count = _counted(said)
    rule = _rule(_pieces(said))
    return replace(rule, count=count, until=until)


def _counted(text: str) -> tuple[str, int]:
    match = _TIMES.search(text)
    if match is None:
        return text, 0
    count = int(match[1]) if match[1].isdecimal() else words.number(match[1])
    if count is None:
        raise NotARule("unknown")
    if not count:
        raise NotARule("many")
    return text[: match.start()], count


def _limited(text: str, start: datetime) -> tuple[str, datetime | None]:
    last_digit = max((at for at, sign in enumerate(text) if sign.isdecimal()), default=-1)
    match = next((found for found in _UNTIL.finditer(text) if found.end() <= last_digit), None)
    if match is None:
        return text, None
    try:
        last = read_day(text[match.end() :], start.replace(tzinfo=UTC), ZoneInfo("UTC"))
    except NotATime as error:
        raise NotARule("over" if error.reason == "past" else "unknown") from error
    return text[: match.start()], _end_of(last)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def _pieces(text: str) -> list[_Piece]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotARule("unknown")
        at = match.end()
        if match[1] or match[2]:
            found.append(_Piece("O" if match[1] else "N", int(match[1] or match[2])))
        elif match[3] and match[3]:
            found.extend(_word(match[3]))
    return found


def _word(word: str) -> list[_Piece]:
    if (kind := _KINDS.get(word)) is not None:
        return [_Piece(kind, n) for n in _VALUES.get(kind, ())]
    if word in _UNITS:
        return [_Piece(*_UNITS[word])]
    if word in _ADVERBS:
        return [_Piece("E"), _Piece(*_ADVERBS[word])]
    if word in words.ORDINALS:
        return [_Piece("O", words.ORDINALS[word])]
    if (day := words.weekday(word)) is not None:
        return [_Piece("P" if word.endswith(("er", "ar", "days")) else "W", day)]
    if (n := words.number(word)) is not None:
        return [_Piece("N", n)]
    raise NotARule("unknown")


def _rule(found: list[_Piece]) -> Rule:
    kinds = "".join(piece.kind for piece in found)
    match = next(filter(None, (pattern.fullmatch(kinds) for pattern in _RULES)), None)
    if match is None:
        raise NotARule("unknown")
    part = {name: found[match.start(name) : match.end(name)] for name, text in match.groupdict().items() if text}
    unit = part.get("unit", [_Piece("U")])[0]
    interval = unit.value * _every(part.get("each", []))
    weekdays = tuple(sorted({piece.value for piece in part.get("days", [])}))
    if "nth" not in part:
        weekly = unit.kind == "D" and interval % 7 == 0
        return Rule("WEEKLY" if weekly else _FREQUENCIES[unit.kind], interval // 7 if weekly else interval, weekdays)
    nth = part["nth"][0].value
    if weekdays:
        return Rule("MONTHLY", interval, weekdays, position=nth)
    if nth == LAST and "D" not in kinds:
        raise NotARule("unknown")
    return Rule("MONTHLY", interval, monthday=nth)


def _every(each: list[_Piece]) -> int:
    """ "every" is one; "every other", "hver 3.", "every two" say how many."""
    if not each or each[-1].kind == "E":
        return 1
    if each[-1].value == LAST:
        raise NotARule("unknown")
    return each[-1].value
