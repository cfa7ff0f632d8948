"""Words that mean the same in everyday speech, English beside Norwegian, and near-synonyms: asked for, not indexed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from handlers.language.compounds import split
from handlers.language.lexicon import FOLDER, LINES, line_of
from handlers.language.words import Word, read, stem

Phrase = tuple[str, ...]
#: words of the longest English phrase
LONGEST = 3
#: what stands after a stem that is but a part
PART = b"*"
BEGINNING = re.compile(rb" ([^ >+]+)\+")


def relatives(words: Sequence[Word]) -> Iterator[tuple[tuple[int, ...], str, bool]]:
    """Places of the words, the stem of one that means the same, and whether it is only a part of it (of a compound)."""
    stems, beginnings = [word.stem for word in words], _beginnings()
    for place, word in enumerate(words):
        longest = min(LONGEST, len(words) - place) if word.stem in beginnings else 1
        for length in range(longest, int(word.stop), -1):  # a stop word means something only with others
            for other, part in _related(tuple(stems[place : place + length])):
                yield tuple(range(place, place + length)), other, part


def prepare() -> None:
    """What is related is written down now (in a thread), and not while somebody waits for the first search."""
    _lines()
    _beginnings()


@lru_cache(maxsize=4096)
def _related(phrase: Phrase) -> tuple[tuple[str, bool], ...]:
    """Stems that mean the same as these, each with whether it is but a part; the same one may come twice."""
    return tuple(_found(phrase))


def _found(phrase: Phrase) -> Iterator[tuple[str, bool]]:
    key = _key(phrase)
    line, entry = _lines()[line_of(key)], b" %b>" % key
    at = line.find(entry)
    while at >= 0:
        end = line.index(b" ", at + 1)
        other = line[at + len(entry) : end]
        yield other.rstrip(PART).decode(), other.endswith(PART)
        at = line.find(entry, end)


@cache
def _lines() -> list[bytes]:
    """All that is related, in lines as the lexicon has them: dicts of it would take seven times the memory."""
    lines = [bytearray(b" ") for _ in range(LINES)]
    for phrase, other, part in _relations():
        key = _key(phrase)
        lines[line_of(key)] += b"%b>%b%b " % (key, other.encode(), PART if part else b"")
    return [bytes(line) for line in lines]


@cache
def _beginnings() -> frozenset[str]:
    """The first stems of phrases: with nothing else need more words than one be looked up."""
    return frozenset(first.decode() for line in _lines() for first in BEGINNING.findall(line))


def _key(phrase: Phrase) -> bytes:
    return "+".join(phrase).encode()


def _relations() -> Iterator[tuple[Phrase, str, bool]]:
    """Stems of a word or phrase, the stem of one that means the same, and whether that is but a part of it."""
    for english, norwegian in _pairs():
        asked = tuple(word.stem for word in read(english, "en"))
        for word in norwegian:
            yield asked, stem(word), False
            yield from ((asked, stem(part), True) for part in split(word))
            if len(asked) == 1:
                yield (stem(word),), asked[0], False
    for group in (FOLDER / "synonyms.txt").read_text("utf-8").splitlines():
        stems = {stem(word) for word in group.split()}
        yield from (((one,), other, False) for one in stems for other in stems if one != other)


def _pairs() -> Iterator[tuple[str, list[str]]]:
    """Lines such as "replace=bytte skifte": an English word or phrase, and Norwegian words for it."""
    for line in (FOLDER / "english.txt").read_text("utf-8").splitlines():
        english, _, norwegian = line.partition("=")
        yield english, norwegian.split()
