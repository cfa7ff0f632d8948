"""What routing sees of a text: words, parts, concepts and letter sequences, each with what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.language.glossary import WEIGHT, concepts
from handlers.language.languages import language_of
from handlers.language.terms import PART
from handlers.language.words import Word, read

#: letters of a sequence; adding shorter and longer ones gains nothing measurable and costs memory
SIZE = 4


def features(text: str) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Words with their concepts, and letter sequences, each feature with a weight of 0..1."""
    words = read(text, language_of(text))
    return _words(words), _letters(words)


def _words(words: Sequence[Word]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        if not word.stop:
            found[word.stem] = max(found.get(word.stem, 0.0), word.weight)
            for part in word.parts:
                found[part] = max(found.get(part, 0.0), PART)
    for concept in concepts(words):
        found["=" + concept.name] = WEIGHT * concept.weight * max(words[place].weight for place in concept.places)
    return found


def _letters(words: Sequence[Word]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        if not word.stop:
            padded = f"_{word.stem}_"
            for start in range(max(1, len(padded) - SIZE + 1)):
                piece = padded[start : start + SIZE]
                found[piece] = max(found.get(piece, 0.0), word.weight)
    return found
