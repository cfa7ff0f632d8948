"""Keywords: other words that people search for a record with, as they are typed and as they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.language.words import telling

#: characters of all keywords of a record together, with what divides them
ROOM = 1000
_BETWEEN = re.compile(r"[,;\n]")


def parted(text: str) -> list[str]:
    """ "restsyre, brukt  syre" -> ["restsyre", "brukt syre"]; each once, whatever its case."""
    words = (" ".join(part.split()) for part in _BETWEEN.split(text))
    return list({word.casefold(): word for word in reversed([*words]) if word}.values())[::-1]


def joined(keywords: Iterable[str]) -> str:
    """As a field of a form holds them."""
    return ", ".join(keywords)


def with_words(keywords: Sequence[str], words: str) -> list[str]:
    return parted(joined((*keywords, words)))


def without(keywords: Sequence[str], words: str) -> list[str]:
    return [word for word in keywords if word.casefold() != words.casefold()]


def hold(keywords: Iterable[str], words: str) -> bool:
    """Whether every telling one of these words is among them, in whatever form."""
    held = {word.stem for keyword in keywords for word in telling(keyword)}
    return held.issuperset(word.stem for word in telling(words))
