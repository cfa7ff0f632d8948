"""What one message would ask or say twice: entries that another card asks too, and news of one thing in many blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Rule, Text


def without_repeats(cards: Sequence[Card]) -> list[Card]:
    """In the order they were; a list of which nothing is left is not told at all."""
    kept: list[Card] = []
    for card in cards:
        others = [one for one in cards if one is not card]
        left = _left(card, [_does(_row(one)) for one in others])
        if left is not None:
            kept.append(left)
    return kept


def gather_things(cards: Sequence[Card]) -> list[Card]:
    """Put cards of one title that lead to the same thing into one block, where the first of them stood.

    Each keeps what only it says, in the order it came; what all of them say, and the way to the thing, stands once.
    """
    blocks: dict[object, list[Card]] = {}
    for n, card in enumerate(cards):
        row = card.parts[-1] if card.parts and isinstance(card.parts[-1], Buttons) else None
        if any(isinstance(part, Item) for part in card.parts):
            row = None  # a list is about many things
        thing = (card.title, frozenset(_does(row.row))) if row is not None and card.title else n
        blocks.setdefault(thing, []).append(card)
    return [_one_of(block) for block in blocks.values()]


def _one_of(block: Sequence[Card]) -> Card:
    """The last one's way out; a part that comes again stands where it came last, beneath what it is about."""
    if len(block) == 1:
        return block[0]
    newest, parts = block[-1], list[Part]()
    for card in block:
        for part in card.parts[:-1]:
            if part in parts:
                parts.remove(part)
            parts.append(part)
    return Card(newest.title, (*parts, newest.parts[-1]), newest.summary)


def _left(card: Card, asked: Sequence[set[tuple[str, str]]]) -> Card | None:
    """`asked`: what each other card asks by its own buttons, those of its entries aside."""

    def again(part: Part) -> bool:
        return isinstance(part, Item) and bool(part.buttons) and any(_does(part.buttons) <= one for one in asked)

    parts = [part for part in card.parts if not again(part)]
    if len(parts) == len(card.parts):
        return card
    if not any(isinstance(part, Item) for part in parts):
        return None
    return Card(card.title, tuple(_headed(parts)), card.summary)


def _headed(parts: Sequence[Part]) -> list[Part]:
    """Without headings that nothing follows, and the lines above those."""
    found: list[Part] = []
    for part, following in pairwise((*parts, None)):
        heading = isinstance(part, Text) and part.style == "strong"
        if heading and not isinstance(following, Item | Text):
            if found and isinstance(found[-1], Rule):
                found.pop()
        elif part is not None and (found or not isinstance(part, Rule)):
            found.append(part)
    return found


def _row(card: Card) -> list[Button]:
    return [button for part in card.parts if isinstance(part, Buttons) for button in part.row]


def _does(row: Iterable[Button]) -> set[tuple[str, str]]:
    return {(button.do, button.value) for button in row}
