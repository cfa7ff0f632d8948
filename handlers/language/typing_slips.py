"""List the words that somebody may have meant who slipped on the keys: "trnger", "availble", "lagerplas"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from handlers.language.lexicon import find_norwegian_spelling, get_word_frequencies

#: letters of a word that may be a slip for another, at least
SHORTEST = 6


@lru_cache(maxsize=2048)
def list_meant_words(word: str) -> tuple[str, ...]:
    """Return the words that a folded word may be a slip for; none for a word that is one.

    A letter was left out or typed too often, or two changed places; the first letter and the ending are as meant.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    is_known = any(get_word_frequencies(word)) or find_norwegian_spelling(word) != ""
    return () if is_known else tuple(_list_neighbours(word))


def _list_neighbours(word: str) -> Iterator[str]:
    for at in range(1, len(word) - 1):
        head, letter, tail = word[:at], word[at], word[at + 1 :]
        yield head + tail[0] + letter + tail[1:]
        yield head + tail
        yield from (head + missing + letter + tail for missing in ascii_lowercase)
    # "lagerplas"
    yield word[:-1] + word[-1] * 2
    yield from (word[:-1] + missing + word[-1] for missing in ascii_lowercase)
