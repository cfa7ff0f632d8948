"""Draw a card as an Adaptive Card 1.5: the bot's layout, with members' words exactly as typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import msgspec

from bot.platforms.button_folding import fold_card_buttons
from bot.platforms.figure_binding import bind_card_figures, squeeze_spaces
from bot.platforms.teams.mention_tags import draw_mentions, list_mention_entities
from bot.platforms.teams.rich_text_renderer import draw_rich_text_blocks
from bot.platforms.teams.texts import (
    Element,
    defuse_text,
    draw_heading_blocks,
    draw_text_blocks,
    strip_uncarried_characters,
    truncate_text,
)
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Mentions, Part, Quote, Rule, Text
from handlers.chat.label_ends import end_label
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.model import Block
from handlers.chat.rich_text.plain_text import cut_blocks

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
#: maximum number of bytes of a card, counted as Teams does (JSON in UTF-16)
LARGEST = 25 * 1024
#: key in a button's data with the delivery of its message
DELIVERY = "of"
#: maximum numbers of characters of a text, tried in turn until the card is small enough
_LENGTHS = (4000, 2000, 1000, 500, 250, 120)
_ROW, _LABEL, _SUMMARY = 6, 60, 240
#: Maximum number of letters of the buttons in a row, and width of a button beside its letters, and of ⋯. Phones cut
#: off longer rows.
_WIDTH, _EDGES, _MORE = 38, 5, 5
_LINKS = ("https://", "http://", "mailto:", "tel:")
_STYLES = {"primary": "positive", "danger": "destructive"}


@dataclass(frozen=True, slots=True)
class CardStyle:
    """Describe how to draw: where the card is shown, and which buttons open forms."""

    opens: Callable[[str], bool]
    #: True in a dialog, where every button submits the dialog
    dialog: bool = False
    longest: int = _LENGTHS[0]
    #: id of the delivery it is posted for
    delivery: str = ""
    parse: Callable[[str], Sequence[Block]] = parse_markup


def draw_adaptive_card(card: Card, style: CardStyle) -> Element:
    """Draw the card's JSON, at most LARGEST bytes. A text is parsed once, and cut to several lengths."""
    card, style = bind_card_figures(fold_card_buttons(card)), replace(style, parse=cache(style.parse))
    for longest in _LENGTHS:
        drawn = _draw_card_body(card, replace(style, longest=longest))
        if measure_card_bytes(drawn) <= LARGEST:
            return drawn
    body = drawn["body"]
    while len(body) > 1 and measure_card_bytes(drawn) > LARGEST:
        body.pop()
    return drawn | {"body": [*body[:-1], *draw_text_blocks("…")]}


def draw_card_attachment(content: Element) -> Element:
    return {"contentType": CONTENT_TYPE, "content": content}


def draw_message_activity(card: Card, style: CardStyle, key: str = "") -> Element:
    """Draw the activity that posts a card. The summary is what a notification shows.

    The first word of `key` names the delivery.
    Each button carries it, so that a press tells which copy the button stands in.
    """
    content = draw_adaptive_card(card, replace(style, delivery=key.partition(" ")[0]))
    activity: Element = {
        "type": "message",
        "summary": content["fallbackText"],
        "attachments": [draw_card_attachment(content)],
    }
    return activity | ({"channelData": {"delivery": key}} if key else {})


def draw_card_summary(card: Card) -> str:
    """Draw one line for notifications and screen readers."""
    return truncate_text(defuse_text(" ".join(card.fallback.split())), _SUMMARY) or "…"


def wrap_adaptive_card(
    body: list[Element], people: list[tuple[str, str]] | None = None, *, fallback: str = ""
) -> Element:
    """Wrap elements in an Adaptive Card; `people` are the (user, name) pairs it mentions.

    `fallback` is what a client shows that cannot draw the card.
    """
    teams: Element = {"width": "Full"} | ({"entities": list_mention_entities(people)} if people else {})
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": fallback or "…",
        "msteams": teams,
        "body": body or draw_text_blocks("…"),
    }


def measure_card_bytes(content: Element) -> int:
    return len(msgspec.json.encode(content).decode().encode("utf-16-le"))


def draw_action_sets(row: Iterable[Button], style: CardStyle, more: Iterable[Button] = ()) -> list[Element]:
    """Draw a row of buttons; those that do not fit side by side begin another row.

    Those of `more` are secondary: Teams puts them behind ⋯.
    """
    rows: list[list[Element]] = []
    left = 0
    seen, folded = list(_draw_actions(row, style)), list(_draw_actions(more, style))
    if not seen:
        seen, folded = folded, []
    for n, action in enumerate(seen, 1):
        wide = len(action["title"]) + _EDGES + (_MORE if folded and n == len(seen) else 0)
        if not rows or len(rows[-1]) == _ROW or wide > left:
            rows.append([])
            left = _WIDTH
        rows[-1].append(action)
        left -= wide
    if folded:
        rows[-1] += [action | {"mode": "secondary"} for action in folded]
    return [{"type": "ActionSet", "actions": actions} for actions in rows]


