"""What one message would ask twice: an entry of a list goes where another card of the message asks the same."""

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
