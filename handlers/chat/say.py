"""What the bot says, in the reader's language: gettext catalogues, English message ids."""

from __future__ import annotations

import gettext
import io
from datetime import date, datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from babel import dates, numbers
from babel.messages import mofile, pofile

LANGUAGES = ("nb", "nn", "en")
LOCALE = Path(__file__).parent.parent / "locale"
_BABEL = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


@lru_cache(maxsize=8)
def catalogue(language: str) -> gettext.NullTranslations:
    path = LOCALE / language / "LC_MESSAGES" / "arena.po"
    if language == "en" or not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        mofile.write_mo(compiled, pofile.read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Say:
    """Texts, dates and numbers for one reader. `say("Sent to {topic}", topic=...)`."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self.language = language if language in LANGUAGES else "nb"
        self.zone = zone
        self._locale = _BABEL[self.language]
        self._texts = catalogue(self.language)

    def __call__(self, msgid: str, /, **values: object) -> str:
        text = self._texts.gettext(msgid)
        return text.format(**values) if values else text

    def many(self, one: str, several: str, n: int, /, **values: object) -> str:
        return self._texts.ngettext(one, several, n).format(n=self.number(n), **values)

    def number(self, value: float) -> str:
        return str(numbers.format_decimal(value, locale=self._locale))

    def day(self, when: date | datetime) -> str:
        """ "17. mars 2026" in the reader's zone."""
        return str(
            dates.format_date(self._local(when), "d. MMMM y" if self.language != "en" else "d MMMM y", self._locale)
        )

    def clock(self, when: datetime) -> str:
        """ "10.00" in the reader's zone."""
        return str(
            dates.format_time(
                when.astimezone(self.zone), "HH.mm" if self.language != "en" else "HH:mm", locale=self._locale
            )
        )

    def _local(self, when: date | datetime) -> date | datetime:
        return when.astimezone(self.zone) if isinstance(when, datetime) else when
