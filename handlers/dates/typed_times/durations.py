"""Read how long something lasts: "90 min", "halvannen time", "tre kvarter", "1 t 30 min", "a one-hour call"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from handlers.dates import date_words

_BEFORE = r"(?:(?:i|for|ca\.?|varer|varar)\s+)?"
_FIGURE = r"(?P<n>\d{1,3}(?:[.,]\d)?(?=\s?[a-z])|[a-zæøåé]+(?=\s))\s?"
_HOURS = r"time(?:r|n)?|timar|t|hours?|hrs?|h"
_MINUTES = r"minutt(?:er|ar)?|minutes?|mins?"
_QUARTER = timedelta(minutes=15)


def _read_half_hours(match: re.Match[str]) -> timedelta:
    """Read "en halvtime", "halvannen time" and "an hour and a half"."""
    return timedelta(minutes=30 if match["half"] else 90)


def _read_quarters(match: re.Match[str]) -> timedelta | None:
    """Read "tre kvarter" and "three quarters of an hour"."""
    n = _parse_amount(match["n"])
    return None if n is None or n > 11 else n * _QUARTER


def _read_one_quarter(match: re.Match[str]) -> timedelta:
    """Read "kvarter holder"."""
    return _QUARTER


def _read_amount(match: re.Match[str]) -> timedelta | None:
    n = _parse_amount(match["n"])
    if n is None:
        return None
    return timedelta(minutes=n) if match["unit"].startswith("m") else timedelta(hours=n)


def _read_mixed(match: re.Match[str]) -> timedelta | None:
    """Read "1 t 30 min" and "en time og et kvarter"."""
    n = _parse_amount(match["n"])
    if n is None:
        return None
    return timedelta(hours=n) + (_QUARTER if match["quarters"] else timedelta(minutes=int(match["more"])))


def _parse_amount(figure: str) -> float | None:
    if figure[0].isdigit():
        return float(figure.replace(",", "."))
    return date_words.parse_number_word(figure)


#: (pattern, what it says), in this order
DURATIONS: tuple[tuple[str, Callable[[re.Match[str]], timedelta | None]], ...] = (
    (
        (
            rf"{_BEFORE}(?:(?P<half>(?:(?:en|ein|a) )?halv[ -]?time[ns]?\b(?: tid\b)?|half an hour"
            r"|(?:a )?half[ -]hour\b)|halvann(?:[ea]n|a) times?|(?:en|ein|1) og (?:en|ein) halv time|(?:an "
            r"|one )?hour and a half"
            r"|(?:one and a half|1\.5) hours?)\b"
        ),
        _read_half_hours,
    ),
    (rf"{_BEFORE}(?P<n>\d|[a-zæøå]+)\s(?:kvarters?|quarters of an hour)\b(?! (?:på|over|to|past)\b)", _read_quarters),
    (
        (
            rf"{_BEFORE}{_FIGURE}(?P<unit>{_HOURS})\s?(?:og|and|,)?\s?"
            rf"(?:(?P<more>\d{{1,2}})\s?(?:{_MINUTES})|(?P<quarters>et|eit|a)\s(?:kvarter|quarter))\b\.?"
        ),
        _read_mixed,
    ),
    (rf"{_BEFORE}{_FIGURE}(?P<unit>{_HOURS}|{_MINUTES})\b\.?(?!-)", _read_amount),
    (
        r"kvarter\b(?= (?:holder|held|er nok|bør holde|bør halde|rekker|rekk)\b)|(?<=, )kvarter(?=\s*(?:$|[,.;!?]))",
        _read_one_quarter,
    ),
    # "45m", in a part of its own: elsewhere it may be meters
    (r"(?<=[,;(–-] )(?P<n>[1-9][05])(?P<unit>m)(?=\s*(?:$|[,.;)!]))", _read_amount),
    (
        r"(?P<n>\d{1,3}|ti|femten|tjue|tretti|førti|førtifem|femti|seksti|nitti)(?P<unit>minutt)(?:er|ar)?s?\b(?=\s)",
        _read_amount,
    ),
    (r"(?P<n>\d{1,3}|[a-zæøå]+)-(?P<unit>hour|minute|times|timers|minutters?)\b(?=\s)", _read_amount),
    (
        (
            r"(?P<n>en|ein|et|eit|to|tre|\d{1,3})\s(?P<unit>(?<=n\s)times|timers|timars|minutters?"
            r"|times(?= [\w-]*møte))\b(?! (?:i|per|om) )(?: tid\b)?"
        ),
        _read_amount,
    ),
)
