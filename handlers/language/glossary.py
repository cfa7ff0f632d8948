"""Map words of bokmål, nynorsk and English with one meaning to a concept, so that one finds the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from handlers.language.lexicon import load_glossary_terms
from handlers.language.text_analysis import Word, analyse_text

#: weight of a concept, relative to the word itself
WEIGHT = 0.5
#: weight of a concept that only a part of a compound names
PART = 0.5
Phrase = tuple[str, ...]


@cache
def _index_phrases() -> dict[str, list[tuple[Phrase, str]]]:
    """Return first stem -> phrases that begin with it and the concept they name, longest first."""
    found: dict[str, dict[tuple[Phrase, str], None]] = {}
    for group in load_glossary_terms():
        concept = group["nb"][0].lower()
        for language, names in group.items():
            for name in names:
                phrase = tuple(word.stem for word in analyse_text(name, language))
                found.setdefault(phrase[0], {})[phrase, concept] = None
    return {first: sorted(phrases, key=lambda phrase: -len(phrase[0])) for first, phrases in found.items()}


@dataclass(frozen=True, slots=True)
class Concept:
    """Represent a concept that a text names."""

    #: first bokmål word of the concept
    name: str
    #: positions of the words that name it
    places: tuple[int, ...]
    #: 1 if whole words name it; less for a part of a compound
    weight: float


def list_concepts(words: Sequence[Word]) -> list[Concept]:
    """Return the concepts that the words name, each once, whole words before parts."""
    found: dict[str, Concept] = {}
    phrases = _index_phrases()
    stems = [word.stem for word in words]
    for place, stem in enumerate(stems):
        for phrase, name in phrases.get(stem, ()):
            if tuple(stems[place : place + len(phrase)]) == phrase:
                found.setdefault(name, Concept(name, tuple(range(place, place + len(phrase))), 1.0))
    for place, word in enumerate(words):
        for part in word.parts:
            for phrase, name in phrases.get(part, ()):
                if len(phrase) == 1:
                    found.setdefault(name, Concept(name, (place,), PART))
    return list(found.values())
