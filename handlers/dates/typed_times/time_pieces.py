"""Split a typed text into pieces, each with a letter for its kind; the grammar is written in these letters.

D a date in figures; A figures that may be a date or a time ("10.11"); O "17."; N "17"; M a month; Y a year; W a
weekday; F "next" or "this"; U "week"; X "week 12"; V "in two weeks"; R another day from today; H hours from
now; C a time of day; S how long; "-" from one to the other; "&" and
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from handlers.dates import calendar_words, date_words
from handlers.dates.typed_times.day_mentions import DayMention, TimeOfDay
from handlers.dates.typed_times.durations import DURATIONS
from handlers.dates.typed_times.refusal_texts import NotATime
from handlers.language.joined_patterns import find_first_pattern, join_patterns
from handlers.language.late_patterns import compile_later
from handlers.language.text_analysis import clean_text

Value = DayMention | TimeOfDay | timedelta | int | None


@dataclass(frozen=True, slots=True)
class TimePiece:
    kind: str
    value: Value = None


Reader = Callable[[re.Match[str]], TimePiece | None]
_NUMBER = r"\d{1,3}|[a-zæøåé]+"
_CLOCK = r"(?:(?:kl|klokk[ae]n?|at)(?![a-zæøå])\.?|@)\s*"
_HALF = r"(?P<half>[ap])\.?m\b\.?"
_QUARTER = r"(?P<what>kvart|half|(?:a )?quarter)\s+(?:(?P<past>over|past)|på|to)"
_WORDED_MINUTES = {"thirty": 30, "fifteen": 15, "forty-five": 45, "tretti": 30, "femten": 15, "førtifem": 45}
_ENGLISH_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|1[0-2]|[1-9]"
_MINUTES = "fem|ti|tjue|five|ten|twenty"
_DAYS = {"dag": 1, "day": 1, "døgn": 1}
_WEEKS = ("uk", "vek", "wee")
#: "neste uke 14-15" is from two to three next week
_NOT_NEXT = r"(?<!neste )(?<!nest )(?<!next )(?<!denne )(?<!this )(?<!coming )(?<!kommende )(?<!komande )"
_DASH = compile_later("[\u2010-\u2015\u2212]")
_SKIPPED = compile_later(r"[\s,;.()]+")


def split_time_pieces(text: str) -> list[TimePiece]:
    """Return every piece in order; skip words that say nothing. Raises NotATime."""
    text = _DASH.sub("-", clean_text(text)).strip()
    if not text or len(text) > date_words.LONGEST_TIME:
        raise NotATime("unknown")
    found: list[TimePiece] = []
    at = 0
    while at < len(text):
        if skipped := _SKIPPED.match(text, at):
            at = skipped.end()
            continue
        piece, at = _read_next_piece(text, at)
        if piece.kind:
            found.append(piece)
    return found


def read_time_piece(text: str, at: int) -> tuple[TimePiece, int] | None:
    """Return the piece that begins there in a text in lower case, and its end; None if there is none."""
    first = find_first_pattern(_JOINED, text, at)
    for pattern, read in _READERS[first[0] :] if first is not None else ():
        match = pattern.match(text, at)
        piece = read(match) if match else None
        if match and piece is not None:
            return piece, match.end()
    return None


def _read_next_piece(text: str, at: int) -> tuple[TimePiece, int]:
    found = read_time_piece(text, at)
    if found is None:
        raise NotATime("unknown")
    return found


def _read_date_figures(match: re.Match[str]) -> TimePiece:
    year = match.groupdict().get("y")
    full = None if not year else int(year) if len(year) == 4 else 2000 + int(year)
    return TimePiece("D", DayMention(int(match["d"]), int(match["m"]), full))


def _read_clock_figures(match: re.Match[str]) -> TimePiece:
    named = match.groupdict()
    half = named.get("half")
    return TimePiece("C", TimeOfDay(int(match["h"]), int(named.get("min") or 0), f"{half}m" if half else ""))


def _read_dotted_figures(match: re.Match[str]) -> TimePiece:
    """Read "17.03", which may be a day or a time; if only one of them exists, it is that."""
    first, second = int(match[1]), int(match[2])
    day, time = 1 <= first <= 31 and 1 <= second <= 12, first <= 24 and second <= 59
    if day and time:
        return TimePiece("A", first * 100 + second)
    return TimePiece("C", TimeOfDay(first, second)) if time else TimePiece("D", DayMention(first, second))


def _read_four_digits(match: re.Match[str]) -> TimePiece:
    """Read "2027" as a year, and "1030" as a time of day."""
    n = int(match[1])
    clock = TimeOfDay(*divmod(n, 100))
    return TimePiece("Y", n) if 1900 <= n < 2100 or clock.hour > 23 or clock.minute > 59 else TimePiece("C", clock)


def _read_worded_hour(match: re.Match[str]) -> TimePiece | None:
    """Read "kl ti" and "nine thirty"."""
    hour = date_words.parse_number_word(match["n"])
    minutes = _WORDED_MINUTES.get(match.groupdict().get("minutes", ""), 0)
    return None if hour is None or hour > 24 else TimePiece("C", TimeOfDay(hour, minutes))


def _read_half_hour(match: re.Match[str]) -> TimePiece | None:
    """Read "halv ti" as half past nine."""
    hour = date_words.parse_number_word(match["n"])
    return None if hour is None or not 1 <= hour <= 24 else TimePiece("C", TimeOfDay(hour - 1, 30))


def _read_quarter_hour(match: re.Match[str]) -> TimePiece | None:
    hour = date_words.parse_number_word(match["n"])
    if hour is None or not 1 <= hour <= 24:
        return None
    half, worded = f"{match['half']}m" if match["half"] else "", match["what"] == "half"
    if match["past"]:
        return TimePiece("C", TimeOfDay(hour, 30 if worded else 15, half))
    return None if worded else TimePiece("C", TimeOfDay(hour - 1 or (12 if half else 0), 45, half))


def _read_minutes_beside(match: re.Match[str]) -> TimePiece | None:
    """Read "ti på ti" as 09:50, "fem over halv ti" as 09:35 and "ten past nine" as 09:10."""
    hour, minutes = date_words.parse_number_word(match["n"]), date_words.parse_number_word(match["minutes"]) or 0
    if hour is None or not 1 <= hour <= 24:
        return None
    beside = minutes if match["way"] in ("over", "past") else -minutes
    return TimePiece("C", TimeOfDay(*divmod(hour * 60 - (30 if match["half"] else 0) + beside, 60)))


def _read_relative_time(match: re.Match[str]) -> TimePiece | None:
    """Read "om 14 dager", "in two weeks", "om ein månad" or "in 2 hours"."""
    n = date_words.parse_number_word(match["n"])
    unit = match["unit"]
    if n is None:
        return None
    if unit in _DAYS or unit.removesuffix("er").removesuffix("ar").removesuffix("s") in _DAYS:
        return TimePiece("R", DayMention(days=n))
    if unit.startswith(_WEEKS):
        return TimePiece("V", DayMention(weeks=n))
    if unit.startswith(("m\u00e5n", "man", "mon", "mnd")):
        return TimePiece("R", DayMention(months=n))
    if unit.startswith(("kvarter", "hal")):
        return TimePiece("H", timedelta(minutes=n * (30 if unit.startswith("hal") else 15)))
    return TimePiece("H", timedelta(minutes=n) if unit.startswith("min") else timedelta(hours=n))


def _read_with(measure: Callable[[re.Match[str]], timedelta | None]) -> Reader:
    """Return a reader of how long something lasts."""

    def read_duration(match: re.Match[str]) -> TimePiece | None:
        lasts = measure(match)
        return None if lasts is None else TimePiece("S", lasts)

    return read_duration


def _read_month_or_weekday(match: re.Match[str]) -> TimePiece | None:
    word = match[1]
    if (n := calendar_words.MONTHS.get(word)) is not None:
        return TimePiece("M", n)
    if (n := date_words.parse_weekday(word)) is not None:
        return TimePiece("W", n)
    n = date_words.parse_month(word)
    return None if n is None else TimePiece("M", n)


def _read_as(kind: str, value: Value = None) -> Reader:
    return lambda match: TimePiece(kind, value)


_UNITS = (
    r"(?P<unit>dag(?:er|ar)?|days?|døgn|uker?|uka|veker?|veka|weeks?|måned(?:er)?|månad(?:er|ar)?|mnd|months?"
    r"|time(?:r|n)?|timar|hours?|minutt(?:er|ar)?|minutes?|mins?|kvarter|halv ?time)\b(?:(?:['’]s?)? time\b)?\.?"
)
#: the first pattern that matches is used
_READERS: list[tuple[re.Pattern[str], Reader]] = [
    (compile_later(pattern), read)
    for pattern, read in (
        # Dates in figures. The day comes before the month, except in the ISO format.
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:t(?=\d)|(?!\d))", _read_date_figures),
        (r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)", _read_date_figures),
        (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d{2})(?![\d:]|\.\d)", _read_date_figures),
        (r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>(?:19|2[01])\d\d)(?!\d)", _read_date_figures),
        (r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:[-/.](?P<y>\d{4}|\d{2}))?(?![\d/]|:\d)", _read_date_figures),
        (r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})(?!\d)", _read_date_figures),
        (r"(?P<d>\d{1,2})\.(?P<m>(?!00)\d{1,2})\.(?!\d)", _read_date_figures),
        # times of day
        (rf"{_CLOCK}(?P<h>\d{{1,2}})(?:[.:,]?(?P<min>\d{{2}}))?(?::\d{{2}})?(?:\s?{_HALF})?(?:\.(?!\d))?(?!\d)",
         _read_clock_figures),
        (rf"(?:{_CLOCK})?halv\s+(?P<n>{_NUMBER})\b", _read_half_hour),
        # as it is said in Britain
        (rf"(?:{_CLOCK})?(?P<what>(?P<past>half))[ -](?P<n>{_ENGLISH_HOURS})\b(?![.:%-]\w)(?:\s?{_HALF})?",
         _read_quarter_hour),
        (rf"(?:{_CLOCK})?{_QUARTER}\s+(?P<n>{_NUMBER})\b(?:\s?{_HALF})?", _read_quarter_hour),
        (
            rf"(?:{_CLOCK})?(?P<minutes>{_MINUTES})\s+(?P<way>over|past|på)\s+(?P<half>halv\s+)?(?P<n>{_NUMBER})\b",
            _read_minutes_beside,
        ),
        (rf"(?:{_CLOCK})?(?P<n>[a-zæøå]{{2,8}})\s(?P<minutes>{'|'.join(_WORDED_MINUTES)})\b", _read_worded_hour),
        (rf"{_CLOCK}(?P<n>[a-zæøå]+)\b", _read_worded_hour),
        (r"(?P<h>\d{1,2})\s+o'?clock\b", _read_clock_figures),
        (r"(?P<n>[a-z]+)\s+o'?clock\b", _read_worded_hour),
        (r"(?P<h>\d{1,2})(?:[.:]?(?P<min>\d{2}))?\s?" + _HALF, _read_clock_figures),
        (r"(?P<h>\d{1,2})[:h](?P<min>\d{2})(?::\d{2})?(?!\d)(?:h\b)?", _read_clock_figures),
        (r"(?:12 )?noon\b|midday\b", _read_as("C", TimeOfDay(12))),
        (r"(\d{1,2})\.(\d{2})(?!\d|\.\d)", _read_dotted_figures),
        (r"(?P<d>\d{1,2})\.(?P<m>[1-9])(?![\d.:]|\s?(?:t|h|hrs?|hours?|timer|timar)\b)", _read_date_figures),
        # relative to today
        (rf"(?:om|in)\s+(?P<n>{_NUMBER})\s+{_UNITS}", _read_relative_time),
        (r"in half an hour\b", _read_as("H", timedelta(minutes=30))),
        (rf"(?P<n>{_NUMBER})\s+{_UNITS}\s+(?:fra (?:nå|i dag)|frå (?:no|i dag)|from (?:now|today))\b",
         _read_relative_time),
        (r"i ?dag\b|today\b", _read_as("R", DayMention(days=0))),
        (r"i ?mrg\b|i ?m[oå]r(?:g[eo]n?|en|n|r?[aåo])\b", _read_as("R", DayMention(days=1))),
        (r"tom+or+ow\b|tmrw\b|2moro?w?\b", _read_as("R", DayMention(days=1))),
        (r"(?:i ?)?over ?(?:i ?)?morg[eo]n\b|(?:the )?day after tomorrow\b", _read_as("R", DayMention(days=2))),
        (r"lill?e ?julafta?[en]n\b", _read_as("D", DayMention(23, 12))),
        (r"julaft[ae]n\b|christmas eve\b", _read_as("D", DayMention(24, 12))),
        (r"nyttårsaft[ae]n\b|new year'?s eve\b", _read_as("D", DayMention(31, 12))),
        (r"i ?går\b|yesterday\b", _read_as("R", DayMention(days=-1))),
        (_NOT_NEXT + r"(?:uke|uka|veke|veka|week|wk|u)\s?(?P<w>\d{1,2})(?:[/ -](?P<y>20[2-9]\d))?(?![\d.:]|\s?[ap]m\b)",
         lambda match: TimePiece("X", DayMention(week=int(match["w"]), year=int(match["y"]) if match["y"] else None))),
        (r"(?:neste|nest|next)\b", _read_as("F", 1)),
        (r"(?:denne|dette|this|coming|kommende|komande|førstkommende|fyrstkomande|førstkomande)\b", _read_as("F", 0)),
        (r"(?:uken?|uka|veka|veke|week)\b", _read_as("U")),
        *((pattern, _read_with(measure)) for pattern, measure in DURATIONS),
        (r"(?:den|the)\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d.:/a-z])", lambda match: TimePiece("O", int(match[1]))),
        (r"(\d{1,2})(?:\.(?!\d)|(?:st|nd|rd|th)\b)", lambda match: TimePiece("O", int(match[1]))),
        (r"(\d{4})(?!\d)(?:\s?hrs\b)?", _read_four_digits),
        (r"(\d{1,2})(?!\d)", lambda match: TimePiece("N", int(match[1]))),
        (r"-|(?:til|to|until|till)\b", _read_as("-")),
        (r"(?:og|and|eller|or)\b|&|\+|/", _read_as("&")),
        (r"([a-zæøå]+)\.?", _read_month_or_weekday),
        (r"(?:på|den|det|the|of|on|at|i|in|kl|klokk[ae]n?|from|fra|frå|dagen|um|o'?clock)\b\.?", _read_as("")),
    )
]  # fmt: skip
_JOINED = join_patterns(pattern for pattern, _ in _READERS)
