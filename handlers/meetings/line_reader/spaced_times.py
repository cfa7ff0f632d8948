"""Spell dates and times of day as figures with signs that were typed in haste or dictated: "8 12 kl 10", "nine am"."""

from __future__ import annotations

import re

from handlers.dates.calendar_words import MONTHS, WEEKDAYS
from handlers.dates.date_words import NUMBERS
from handlers.language.late_patterns import compile_later

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_CLOCK = r"(?:[01]?\d|2[0-3])"
_WEEKDAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
#: what is counted or numbered by the figure behind it: "sal 8 12 stoler"
_NUMBERED = (
    r"(?<!sal )(?<!rom )(?<!hall )(?<!bygg )(?<!port )(?<!room )(?<!gate )(?<!kai )(?<!tank )(?<!nr )(?<!pumpe )"
    r"(?<!silo )(?<!unit )(?<!linje )(?<!kl )(?<!kl\. )(?<!del )(?<!fase )(?<!felt )(?<!lab )(?<![\d.,:/+-])(?<!\d )"
)
#: "8 12 kl 10", "18 12 1130"
_DATE_BEFORE_TIME = compile_later(
    rf"{_NUMBERED}\b({_DAY})\.? ({_MONTH})\.?(?= (?:(?:kl|klokka|klokken|fra|frå|hele|heile|at)\b"
    rf"|(?:[01]\d|2[0-3])[0-5]\d\b(?! \d)|{_CLOCK}[.: ](?:00|15|30|45)\b))",
    re.IGNORECASE,
)
#: "tirsdag 15 12"
_DATE_BEHIND_WEEKDAY = compile_later(rf"\b((?:{_WEEKDAY})\.?) ({_DAY}) ({_MONTH})(?=\s|$|,)(?! ?[-–:.])", re.IGNORECASE)
#: "kl 12 00", "17/12 18 00", "8 desember 12 00"
_CLOCK_IN_TWO = compile_later(
    rf"((?:\d[/.]\d\d?\.?|\b(?:{_MONTHS}|{_WEEKDAY})\.?|\btil|\bte|\bto|[-–]) )({_CLOCK}) (00|15|30|45)(?=\s|$|[,.-])",
    re.IGNORECASE,
)
_NAMED_CLOCK_IN_TWO = compile_later(
    rf"(\bkl\.? )({_CLOCK}) ([0-5][05])(?=\s|$|[,.-])(?! (?:pers|stk|deltak|mann|folk|stykk|people))", re.IGNORECASE
)
#: "10 te 12", as some say it
_UNTIL = compile_later(rf"(\b(?:{_CLOCK}|{_CLOCK}[.:]?[0-5]\d)) te (?={_CLOCK}(?:[.:]?[0-5]\d)?\b)", re.IGNORECASE)
#: "8des", "9te11", "innkall te"
_JOINED_DATE = compile_later(
    rf"(?<![\w.:/-])({_DAY})(?=(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|sept|okt|nov|des|dec)\b)", re.IGNORECASE
)
_JOINED_UNTIL = compile_later(rf"\b({_CLOCK})te(?={_CLOCK}\b)", re.IGNORECASE)
#: "hv man"
_EACH = compile_later(rf"\b(h|k)v\.? (?=(?:{_WEEKDAY})\b)", re.IGNORECASE)
_CALL_TO = compile_later(r"\b((?:innkall(?:ing)?|invitasjon|inviter|velkommen) )te (?=\w)", re.IGNORECASE)
#: "07-Dec-2026", "14-Dec-26"
_DASHED_DATE = compile_later(rf"(?<![\w-])({_DAY})-({_MONTHS})-(?:20)?(\d\d)(?![\w-])", re.IGNORECASE)
#: "nine am", "ni til seksten", as they are dictated
_NUMBERS = {word: n for word, n in NUMBERS.items() if n > 1 and word != "to"} | {"one": 1}
_WORDED_HOURS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WORDED_HALF_DAY = compile_later(rf"\b({_WORDED_HOURS})(?= [ap]\.?m\b)", re.IGNORECASE)
_WORDED_RANGE = compile_later(
    rf"\b({_WORDED_HOURS})( til )({'|'.join(word for word, n in NUMBERS.items() if 12 < n < 24)})\b(?! \w*[a-z]er\b)",
    re.IGNORECASE,
)
#: "at ten to nine", which is no range of hours
_HOURS = "|".join(
    word for word, n in NUMBERS.items() if 0 < n < 13 and word.isascii() and word not in ("a", "an", "to")
)
_MINUTES_TO = compile_later(
    rf"\bat (five|ten|twenty) to ({_HOURS})\b(?! (?:people|persons|guests|pax|of us|weeks|days|hours|minutes))",
    re.IGNORECASE,
)

#: "in a fortnight", "a fortnight today", which is two weeks
_FORTNIGHT = compile_later(
    r"\b(?:(?<=in )a fortnight\b(?:['’]s time)?|a fortnight(?= (?:today|tomorrow|from (?:now|today))\b))", re.IGNORECASE
)
#: "two weeks today", which is today in two weeks
_WEEKS_FROM_DAY = compile_later(
    rf"\b(?<!in )(?<!every )(a|\d{{1,2}}|{_WORDED_HOURS}) (weeks?) (today|tomorrow)\b", re.IGNORECASE
)


def spell_spaced_times(text: str) -> str:
    """Return the text with their signs: "8/12 kl 10", "kl 12:00", "10 til 12", and with "in two weeks"."""
    text = _WEEKS_FROM_DAY.sub(r"\3 in \1 \2", _FORTNIGHT.sub("two weeks", text))
    text = _MINUTES_TO.sub(_write_minutes_to, text)
    text = _WORDED_HALF_DAY.sub(lambda said: _write_number(said[1]), text)
    text = _WORDED_RANGE.sub(lambda said: _write_number(said[1]) + said[2] + _write_number(said[3]), text)
    text = _CALL_TO.sub(r"\1til ", _JOINED_UNTIL.sub(r"\1-", _JOINED_DATE.sub(r"\1 ", text)))
    text = _EACH.sub(lambda said: "hver " if said[1] in "hH" else "kvar ", text)
    text = _DASHED_DATE.sub(r"\1 \2 20\3", text)
    text = _DATE_BEHIND_WEEKDAY.sub(r"\1 \2/\3", text)
    text = _DATE_BEFORE_TIME.sub(r"\1/\2", text)
    text = _CLOCK_IN_TWO.sub(r"\1\2:\3", _NAMED_CLOCK_IN_TWO.sub(r"\1\2:\3", text))
    return _UNTIL.sub(r"\1 til ", text)


def _write_minutes_to(said: re.Match[str]) -> str:
    hour = NUMBERS[said[2].lower()]
    return f"at {hour - 1 or 12}:{60 - NUMBERS[said[1].lower()]}"


def _write_number(word: str) -> str:
    return str(_NUMBERS[word.lower()])
