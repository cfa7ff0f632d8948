"""Draw a choice among few or many: many are found by what is typed, so that none of them is out of reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from handlers.chat.cards import MANY_OPTIONS, Field, OptionSource, Reply
from handlers.chat.events import Query
from handlers.language.name_folding import fold_marks

#: maximum number of options in one answer: a platform shows no more
MOST_FOUND = 100


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
    typed = fold_marks(event.text)
    found = [pair for pair in options if all(word in fold_marks(pair[1]) for word in typed.split())]
    found.sort(key=lambda pair: not fold_marks(pair[1]).startswith(typed))
    return Reply(options=tuple(found[event.skip : event.skip + MOST_FOUND]))
