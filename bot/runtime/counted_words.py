"""Count things in what commands and checks print: "1 person", "2 people".

What members read is counted by `Say.many`, in each language.
"""

from __future__ import annotations

from collections.abc import Mapping

#: plurals of file kinds and records that do not only add an s
_SINGULARS: Mapping[str, str] = {
    "people": "person",
    "matches": "match",
    "minutes": "minutes",
}


def count_things(n: int, things: str) -> str:
    """Return the number with its noun, which is given in the plural and may have more words behind it."""
    noun, _, rest = things.partition(" ")
    if n == 1:
        noun = _SINGULARS.get(noun, noun.removesuffix("s"))
    return " ".join(filter(None, (str(n), noun, rest)))


def choose_form(n: int, one: str, several: str) -> str:
    """Return the words that go with this number, where more than a noun changes."""
    return one if n == 1 else several
