"""Expand queries by everyday words, English translations and near-synonyms; documents are not expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from handlers.language.compounds import split_compound
from handlers.language.lexicon import FOLDER, LINES, compute_lexicon_line
from handlers.language.text_analysis import Word, analyse_text, stem_word

Phrase = tuple[str, ...]
#: maximum number of words of an English phrase
MOST_PHRASE_WORDS = 3
#: mark after a stem that is only a part of a word
PART = b"*"
BEGINNING = re.compile(rb" ([^ >+]+)\+")


def list_related_words(words: Sequence[Word]) -> Iterator[tuple[tuple[int, ...], str, bool]]:
    """Yield places of words, the stem of a related word, and whether that is a part of a compound."""
    stems, beginnings = [word.stem for word in words], _list_phrase_beginnings()
    for place, word in enumerate(words):
        if word.stem.isdigit():
            continue  # a number is related to nothing, and few come again
        longest = min(MOST_PHRASE_WORDS, len(words) - place) if word.stem in beginnings else 1
        for length in range(longest, int(word.stop), -1):  # single stop words have no meaning
            for other, part in _list_related_stems(tuple(stems[place : place + length])):
                yield tuple(range(place, place + length)), other, part


def prepare_related_words() -> None:
    """Build the tables of related words now, in a thread, and not while the first search waits."""
    _build_related_lines()
    _list_phrase_beginnings()


@lru_cache(maxsize=4096)
def _list_related_stems(phrase: Phrase) -> tuple[tuple[str, bool], ...]:
    """Return related stems of a phrase, each with whether it is only a part; one may come twice."""
    return tuple(_read_related_stems(phrase))


def _read_related_stems(phrase: Phrase) -> Iterator[tuple[str, bool]]:
    key = _format_phrase_key(phrase)
    line, entry = _build_related_lines()[compute_lexicon_line(key)], b" %b>" % key
    at = line.find(entry)
    while at >= 0:
        end = line.index(b" ", at + 1)
        other = line[at + len(entry) : end]
        yield other.rstrip(PART).decode(), other.endswith(PART)
        at = line.find(entry, end)


@cache
def _build_related_lines() -> list[bytes]:
    """Return all relations in lines as the lexicon has them: dicts would take seven times the memory."""
    lines = [bytearray(b" ") for _ in range(LINES)]
    for phrase, other, part in _list_relations():
        key = _format_phrase_key(phrase)
        lines[compute_lexicon_line(key)] += b"%b>%b%b " % (key, other.encode(), PART if part else b"")
    return [bytes(line) for line in lines]


@cache
def _list_phrase_beginnings() -> frozenset[str]:
    """Return the first stems of phrases: only after these must several words be looked up together."""
    return frozenset(first.decode() for line in _build_related_lines() for first in BEGINNING.findall(line))


def _format_phrase_key(phrase: Phrase) -> bytes:
    return "+".join(phrase).encode()


def _list_relations() -> Iterator[tuple[Phrase, str, bool]]:
    """Yield stems of a word or phrase, the stem of a related word, and whether it is only a part."""
    for english, norwegian in _list_translations():
        asked = tuple(word.stem for word in analyse_text(english, "en"))
        for word in norwegian:
            yield asked, stem_word(word), False
            yield from ((asked, stem_word(part), True) for part in split_compound(word))
            if len(asked) == 1:
                yield (stem_word(word),), asked[0], False
    for group in (FOLDER / "synonyms.txt").read_text("utf-8").splitlines():
        stems = {stem_word(word) for word in group.split()}
        yield from (((one,), other, False) for one in stems for other in stems if one != other)


def _list_translations() -> Iterator[tuple[str, list[str]]]:
    """Yield an English word or phrase and Norwegian words for it, from lines such as "replace=bytte skifte"."""
    for line in (FOLDER / "english.txt").read_text("utf-8").splitlines():
        english, _, norwegian = line.partition("=")
        yield english, norwegian.split()
