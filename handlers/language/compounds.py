"""Split Norwegian compounds after Koehn & Knight (2003): prefer the split with the commonest words."""

from __future__ import annotations

from functools import cache, lru_cache

from handlers.language.lexicon import TRADE, get_norwegian_frequency, load_trade_words, load_wordlist

#: minimum number of letters of a compound
SHORTEST = 7
#: letters that may link two parts
LINKS = ("", "s", "e")
#: endings that look like words
ENDINGS = load_wordlist("compound_endings")
#: words that look like compounds, but are not
WHOLE = load_wordlist("compound_whole")
#: short first parts that are common in the industry
SHORT = load_wordlist("compound_short_first")
#: short last parts
SHORT_LAST = load_wordlist("compound_short_last")
#: cost of each part beyond the second, in Zipf units
PART_COST = 0.4
#: first parts that are not words, or mean something else in a compound
BAD_FIRST = load_wordlist("compound_never_first")


def split_compound(word: str) -> tuple[str, ...]:
    """Return the parts of a compound, first part first; empty for a word that is best left whole."""
    if len(word) < SHORTEST or len(word) > 40 or not word.isalpha() or word in WHOLE:
        return ()
    parts = _find_best_split(word, 0)
    return parts if len(parts) > 1 else ()


@lru_cache(maxsize=1024)
def _find_best_split(word: str, depth: int) -> tuple[str, ...]:
    """Return the best reading of the word: itself, or its parts."""
    if len(word) < SHORTEST or depth > 2 or word in WHOLE:
        return (word,)
    best: tuple[str, ...] = (word,)
    score = _score_whole_word(word, depth)
    for cut in range(3, len(word) - 2):
        first = _find_first_part(word[:cut])
        second = _find_last_parts(word[cut - 1], word[cut:], depth) if first else ()
        if second:
            parts = (first, *second)
            mean = sum(map(_score_compound_part, parts)) / len(parts) - PART_COST * (len(parts) - 2)
            if mean > score:
                best, score = parts, mean
    return best


def _score_whole_word(word: str, depth: int) -> float:
    """Score the unsplit word. Words of the trade are split, but serve whole as parts of longer ones."""
    zipf = get_norwegian_frequency(word)
    if word in load_trade_words() and (depth or zipf == TRADE):
        return 4.5 if depth else 2.6
    return zipf


def _score_compound_part(part: str) -> float:
    return 4.5 if part in load_trade_words() else get_norwegian_frequency(part) or 3.0


def _find_first_part(piece: str) -> str:
    """Return the first part without its linking letter; empty if it is no word."""
    for link in LINKS:
        bare = piece[: len(piece) - len(link)] if piece.endswith(link) else ""
        long_enough = len(bare) >= 4 or (len(bare) == 3 and bare in SHORT)
        if link == "s" and bare.endswith("e"):  # "viftestøy" does not contain "tøy"
            continue
        if long_enough and bare not in BAD_FIRST and get_norwegian_frequency(bare) >= 2.6:
            return bare
    return ""


def _find_last_parts(before: str, piece: str, depth: int) -> tuple[str, ...]:
    """Return the last part (or parts); empty if it is no word, or an ending after a doubled letter."""
    if (
        (len(piece) < 4 and piece not in SHORT_LAST)
        or piece in ENDINGS
        or (piece[0] == before and piece[1:] in _list_inflection_suffixes())
    ):
        return ()
    parts = _find_best_split(piece, depth + 1)
    if min(map(get_norwegian_frequency, parts)) >= 2.6:
        return parts
    base = _strip_inflection(piece)
    return (base,) if base else ()


@cache
def _list_inflection_suffixes() -> tuple[str, ...]:
    return ("ene", "ane", "en", "et", "er", "a", "e", "n", "r", "s", "t")


def _strip_inflection(piece: str) -> str:
    for suffix in _list_inflection_suffixes():
        base = piece.removesuffix(suffix)
        if base != piece and len(base) >= 4 and (base in load_trade_words() or get_norwegian_frequency(base) >= 3.0):
            return base
    return ""
