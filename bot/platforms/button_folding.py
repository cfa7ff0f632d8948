"""Decide which actions of a card are seen, and which stand behind ⋯."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec

from handlers.chat.cards import MOST_SEEN, Button, Buttons, Card, Item, Part

#: maximum number of actions of an entry that are seen at once, if it is the only one that has some
MOST_SEEN_OF_ENTRY = 3
#: number of entries beyond which Teams has no room for a ⋯ of each
MOST_ENTRIES = 12
#: maximum number of actions behind one ⋯; more would need another
MOST_FOLDED = 5
#: maximum number of characters of name and value together, of an action behind ⋯
LONGEST_FOLDED = 150


def fold_card_buttons(card: Card) -> Card:
    """Return the card with the last actions of each row behind ⋯, so that few are seen at once.

    Rows one below the other become one. The more entries have actions, the fewer of each are seen; rows with texts
    between them share what is seen of rows.
    """
    row, entry = share_seen_actions(card)
    return msgspec.structs.replace(card, parts=tuple(_fold_parts(card.parts, row, entry)))


def share_seen_actions(card: Card) -> tuple[int, int]:
    """Return how many actions are seen of a row, and of an entry; of each at least one.

    A row with the main action of the card comes before its entries, any other row after them. At least one is seen
    of each row that texts keep apart.
    """
    entries = sum(isinstance(part, Item) and bool(part.buttons) for part in card.parts)
    if not entries:
        return MOST_SEEN, MOST_SEEN_OF_ENTRY
    row = [button for part in card.parts if isinstance(part, Buttons) for button in part.row]
    is_main = any(button.style == "primary" for button in row)
    apart = sum(is_row for is_row, _ in groupby(card.parts, key=lambda part: isinstance(part, Buttons)))
    kept = min(len(row), MOST_SEEN if is_main else apart)
    if entries > MOST_ENTRIES:
        return MOST_SEEN, MOST_SEEN_OF_ENTRY
    entry = min(max((MOST_SEEN - kept) // entries, 1), MOST_SEEN_OF_ENTRY)
    return max(MOST_SEEN - entries * entry, 1), entry


def _fold_parts(parts: Iterable[Part], most_of_row: int, most_of_entry: int) -> Iterable[Part]:
    groups = [list(found) for _, found in groupby(parts, key=lambda part: isinstance(part, Buttons))]
    rows = {at: [one for one in found if isinstance(one, Buttons)] for at, found in enumerate(groups)}
    buttons = {at: [button for row in found for button in row.row] for at, found in rows.items()}
    shares = share_among_rows(buttons, most_of_row)
    for at, found in enumerate(groups):
        if rows[at]:
            yield _fold_rows(rows[at], shares[at])
        else:
            yield from (_fold_item(part, most_of_entry) if isinstance(part, Item) else part for part in found)


def share_among_rows(rows: Mapping[int, Sequence[Button]], most: int) -> dict[int, int]:
    """Return how many actions are seen of each row: the longest gives way first, down to one and what cannot fold."""
    least = {at: min(len(row), max(1, sum(not can_fold(one) for one in row))) for at, row in rows.items()}
    seen = {at: max(least[at], min(len(row), most)) for at, row in rows.items()}
    while sum(seen.values()) > most and seen != least:
        seen[max((at for at in seen if seen[at] > least[at]), key=lambda at: (seen[at], at))] -= 1
    return seen


def _fold_rows(rows: Sequence[Buttons], most: int) -> Buttons:
    every = [button for row in rows for button in row.row]
    # one alone takes as much room as ⋯
    most = min(most, max(len(every) - 2, 1)) if len(every) > most else most
    seen, folded = split_button_row(every, max(most, len(every) - MOST_FOLDED))
    return Buttons(seen, (*folded, *(button for row in rows for button in row.more)))


def _fold_item(item: Item, most: int) -> Item:
    seen, folded = split_button_row(item.buttons, most)
    return msgspec.structs.replace(item, buttons=seen, more=(*folded, *item.more))


def split_button_row(row: Sequence[Button], most: int) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Return the buttons that are seen, and those behind ⋯.

    The first ones are seen, and whatever must not stand behind ⋯.
    """
    if len(row) <= most:
        return tuple(row), ()
    left = most - sum(not can_fold(button) for button in row)
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
