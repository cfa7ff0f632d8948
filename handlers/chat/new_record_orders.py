"""Read an order to make a record by its kind alone: "ny sak", "lag en høring", "create an issue"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: words for new, verbs of whoever makes something, and articles, as `fold_word` returns them
NEW = ("ny", "nytt", "nye", "new")
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
_WANTED = _MAKE.union(NEW)
_BESIDE = _WANTED | _ARTICLES
#: maximum number of words
MOST_WORDS = 4
#: word for a kind of record -> the verb that begins one
_KINDS: Mapping[str, str] = {
    "sak": "issue", "issue": "issue", "horing": "consultation", "hoyring": "consultation",
    "consultation": "consultation", "losning": "solution", "loysing": "solution", "solution": "solution",
    "innspillsrunde": "input", "innspelsrunde": "input",
}  # fmt: skip


def find_ordered_kind(words: Sequence[str]) -> str:
    """Return the verb that begins such a record, of folded words; "" for more words, and where nothing is wanted."""
    if not 1 < len(words) <= MOST_WORDS:
        return ""
    *before, last = words
    return _KINDS.get(last, "") if not _WANTED.isdisjoint(before) and _BESIDE.issuperset(before) else ""
