"""Find the tokens of a line that a title or a place was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.places import lower_words

#: words at the beginning of a title or a place that change neither
LEADING = frozenset(("om", "about", "i", "på", "ved", "v/", "hos", "hjå", "in", "at", "the"))
#: the dash of "2-3"
_BETWEEN_FIGURES = compile_later(r"(?<![\d-])(\d{1,4})-(?=\d{1,4}(?![\d-]))")


def find_words(line: TypedLine, kinds: Sequence[str], text: str) -> list[int]:
    """Return the tokens of the words of a text: where they stand together, else each behind the one before.

    No token of a time is among the latter, of which some may be missing: a title may be joined of two pieces.
    """
    return find_phrase(line, kinds, text) or _find_scattered(line, kinds, _list_plain_words(text))


def find_phrase(line: TypedLine, kinds: Sequence[str], text: str) -> list[int]:
    """Return the tokens from the first to the last word of a text that stands together, over the fewest times."""
    wanted = _list_plain_words(text)
    found: list[list[int]] = []
    placed = list(_list_placed_words(line))
    for at in range(len(placed) - len(wanted) + 1 if wanted else 0):
        piece = placed[at : at + len(wanted)]
        if [word for _, word in piece] == wanted:
            found.append(list(range(piece[0][0], piece[-1][0] + 1)))
    return min(found, key=lambda tokens: sum(kinds[n] in "cd" for n in tokens), default=[])


def _find_scattered(line: TypedLine, kinds: Sequence[str], wanted: Sequence[str]) -> list[int]:
    found: list[int] = []
    placed = list(_list_placed_words(line))
    at = 0
    for word in wanted:
        n = next((n for n in range(at, len(placed)) if placed[n][1] == word and kinds[placed[n][0]] not in "cd"), None)
        if n is not None:
            found.append(placed[n][0])
            at = n + 1
    return sorted(set(found))


def _list_plain_words(text: str) -> list[str]:
    words = _list_words(text.replace("–", "-"))
    while len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    return words


def _list_placed_words(line: TypedLine) -> Iterator[tuple[int, str]]:
    """Yield each word with the token that it is of."""
    for n in range(len(line.tokens)):
        yield from ((n, word) for word in _list_words(line.slice_text(n, n + 1)))


def _list_words(text: str) -> list[str]:
    """Return the words in lower case, of "2-3" the figures alone: they may be one token or three."""
    return [word for word in lower_words(_BETWEEN_FIGURES.sub(r"\1 ", text).split()) if word != "-"]