def _draw_actions(row: Iterable[Button], style: CardStyle) -> Iterator[Element]:
    yield from filter(None, (_draw_action_button(button, style) for button in row))


def _draw_card_body(card: Card, style: CardStyle) -> Element:
    body: list[Element] = []
    if card.title:
        body += draw_heading_blocks(truncate_text(card.title, style.longest), "Medium")
    line = False
    for part in card.parts:
        if isinstance(part, Rule):
            line = bool(body)
            continue
        elements = _draw_part_elements(part, style)
        if line and elements:
            elements[0] = elements[0] | {"separator": True, "spacing": "Medium"}
            line = False
        body += elements
    people = [person for part in card.parts if isinstance(part, Mentions) for person in part.people]
    return wrap_adaptive_card(body, people, fallback=draw_card_summary(card))


def _draw_part_elements(part: Part, card_style: CardStyle) -> list[Element]:
    match part:
        case Text(text=text, style=style):
            return _draw_text_elements(truncate_text(text, card_style.longest), style)
        case Quote(text=text, by=by):
            return _draw_quote(_parse_words(text, card_style), by)
        case Facts(rows=rows):
            return [
                element
                for n, (label, value) in enumerate(rows)
                for element in _draw_fact(label, truncate_text(value, card_style.longest), first=not n)
            ]
        case Item():
            return [_draw_item(part, card_style)]
        case Mentions(people=people, text=text):
            return draw_mentions(people, truncate_text(text, card_style.longest))
        case Buttons(row=row, more=more):
            return draw_action_sets(row, card_style, more)
        case Rule():
            return []


def _draw_text_elements(text: str, style: str) -> list[Element]:
    styles: dict[str, dict[str, Any]] = {"subtle": {"isSubtle": True, "size": "Small"}, "strong": {"weight": "Bolder"}}
    return draw_text_blocks(text, **styles.get(style, {})) if text else []


def _parse_words(text: str, style: CardStyle) -> Sequence[Block]:
    return cut_blocks(style.parse(strip_uncarried_characters(text)), style.longest)


def _draw_quote(words: Sequence[Block], by: str) -> list[Element]:
    items = draw_rich_text_blocks(words)
    if by:
        items += draw_text_blocks(f"– {truncate_text(by, 200)}", spacing="Small", isSubtle=True, size="Small")
    return [{"type": "Container", "style": "emphasis", "items": items}] if items else []


def _draw_fact(label: str, value: str, *, first: bool) -> list[Element]:
    """Draw both in one line: phones have no room for columns, and a FactSet would read Markdown in members' words."""
    blocks = draw_text_blocks(value)
    if value.startswith(_LINKS) and not value.split()[1:]:
        link = {"type": "Action.OpenUrl", "url": value}
        blocks = draw_text_blocks(value, color="Accent", underline=True, selectAction=link)
    (named,) = draw_text_blocks(f"{end_label(truncate_text(squeeze_spaces(label), 200))} ", isSubtle=True)
    blocks[0]["inlines"] = [*named["inlines"], *blocks[0]["inlines"]]
    return [blocks[0] | ({} if first else {"spacing": "Small"}), *blocks[1:]]


def _draw_item(item: Item, style: CardStyle) -> Element:
    items = draw_heading_blocks(truncate_text(item.title, style.longest))
    if item.text and item.marked:
        items += draw_rich_text_blocks(_parse_words(item.text, style))
    elif item.text:
        items += draw_text_blocks(truncate_text(item.text, style.longest), spacing="Small")
    if item.note:
        items += draw_text_blocks(truncate_text(item.note, style.longest), spacing="Small", isSubtle=True, size="Small")
    return {
        "type": "Container",
        "spacing": "Medium",
        "items": [*items, *draw_action_sets(item.buttons, style, item.more)],
    }


def _draw_action_button(button: Button, card_style: CardStyle) -> Element | None:
    title = truncate_text(defuse_text(button.label), _LABEL)
    style = {"style": _STYLES[button.style]} if button.style else {}
    if button.url:
        return {"type": "Action.OpenUrl", "title": title, "url": button.url} if button.url.startswith(_LINKS) else None
    data: Element = {"do": button.do, "id": button.value} | (
        {DELIVERY: card_style.delivery} if card_style.delivery else {}
    )
    if card_style.dialog:
        action: Element = {"type": "Action.Submit", "title": title, "data": data, "associatedInputs": "none"}
    elif card_style.opens(button.do):
        # The dialog replaces the confirmation.
        return {"type": "Action.Submit", "title": title, "data": data | {"msteams": {"type": "task/fetch"}}} | style
    else:
        action = {"type": "Action.Execute", "title": title, "verb": button.do, "data": data}
    return _draw_confirmed_action(action | style, button.confirm, title) if button.confirm else action | style


def _draw_confirmed_action(action: Element, question: str, title: str) -> Element:
    """Ask before the action, under a button whose label ends in "…".

    The button below it, with the plain name, performs the action.
    """
    asked = {"type": "AdaptiveCard", "body": draw_text_blocks(question), "actions": [action]}
    return {"type": "Action.ShowCard", "title": f"{truncate_text(title, _LABEL - 2)} …", "card": asked}
