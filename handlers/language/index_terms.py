"""Convert words to what the index holds: terms with weights, and letter n-grams."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from handlers.language.glossary import list_concepts
from handlers.language.lexicon import FOLDER
from handlers.language.text_analysis import Word

#: Increase it when the rules that turn words into terms change. All records are then indexed again automatically.
INDEX_VERSION = 1
#: Files that the rules depend on. The index notices by itself when one of them changes.
LISTS = ("lexicon.txt.gz", "terms.json", "topics.json", "wordlists.txt")
#: weight of a part of a compound, relative to the whole word
PART = 0.5
#: BM25: saturation of repeated terms, influence of length, and usual length in words
K1, B, USUAL = 1.2, 0.5, 45.0


@cache
def compute_index_version() -> int:
    """Return a number for the rules and lists of indexing: another number when any of them changes."""
    lists = b"".join((FOLDER / name).read_bytes() for name in LISTS)
    return zlib.crc32(lists, INDEX_VERSION) >> 1


def count_terms(words: Sequence[Word]) -> dict[str, float]:
    """Return term -> how often it occurs; parts and concepts count for less. A concept's term begins with "="."""
    found: dict[str, float] = defaultdict(float)
    for word in words:
        if not word.stop:
            found[word.stem] += 1.0
            for part in word.parts:
                found[part] += PART
    for concept in list_concepts(words):
        if not all(words[place].stop for place in concept.places):  # skip "som", the stem of "sommer"
            found["=" + concept.name] += concept.weight
    return dict(found)


def compute_impacts(fields: Iterable[tuple[Sequence[Word], float]]) -> dict[str, float]:
    """Return term -> BM25 impact, over fields with their weights."""
    total: dict[str, float] = defaultdict(float)
    length = 0.0
    for words, weight in fields:
        length += weight * sum(not word.stop for word in words)
        for term, count in count_terms(words).items():
            total[term] += weight * count
    norm = K1 * (1 - B + B * length / USUAL)
    return {term: round(count * (K1 + 1) / (count + norm), 4) for term, count in total.items()}


def compute_char_ngrams(words: Sequence[Word]) -> set[int]:
    """Return hashes of the words' letter n-grams: four letters, with the ends of a word marked."""
    found: set[int] = set()
    for word in words:
        if not word.stop:
            # numbers are not kept: few come again
            found.update(_hash_char_ngrams(word.stem) if word.stem.isdigit() else _recall_char_ngrams(word.stem))
    return found


@lru_cache(maxsize=8192)
def _recall_char_ngrams(stem: str) -> tuple[int, ...]:
    return _hash_char_ngrams(stem)


def _hash_char_ngrams(stem: str) -> tuple[int, ...]:
    padded = f"_{stem}_"
    return tuple(zlib.crc32(padded[start : start + 4].encode()) for start in range(max(1, len(padded) - 3)))


def pack_char_ngrams(hashes: set[int]) -> bytes:
    return array("I", sorted(hashes)).tobytes()


def unpack_char_ngrams(data: bytes) -> array[int]:
    found = array("I")
    found.frombytes(data)
    return found
