"""Remove what one message would ask or say twice.

That is entries that another card asks too, and news of one thing in many blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Rule, Text

#: how actions end that open a record, and ask nothing
_OPENING = (".open", ".show")


def remove_repeated_entries(cards: Sequence[Card]) -> list[Card]:
    """Return the cards in order; a list of which nothing is left is dropped."""
    kept: list[Card] = []
    for card in cards:
        others = [one for one in cards if one is not card]
        left = _remove_entries_asked_elsewhere(card, [_list_button_actions(_list_card_buttons(one)) for one in others])
        if left is not None:
            kept.append(left)
    return kept


def merge_cards_about_one_thing(cards: Sequence[Card]) -> list[Card]:
    """Put cards of one title that lead to the same thing into one block, where the first of them stood.

    Each keeps what only it says, in the order it came. What all of them say, and the way to the thing, stands
    once.
    """
    blocks: dict[object, list[Card]] = {}
    for n, card in enumerate(cards):
        row = card.parts[-1] if card.parts and isinstance(card.parts[-1], Buttons) else None
        if any(isinstance(part, Item) for part in card.parts):
            row = None  # a list is about many records
        thing = (card.title, frozenset(_list_button_actions(row.row))) if row is not None and card.title else n
        blocks.setdefault(thing, []).append(card)
    return [_merge_block(block) for block in blocks.values()]


def _merge_block(block: Sequence[Card]) -> Card:
    """Return one card with the last card's buttons. A repeated part keeps its last position, below its subject."""
    if len(block) == 1:
        return block[0]
    newest, parts = block[-1], list[Part]()
    for card in block:
        for part in card.parts[:-1]:
            if part in parts:
                parts.remove(part)
            parts.append(part)
    return Card(newest.title, (*parts, newest.parts[-1]), newest.summary)


def _remove_entries_asked_elsewhere(card: Card, asked: Sequence[set[tuple[str, str]]]) -> Card | None:
    """Return the card without entries that other cards ask; None if nothing is left.

    `asked`: what each other card asks by its own buttons, its entries' buttons aside.
    """

    def is_repeated(part: Part) -> bool:
        if not isinstance(part, Item) or not part.buttons:
            return False
        here = _list_button_actions(part.buttons)
        # a card may have five buttons where its entry has the one that opens a form: one thing to do is enough
        acts = {one for one in here if not one[0].endswith(_OPENING)}
        return any(acts & one if acts else here <= one for one in asked)

    parts = [part for part in card.parts if not is_repeated(part)]
    if len(parts) == len(card.parts):
        return card
    if not any(isinstance(part, Item) for part in parts):
        return None
    return Card(card.title, tuple(_remove_empty_headings(parts)), card.summary)


def _remove_empty_headings(parts: Sequence[Part]) -> list[Part]:
    """Return the parts without headings that nothing follows, and without the lines above those."""
    found: list[Part] = []
    for part, following in pairwise((*parts, None)):
        heading = isinstance(part, Text) and part.style == "strong"
        if heading and not isinstance(following, Item | Text):
            if found and isinstance(found[-1], Rule):
                found.pop()
        elif part is not None and (found or not isinstance(part, Rule)):
            found.append(part)
    return found


def _list_card_buttons(card: Card) -> list[Button]:
    return [button for part in card.parts if isinstance(part, Buttons) for button in part.row]


def _list_button_actions(row: Iterable[Button]) -> set[tuple[str, str]]:
    return {(button.do, button.value) for button in row}
