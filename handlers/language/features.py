"""Extract what topic routing sees of a text: words, parts, concepts and letter n-grams, with weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.language.glossary import WEIGHT, list_concepts
from handlers.language.index_terms import PART
from handlers.language.language_detection import detect_language
from handlers.language.text_analysis import Word, analyse_text

#: Length of an n-gram. Adding shorter and longer ones costs memory without a measurable gain.
SIZE = 4


def extract_features(text: str) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return words with their concepts, and letter n-grams, each feature with a weight of 0..1."""
    words = analyse_text(text, detect_language(text))
    return _extract_word_features(words), _extract_letter_features(words)


def _extract_word_features(words: Sequence[Word]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        if not word.stop:
            found[word.stem] = max(found.get(word.stem, 0.0), word.weight)
            for part in word.parts:
                found[part] = max(found.get(part, 0.0), PART)
    for concept in list_concepts(words):
        found["=" + concept.name] = WEIGHT * concept.weight * max(words[place].weight for place in concept.places)
    return found


def _extract_letter_features(words: Sequence[Word]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        if not word.stop:
            padded = f"_{word.stem}_"
            for start in range(max(1, len(padded) - SIZE + 1)):
                piece = padded[start : start + SIZE]
                found[piece] = max(found.get(piece, 0.0), word.weight)
    return found
