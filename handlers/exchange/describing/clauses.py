"""Find the part of a text between two signs around a place. Tell whether it is an aside."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.quantities.text_folding import TextToken, fold_words

#: what stands behind them in a clause tells why, or of what is there: "because the boiler of 500 kW is worn out"
_ASIDE_WORDS = fold_words(
    """
    fordi når siden sidan ettersom because since when where instead istedenfor enn than erstatte erstatter erstattar
    erstatta replace replaces replacing
    """
)


def find_clause(tokens: Sequence[TextToken], start: int, end: int) -> tuple[int, int]:
    """Return where the words around a place begin and end that no sign parts from it."""
    for token in reversed([token for token in tokens if token.end <= start]):
        if start - token.end > 1:
            break
        start = token.start
    for token in (token for token in tokens if token.start >= end):
        if token.start - end > 1:
            break
        end = token.end
    return start, end


def stands_aside(tokens: Sequence[TextToken], start: int, end: int) -> bool:
    """Return True for what only tells why something is needed, or what is there already."""
    first, _ = find_clause(tokens, start, end)
    return any(first <= token.start < start and token.text in _ASIDE_WORDS for token in tokens)
