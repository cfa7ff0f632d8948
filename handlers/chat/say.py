"""Translate what the bot says into the reader's language: gettext catalogues, English message ids."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal, localcontext
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import dates, lists, numbers

from handlers.chat.catalogue_files import read_catalogue
from handlers.language.lexicon import load_default_topics

LANGUAGES = ("nb", "nn", "en")
LOCALE = Path(__file__).parent.parent / "locale"
_BABEL = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@lru_cache(maxsize=8)
def load_catalogue(language: str) -> gettext.NullTranslations:
    path = LOCALE / language / "LC_MESSAGES" / "arena.po"
    if language == "en" or not path.exists():
        return gettext.NullTranslations()
    return read_catalogue(path)


def load_catalogues() -> None:
    """Read the catalogue of each language now (in a thread): the first reader would wait for it."""
    for language in LANGUAGES:
        load_catalogue(language)


def capitalise_first_letter(text: str) -> str:
    """Return the text as it begins a sentence or a title; all other letters stay as they are."""
    return text[:1].upper() + text[1:]


#: names of topics where a sentence goes on; they begin in small letters there, as any other word
_IN_SENTENCE = re.compile(r"[^\W_] \{topics?\}")


@lru_cache(maxsize=1)
def _match_topic_names() -> re.Pattern[str]:
    """Return what matches the names of the topics that come with the bot, unless they begin with an abbreviation."""
    names = {name for topic in load_default_topics() for name in topic["name"].values() if name[1:2].islower()}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def lower_topic_names(text: str) -> str:
    """Return the text with these names as they stand in a sentence. Other names may be proper names, and stay."""
    return _match_topic_names().sub(lambda name: name[0][:1].lower() + name[0][1:], text)


class Say:
    """Translate and format texts, dates and numbers for one reader: `say("Sent to {topic}", topic=...)`."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self.language = language if language in LANGUAGES else "nb"
        self.zone = zone
        self._locale = _BABEL[self.language]
        self._texts = load_catalogue(self.language)

    def __call__(self, msgid: str, /, **values: object) -> str:
        text = self._texts.gettext(msgid)
        if ("topic" in values or "topics" in values) and _IN_SENTENCE.search(text):
            names = {name: lower_topic_names(str(values[name])) for name in ("topic", "topics") if name in values}
            values = values | names
        return text.format(**values) if values else text

    def many(self, one: str, several: str, n: int, /, **values: object) -> str:
        return self._texts.ngettext(one, several, n).format(n=self.format_number(n), **values)

    def format_number(self, value: float) -> str:
        if isinstance(value, int) and 0 <= value < 1000:  # fast path: small numbers look alike in all languages
            return str(value)
        return str(numbers.format_decimal(value, locale=self._locale))

    def format_decimal(self, value: Decimal) -> str:
        """Return the value with the decimals it has, six at the most: "1 200,5"."""
        with localcontext() as context:
            # it is rounded to six decimals with all its digits, however many stand before them
            context.prec = max(context.prec, value.adjusted() + 8)
            return str(numbers.format_decimal(value, format="#,##0.######", locale=self._locale))

    def format_day(self, when: date | datetime) -> str:
        """Return "17. mars 2026" in the reader's zone."""
        return self._format_date(self._convert_to_zone(when), "d. MMMM y")

    def format_clock(self, when: datetime) -> str:
        """Return "10.00" in the reader's zone."""
        return self._format_time(when.astimezone(self.zone))

    def format_period(
        self, start: date | datetime, end: date | datetime | None = None, zone: ZoneInfo | None = None
    ) -> str:
        """Return "tirsdag 17. mars 2026 kl. 10.00–15.00", or "3.–6. juni 2026".

        Instants are shown in the reader's zone, wall times and days as they are. `zone` is that of somebody
        elsewhere: their time is shown, and the zone is named if it is another one.
        """
        if zone is not None and isinstance(start, datetime):
            text = Say(self.language, zone).format_period(start, end)
            if start.tzinfo is None or start.astimezone(zone).utcoffset() == start.astimezone(self.zone).utcoffset():
                return text
            city = dates.get_timezone_location(zone.key, locale=self._locale, return_city=True)
            return f"{text} ({city})"
        first, last = self._convert_to_zone(start), None if end is None else self._convert_to_zone(end)
        if not isinstance(first, datetime):
            return self._format_days(first, last or first)
        if last is None or not isinstance(last, datetime):
            return self._format_moment(first)
        if first.date() == last.date():
            return f"{self._format_moment(first)}–{self._format_time(last)}"
        return f"{self._format_moment(first)} – {self._format_moment(last)}"

    def format_weekday(self, n: int) -> str:
        """Return "mandag" for 0."""
        return str(dates.get_day_names("wide", locale=self._locale)[n])

    def format_month(self, n: int) -> str:
        """Return "jan." for 1."""
        return str(dates.get_month_names("abbreviated", context="stand-alone", locale=self._locale)[n])

    def listed(self, names: Sequence[str], *, either: bool = False) -> str:
        """Return the names as a list in words: "tirsdag, onsdag og torsdag"; with `either`, "eller torsdag"."""
        return lists.format_list(names, style="or" if either else "standard", locale=self._locale)

    @staticmethod
    def join_names(names: Iterable[str]) -> str:
        """Return the names one after the other: with semicolons where a name has a comma of its own."""
        found = list(names)
        return ("; " if any("," in name for name in found) else ", ").join(found)

    def _format_moment(self, at: datetime) -> str:
        joint = ", " if self.language == "en" else " kl. "
        return f"{self._format_date(at, 'EEEE d. MMMM y')}{joint}{self._format_time(at)}"

    def _format_days(self, first: date, last: date) -> str:
        if first == last:
            return self._format_date(first, "EEEE d. MMMM y")
        until = self._format_date(last, "d. MMMM y")
        if first.year != last.year:
            return f"{self._format_date(first, 'd. MMMM y')} – {until}"
        if first.month != last.month:
            return f"{self._format_date(first, 'd. MMMM')} – {until}"
        return f"{self._format_date(first, 'd.')}–{until}"

    def _format_date(self, day: date, pattern: str) -> str:
        return str(dates.format_date(day, pattern.replace(".", "") if self.language == "en" else pattern, self._locale))

    def _format_time(self, at: datetime) -> str:
        return str(dates.format_time(at.time(), "HH:mm" if self.language == "en" else "HH.mm", locale=self._locale))

    def _convert_to_zone(self, when: date | datetime) -> date | datetime:
        return when.astimezone(self.zone) if isinstance(when, datetime) and when.tzinfo is not None else when
