"""Norwegian compounds taken apart, after Koehn & Knight (2003): the split whose parts are the commonest words."""

from __future__ import annotations

from functools import cache, lru_cache

from handlers.language.lexicon import TRADE, frequency, trade_words, wordlist

#: shorter words are left whole
SHORTEST = 7
#: what may stand between two parts
LINKS = ("", "s", "e")
#: endings that look like words
ENDINGS = wordlist("compound_endings")
#: words that look like compounds and are none
WHOLE = wordlist("compound_whole")
#: short first parts that are common in the trade
SHORT = wordlist("compound_short_first")
#: short last parts
SHORT_LAST = wordlist("compound_short_last")
#: what one part more than two costs, in Zipf units
PART_COST = 0.4
#: first parts that are no words of their own, or mean something else in a compound
BAD_FIRST = wordlist("compound_never_first")


def split(word: str) -> tuple[str, ...]:
    """The parts of a compound, first part first; empty for a word that is best left whole."""
    if len(word) < SHORTEST or len(word) > 40 or not word.isalpha() or word in WHOLE:
        return ()
    parts = _parts(word, 0)
    return parts if len(parts) > 1 else ()


@lru_cache(maxsize=1024)
def _parts(word: str, depth: int) -> tuple[str, ...]:
    """The best way to read the word: itself, or parts."""
    if len(word) < SHORTEST or depth > 2 or word in WHOLE:
        return (word,)
    best: tuple[str, ...] = (word,)
    score = _whole(word, depth)
    for cut in range(3, len(word) - 2):
        first = _first(word[:cut])
        second = _second(word[cut - 1], word[cut:], depth) if first else ()
        if second:
            parts = (first, *second)
            mean = sum(map(_known, parts)) / len(parts) - PART_COST * (len(parts) - 2)
            if mean > score:
                best, score = parts, mean
    return best


def _whole(word: str, depth: int) -> float:
    """How well the word stands unsplit. Words of the trade are taken apart, but serve whole as parts of longer ones."""
    zipf = frequency(word)
    if word in trade_words() and (depth or zipf == TRADE):
        return 4.5 if depth else 2.6
    return zipf


def _known(part: str) -> float:
    return 4.5 if part in trade_words() else frequency(part) or 3.0


def _first(piece: str) -> str:
    """The word a first part is, without what links it; empty where it is none."""
    for link in LINKS:
        bare = piece[: len(piece) - len(link)] if piece.endswith(link) else ""
        long_enough = len(bare) >= 4 or (len(bare) == 3 and bare in SHORT)
        if link == "s" and bare.endswith("e"):  # "viftestøy" is no "tøy"
            continue
        if long_enough and bare not in BAD_FIRST and frequency(bare) >= 2.6:
            return bare
    return ""


def _second(before: str, piece: str, depth: int) -> tuple[str, ...]:
    """The last part (or parts); empty where it is no word, or only an ending after a doubled letter."""
    if (
        (len(piece) < 4 and piece not in SHORT_LAST)
        or piece in ENDINGS
        or (piece[0] == before and piece[1:] in _suffixes())
    ):
        return ()
    parts = _parts(piece, depth + 1)
    if min(map(frequency, parts)) >= 2.6:
        return parts
    base = _uninflected(piece)
    return (base,) if base else ()


@cache
def _suffixes() -> tuple[str, ...]:
    return ("ene", "ane", "en", "et", "er", "a", "e", "n", "r", "s", "t")


def _uninflected(piece: str) -> str:
    for suffix in _suffixes():
        base = piece.removesuffix(suffix)
        if base != piece and len(base) >= 4 and (base in trade_words() or frequency(base) >= 3.0):
            return base
    return ""
