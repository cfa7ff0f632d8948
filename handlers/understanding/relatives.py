"""Words that mean the same in everyday speech, English beside Norwegian, and near-synonyms: asked for, not indexed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from handlers.understanding.compounds import split
from handlers.understanding.lexicon import FOLDER
from handlers.understanding.words import Word, read, stem

Phrase = tuple[str, ...]
#: words of the longest English phrase
LONGEST = 3


def relatives(words: Sequence[Word]) -> Iterator[tuple[tuple[int, ...], str, bool]]:
    """Places of the words, the stem of one that means the same, and whether it is only a part of it (of a compound)."""
    stems = [word.stem for word in words]
    for place, word in enumerate(words):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            phrase = tuple(stems[place : place + length])
            if length > 1 or not word.stop:
                for other, part in _related().get(phrase, ()):
                    yield tuple(range(place, place + length)), other, part


@cache
def _related() -> dict[Phrase, tuple[tuple[str, bool], ...]]:
    """Stems of a word or phrase -> stems that mean the same, each with whether it is but a part."""
    found: dict[Phrase, dict[str, bool]] = {}
    for english, norwegian in _pairs():
        asked = tuple(word.stem for word in read(english, "en"))
        for word in norwegian:
            _relate(found, asked, word)
        if len(asked) == 1:
            for word in norwegian:
                found.setdefault((stem(word),), {}).setdefault(asked[0], False)
    for group in (FOLDER / "synonyms.txt").read_text("utf-8").splitlines():
        words = group.split()
        for word in words:
            for other in words:
                if stem(other) != stem(word):
                    found.setdefault((stem(word),), {})[stem(other)] = False
    return {phrase: tuple(others.items()) for phrase, others in found.items()}


def _relate(found: dict[Phrase, dict[str, bool]], asked: Phrase, word: str) -> None:
    others = found.setdefault(asked, {})
    others[stem(word)] = False
    for part in split(word):
        others.setdefault(stem(part), True)


def _pairs() -> Iterator[tuple[str, list[str]]]:
    """Lines such as "replace=bytte skifte": an English word or phrase, and Norwegian words for it."""
    for line in (FOLDER / "english.txt").read_text("utf-8").splitlines():
        english, _, norwegian = line.partition("=")
        yield english, norwegian.split()
