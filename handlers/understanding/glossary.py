"""Concepts: words of bokmål, nynorsk and English that mean the same, so that one finds the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from handlers.understanding.lexicon import terms
from handlers.understanding.words import Word, read

#: what a concept weighs beside the word itself
WEIGHT = 0.5
Phrase = tuple[str, ...]


@cache
def _phrases() -> dict[str, list[tuple[Phrase, str]]]:
    """First stem -> phrases that begin with it and the concept they name, longest first."""
    found: dict[str, dict[tuple[Phrase, str], None]] = {}
    for group in terms():
        concept = group["nb"][0].lower()
        for language, names in group.items():
            for name in names:
                phrase = tuple(word.stem for word in read(name, language))
                found.setdefault(phrase[0], {})[phrase, concept] = None
    return {first: sorted(phrases, key=lambda phrase: -len(phrase[0])) for first, phrases in found.items()}


def concepts(words: Sequence[Word]) -> list[tuple[str, str, float]]:
    """Concepts named by the words, in order: its name, the first word as typed, and 1 for a whole word or less for a part."""
    found: dict[str, tuple[str, float]] = {}
    stems = [word.stem for word in words]
    for place, word in enumerate(words):
        for phrase, concept in _phrases().get(word.stem, ()):
            if tuple(stems[place : place + len(phrase)]) == phrase:
                found[concept] = (word.typed, 1.0)
        for part in word.parts:
            for phrase, concept in _phrases().get(part, ()):
                if len(phrase) == 1:
                    found.setdefault(concept, (word.typed, 0.5))
    return [(concept, typed, weight) for concept, (typed, weight) in found.items()]
