"""Draw a choice among few or many: many are found by what is typed, so that none of them is out of reach."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from handlers.chat.cards import MANY_OPTIONS, Field, OptionSource, Reply
from handlers.chat.events import Query

#: maximum number of options in one answer: a platform shows no more
MOST_FOUND = 100
#: letters that people type in two ways, beside those that only lack a mark
_PLAIN = (("ø", "o"), ("æ", "ae"), ("aa", "a"), ("oe", "o"))


def draw_option_field(
    name: str, label: str, options: Sequence[tuple[str, str]], source: OptionSource,
    *, chosen: Collection[str] = (), several: bool = False, required: bool = False, hint: str = "",
) -> Field:  # fmt: skip
    """Draw the field with its options, or with those that are chosen and the source of all others."""
    picked = tuple(value for value, _ in options if value in chosen)
    many = len(options) > MANY_OPTIONS
    return Field(
        name, label, "choices" if several else "choice", picked if several else next(iter(picked), ""), hint,
        required=required, options=tuple(pair for pair in options if pair[0] in picked) if many else tuple(options),
        source=source if many else None,
    )  # fmt: skip


def reply_with_found_options(event: Query, options: Iterable[tuple[str, str]]) -> Reply:
    """Return the options that hold each typed word, those that begin with what is typed first."""
    typed = _fold_name(event.text)
    found = [pair for pair in options if all(word in _fold_name(pair[1]) for word in typed.split())]
    found.sort(key=lambda pair: not _fold_name(pair[1]).startswith(typed))
    return Reply(options=tuple(found[event.skip : event.skip + MOST_FOUND]))


def _fold_name(name: str) -> str:
    """Return a name as it is compared: in one case, without accents, with one spelling of Norwegian letters."""
    marked = unicodedata.normalize("NFKD", " ".join(name.split()).casefold())
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    for letters, one in _PLAIN:
        plain = plain.replace(letters, one)
    return plain
