"""A typed text in pieces, each with a letter for its kind: the grammar is written in these letters.

D a date in figures · A figures that may be a date or a time ("10.11") · O "17." · N "17" · M a month · Y a year ·
W a weekday · F "next" or "this" · U "week" · X "week 12" · V "in two weeks" · R another day from today · H hours from
now · C a time of day · S how long · "-" from one to the other · "&" and
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from handlers.dates import words
from handlers.dates.typed.days import Clock, Day
from handlers.dates.typed.refusing import NotATime
from handlers.language.words import clean

Value = Day | Clock | timedelta | int | None


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    value: Value = None


Reader = Callable[[re.Match[str]], Piece | None]
_NUMBER = r"\d{1,3}|[a-zæøåé]+"
_CLOCK = r"(?:(?:kl|klokk[ae]n?|at)(?![a-zæøå])\.?|@)\s*"
_HALF = r"(?P<half>[ap])\.?m\b\.?"
_DAYS = {"dag": 1, "day": 1, "døgn": 1}
_WEEKS = ("uk", "vek", "wee")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_SKIPPED = re.compile(r"[\s,;.()]+")


def pieces(text: str) -> list[Piece]:
    """Every piece in its order; words that say nothing are left out. Raises NotATime."""
    text = _DASH.sub("-", clean(text)).strip()
    if not text or len(text) > words.LONGEST:
        raise NotATime("unknown")
    found: list[Piece] = []
    at = 0
    while at < len(text):
        if skipped := _SKIPPED.match(text, at):
            at = skipped.end()
            continue
        piece, at = _next(text, at)
        if piece.kind:
            found.append(piece)
    return found


def _next(text: str, at: int) -> tuple[Piece, int]:
    for pattern, read in _READERS:
        match = pattern.match(text, at)
        piece = read(match) if match else None
        if match and piece is not None:
            return piece, match.end()
    raise NotATime("unknown")


def _date(match: re.Match[str]) -> Piece:
    year = match.groupdict().get("y")
    full = None if not year else int(year) if len(year) == 4 else 2000 + int(year)
    return Piece("D", Day(int(match["d"]), int(match["m"]), full))


def _time(match: re.Match[str]) -> Piece:
    named = match.groupdict()
    half = named.get("half")
    return Piece("C", Clock(int(match["h"]), int(named.get("min") or 0), f"{half}m" if half else ""))


def _dotted(match: re.Match[str]) -> Piece:
    """ "17.03" may be a day or a time; where only one of them exists, it is that."""
    first, second = int(match[1]), int(match[2])
    day, time = 1 <= first <= 31 and 1 <= second <= 12, first <= 24 and second <= 59
    if day and time:
        return Piece("A", first * 100 + second)
    return Piece("C", Clock(first, second)) if time else Piece("D", Day(first, second))


def _four(match: re.Match[str]) -> Piece:
    """ "2027" is a year, "1030" a time of day."""
    n = int(match[1])
    clock = Clock(*divmod(n, 100))
    return Piece("Y", n) if 1900 <= n < 2200 or clock.hour > 23 or clock.minute > 59 else Piece("C", clock)


def _worded(match: re.Match[str]) -> Piece | None:
    hour = words.number(match["n"])
    return None if hour is None else Piece("C", Clock(hour))


def _half_to(match: re.Match[str]) -> Piece | None:
    """ "halv ti" is half past nine."""
    hour = words.number(match["n"])
    return None if hour is None or not 1 <= hour <= 24 else Piece("C", Clock(hour - 1, 30))


def _quarter(match: re.Match[str]) -> Piece | None:
    hour = words.number(match["n"])
    if hour is None or not 1 <= hour <= 24:
        return None
    if match["past"]:
        return Piece("C", Clock(hour, 30 if match["what"].startswith("half") else 15))
    return None if match["what"].startswith("half") else Piece("C", Clock(hour - 1, 45))


def _ahead(match: re.Match[str]) -> Piece | None:
    """ "om 14 dager", "in two weeks", "om ein månad", "in 2 hours"."""
    n = words.number(match["n"])
    unit = match["unit"]
    if n is None:
        return None
    if unit in _DAYS or unit.removesuffix("er").removesuffix("ar").removesuffix("s") in _DAYS:
        return Piece("R", Day(days=n))
    if unit.startswith(_WEEKS):
        return Piece("V", Day(weeks=n))
    if unit.startswith(("m\u00e5n", "man", "mon")):
        return Piece("R", Day(months=n))
    return Piece("H", timedelta(minutes=n) if unit.startswith("min") else timedelta(hours=n))


def _long(match: re.Match[str]) -> Piece | None:
    figure, unit = match["n"].replace(",", "."), match["unit"]
    n = float(figure) if figure[0].isdigit() else words.number(figure)
    if n is None:
        return None
    return Piece("S", timedelta(minutes=n) if unit.startswith("min") else timedelta(hours=n))


def _word(match: re.Match[str]) -> Piece | None:
    word = match[1]
    if (n := words.MONTHS.get(word)) is not None:
        return Piece("M", n)
    if (n := words.weekday(word)) is not None:
        return Piece("W", n)
    n = words.month(word)
    return None if n is None else Piece("M", n)


def _always(kind: str, value: Value = None) -> Reader:
    return lambda match: Piece(kind, value)


_UNITS = (
    r"(?P<unit>dag(?:er|ar)?|days?|døgn|uker?|uka|veker?|veka|weeks?|måned(?:er)?|månad(?:er|ar)?|mnd|months?"
    r"|time(?:r|n)?|timar|hours?|minutt(?:er|ar)?|minutes?|min)\b\.?"
)
_LASTING = (
    r"(?:(?:i|for|ca\.?|varer|varar)\s+)?(?P<n>\d{1,3}(?:[.,]\d)?(?=\s?[a-z])|[a-zæøå]+(?=\s))\s?"
    r"(?P<unit>time(?:r|n)?|timar|t|hours?|hrs?|h|minutt(?:er|ar)?|minutes?|mins?)\b\.?"
)
#: the first that fits is taken
_READERS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        # dates in figures: always day before month, except in the international form
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:t(?=\d)|(?!\d))", _date),
        (r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d{2})(?![\d:]|\.\d)", _date),
        (r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})(?!\d)", _date),
        (r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:[-/.](?P<y>\d{4}|\d{2}))?(?![\d/:])", _date),
        (r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})(?!\d)", _date),
        (r"(?P<d>\d{1,2})\.(?P<m>(?!00)\d{1,2})\.(?!\d)", _date),
        # times of day
        (rf"{_CLOCK}(?P<h>\d{{1,2}})(?:[.:,]?(?P<min>\d{{2}}))?(?::\d{{2}})?(?:\s?{_HALF})?(?:\.(?!\d))?(?!\d)", _time),
        (rf"(?:{_CLOCK})?halv\s+(?P<n>{_NUMBER})\b", _half_to),
        (
            rf"(?:{_CLOCK})?(?P<what>kvart|half|(?:a )?quarter)\s+(?:(?P<past>over|past)|på|to)\s+(?P<n>{_NUMBER})\b",
            _quarter,
        ),
        (rf"{_CLOCK}(?P<n>[a-zæøå]+)\b", _worded),
        (r"(?P<h>\d{1,2})(?:[.:](?P<min>\d{2}))?\s?" + _HALF, _time),
        (r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})?(?!\d)", _time),
        (r"(?:12 )?noon\b|midday\b", _always("C", Clock(12))),
        (r"(\d{1,2})\.(\d{2})(?!\d|\.\d)", _dotted),
        (r"(?P<d>\d{1,2})\.(?P<m>[1-9])(?![\d.:])", _date),
        # from today on
        (rf"(?:om|in)\s+(?P<n>{_NUMBER})\s+{_UNITS}", _ahead),
        (rf"(?P<n>{_NUMBER})\s+{_UNITS}\s+(?:fra nå|frå no|from now)\b", _ahead),
        (r"i ?dag\b|today\b", _always("R", Day(days=0))),
        (r"i ?m[oå]r(?:g[eo]n|en)\b|i ?morra\b|tom+or+ow\b", _always("R", Day(days=1))),
        (r"(?:i ?)?over ?(?:i ?)?morg[eo]n\b|(?:the )?day after tomorrow\b", _always("R", Day(days=2))),
        (r"i ?går\b|yesterday\b", _always("R", Day(days=-1))),
        (r"(?:uke|uka|veke|veka|week|wk|u)\s?(?P<w>\d{1,2})(?:[/ -](?P<y>\d{4}))?(?![\d.:])",
         lambda match: Piece("X", Day(week=int(match["w"]), year=int(match["y"]) if match["y"] else None))),
        (r"(?:neste|nest|next)\b", _always("F", 1)),
        (r"(?:denne|dette|this|coming|kommende|komande|førstkommende|fyrstkomande|førstkomande)\b", _always("F", 0)),
        (r"(?:uken?|uka|veka|veke|week)\b", _always("U")),
        (_LASTING, _long),
        # single figures and words
        (r"(?:den|the)\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d.:/a-z])", lambda match: Piece("O", int(match[1]))),
        (r"(\d{1,2})(?:\.(?!\d)|(?:st|nd|rd|th)\b)", lambda match: Piece("O", int(match[1]))),
        (r"(\d{4})(?!\d)", _four),
        (r"(\d{1,2})(?!\d)", lambda match: Piece("N", int(match[1]))),
        (r"-|(?:til|to|until|till)\b", _always("-")),
        (r"(?:og|and|eller|or)\b|&|\+|/", _always("&")),
        (r"([a-zæøå]+)\.?", _word),
        (r"(?:på|den|det|the|of|on|at|i|in|kl|klokk[ae]n?|from|fra|frå|dagen|um|o'?clock)\b\.?", _always("")),
    )
]  # fmt: skip
