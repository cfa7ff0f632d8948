"""Compare two words for a probable misspelling."""

from __future__ import annotations


def is_probable_misspelling(word: str, other: str) -> bool:
    """Return True for one slip in words of five letters or more, two in words of eleven or more.

    The first letter must be the same.
    """
    allowed = 2 if min(len(word), len(other)) >= 11 else 1
    if word[:1] != other[:1] or abs(len(word) - len(other)) > allowed or min(len(word), len(other)) < 5:
        return False
    return _count_slips(word, other, allowed) <= allowed


def _count_slips(word: str, other: str, most: int) -> int:
    """Count letters changed, left out, added or swapped (Damerau-Levenshtein); stop above `most`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        here = [row]
        for column, another in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == another:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, last = last, here
    return last[-1]


def is_one_slip_apart(typed: str, name: str) -> bool:
    """Return True for a letter too many, missing or wrong, or two that changed places."""
    if typed == name or abs(len(typed) - len(name)) > 1:
        return typed == name
    if len(typed) > 2 and typed[0] != name[:1] and typed[-1] != name[-1:]:  # no slip is at either end
        return False
    start = next((n for n, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), min(len(typed), len(name)))
    left, right = typed[start:], name[start:]
    swapped = len(left) > 1 and left[1] + left[0] + left[2:] == right
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or swapped
