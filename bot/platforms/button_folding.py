"""Decide which actions of a card are seen, and which stand behind ⋯."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from handlers.chat.cards import MOST_SEEN, Button, Buttons, Card, Item, Part

#: maximum number of actions of an entry of a list that are seen at once
MOST_SEEN_OF_ENTRY = 3
#: maximum number of characters of name and value together, of an action behind ⋯
LONGEST_FOLDED = 150


def fold_card_buttons(card: Card) -> Card:
    """Return the card with the last actions of each long row behind ⋯.

    Rows one below the other become one.
    """
    return msgspec.structs.replace(card, parts=tuple(_fold_parts(card.parts)))


def _fold_parts(parts: Iterable[Part]) -> Iterable[Part]:
    for row, found in groupby(parts, key=lambda part: isinstance(part, Buttons)):
        if row:
            yield _fold_rows([part for part in found if isinstance(part, Buttons)])
        else:
            yield from (_fold_item(part) if isinstance(part, Item) else part for part in found)


def _fold_rows(rows: Sequence[Buttons]) -> Buttons:
    seen, folded = split_button_row([button for row in rows for button in row.row], MOST_SEEN)
    return Buttons(seen, (*folded, *(button for row in rows for button in row.more)))


def _fold_item(item: Item) -> Item:
    seen, folded = split_button_row(item.buttons, MOST_SEEN_OF_ENTRY)
    return msgspec.structs.replace(item, buttons=seen, more=(*folded, *item.more))


def split_button_row(row: Sequence[Button], most: int) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return the buttons that are seen, and at least two behind ⋯.

    The first ones are seen, and whatever must not stand behind ⋯.
    """
    if len(row) <= most:
        return tuple(row), ()
    left = min(most, len(row) - 2) - sum(not can_fold(button) for button in row)
    foldable = [place for place, button in enumerate(row) if can_fold(button)]
    behind = set(foldable[max(0, left) :])
    return (
        tuple(button for place, button in enumerate(row) if place not in behind),
        tuple(button for place, button in enumerate(row) if place in behind),
    )


def can_fold(button: Button) -> bool:
    """Return True for an action that is not the main one, and that every platform can put behind ⋯.

    No platform can ask a question first there, and Slack keeps few characters.
    """
    short = len(f"{button.do} {button.value}") <= LONGEST_FOLDED
    return short and not button.confirm and button.style != "primary"
