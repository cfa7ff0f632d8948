"""Read an order to make a record by its kind alone: "ny sak", "lag en høring", "create an issue"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: verbs of whoever makes something, articles, and words for new, as `fold_word` returns them
_MAKE = frozenset(
    (
        "lag",
        "lage",
        "laga",
        "opprett",
        "opprette",
        "registrer",
        "registrere",
        "start",
        "starte",
        "create",
        "make",
        "register",
    )
)
_ARTICLES = frozenset(("en", "ei", "et", "eit", "ein", "a", "an"))
_NEW = frozenset(("ny", "nytt", "new"))
#: word for a kind of record -> the verb that begins one
_KINDS: Mapping[str, str] = {
    "sak": "issue", "issue": "issue", "horing": "consultation", "hoyring": "consultation",
    "consultation": "consultation", "losning": "solution", "loysing": "solution", "solution": "solution",
    "innspillsrunde": "input", "innspelsrunde": "input",
}  # fmt: skip


def find_ordered_kind(text: str, fold_word: Callable[[str], str]) -> str:
    """Return the verb that begins such a record; "" where more is said, or where nothing says that one is wanted."""
    words = [fold_word(word) for word in text.split()]
    if not 1 < len(words) <= 4 or text.rstrip().endswith("?"):
        return ""
    *before, last = words
    wanted = not (_MAKE | _NEW).isdisjoint(before)
    return _KINDS.get(last, "") if wanted and (_MAKE | _NEW | _ARTICLES).issuperset(before) else ""
