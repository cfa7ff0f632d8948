"""Parse, format and compare keywords: other words that people search for a record with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.language.text_analysis import list_meaningful_words

#: maximum number of characters of all keywords of a record, with separators
ROOM = 1000
_BETWEEN = re.compile(r"[,;\n]")


def parse_keywords(text: str) -> list[str]:
    """Split "restsyre, brukt  syre" into ["restsyre", "brukt syre"]; keep each once, whatever its case."""
    words = (" ".join(part.split()) for part in _BETWEEN.split(text))
    return list({word.casefold(): word for word in reversed([*words]) if word}.values())[::-1]


def format_keywords(keywords: Iterable[str]) -> str:
    """Join keywords as a form field holds them."""
    return ", ".join(keywords)


def add_keyword(keywords: Sequence[str], words: str) -> list[str]:
    return parse_keywords(format_keywords((*keywords, words)))


def remove_keyword(keywords: Sequence[str], words: str) -> list[str]:
    return [word for word in keywords if word.casefold() != words.casefold()]


def has_keyword_words(keywords: Iterable[str], words: str) -> bool:
    """Return True if each meaningful word is among the keywords, in any inflection."""
    held = {word.stem for keyword in keywords for word in list_meaningful_words(keyword)}
    return held.issuperset(word.stem for word in list_meaningful_words(words))
