"""Read an order to make a record: "ny sak", "lag en høring", "ny høring fra NVE om tariffer"."""

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


#: maximum number of words that say what it is about, and words that begin them: "ny sak om", "new consultation from"
MOST_WORDS_ABOUT = 20
_ABOUT = frozenset(("om", "about", "on"))
_FROM = _ABOUT | {"fra", "fraa", "from"}
#: behind a solution a colon alone: "ny løsning på støv" looks for one
_BEGINNINGS: Mapping[str, frozenset[str]] = {
    "issue": _ABOUT, "consultation": _FROM, "input": _ABOUT, "solution": frozenset(),
}  # fmt: skip
#: word for a kind of record -> words that begin what it is about
_BEGINNINGS_BY_WORD = {word: _BEGINNINGS[kind] for word, kind in _KINDS.items() if kind in _BEGINNINGS}


def find_ordered_record(typed: Sequence[str], words: Sequence[str]) -> tuple[str, str]:
    """Return the verb that begins a record, and what it is about: "ny høring fra NVE", "ny sak: nettleie".

    `words` are the typed ones, folded. ("", "") for what is no such order.
    """
    kind = _find_ordered_kind(words)
    if kind:
        return kind, ""
    at = next((n for n, word in enumerate(words[:MOST_WORDS]) if word in _BEGINNINGS_BY_WORD), len(words))
    before, about = words[:at], words[at + 1 :]
    if not about or _WANTED.isdisjoint(before) or not _BESIDE.issuperset(before):
        return "", ""
    if not typed[at].endswith(":") and about[0] not in _BEGINNINGS_BY_WORD[words[at]]:
        return "", ""
    if len(about) > MOST_WORDS_ABOUT and _KINDS[words[at]] != "solution":  # what worked is told at any length
        return "", ""
    told = " ".join(typed[at + 1 + (about[0] in _ABOUT) :])
    return _KINDS[words[at]], told[:1].upper() + told[1:]


def _find_ordered_kind(words: Sequence[str]) -> str:
    """Return the verb that begins such a record, of folded words; "" for more words, and where nothing is wanted."""
    if not 1 < len(words) <= MOST_WORDS:
        return ""
    *before, last = words
    return _KINDS.get(last, "") if not _WANTED.isdisjoint(before) and _BESIDE.issuperset(before) else ""
