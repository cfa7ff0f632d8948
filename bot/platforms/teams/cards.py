"""A card as an Adaptive Card 1.5: the bot's layout, members' words exactly as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from bot.platforms.teams.texts import Element, cut, paragraphs, tame
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Mentions, Part, Quote, Rule, Text

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
#: bytes of a card as Teams counts them (JSON in UTF-16)
LARGEST = 25 * 1024
#: beside the name and the id in a button's data: the delivery whose message it is in
DELIVERY = "of"
#: characters a text is cut to, tried in turn until the card is small enough
_LENGTHS = (4000, 2000, 1000, 500, 250, 120)
_ROW, _LABEL, _SUMMARY = 6, 60, 240
#: letters of the buttons in a row, and what each button takes besides: more than that is cut off on a phone
_WIDTH, _EDGES = 50, 4
_LINKS = ("https://", "http://", "mailto:", "tel:")
_STYLES = {"primary": "positive", "danger": "destructive"}


@dataclass(frozen=True, slots=True)
class Brush:
    """How to draw: where the card is shown, and which buttons open forms."""

    opens: Callable[[str], bool]
    #: in a dialog every button is a submission of the dialog
    dialog: bool = False
    longest: int = _LENGTHS[0]
    #: the id of the delivery it is posted for
    delivery: str = ""


def draw(card: Card, brush: Brush) -> Element:
    """The card's JSON, at most LARGEST bytes."""
    drawn: Element = {}
    for longest in _LENGTHS:
        drawn = _drawn(card, replace(brush, longest=longest))
        if size(drawn) <= LARGEST:
            return drawn
    body = drawn["body"]
    while len(body) > 1 and size(drawn) > LARGEST:
        body.pop()
    return drawn | {"body": [*body[:-1], *paragraphs("…")]}


def attachment(content: Element) -> Element:
    return {"contentType": CONTENT_TYPE, "content": content}


#: what Teams draws a text with, and no name has
_MARKS = str.maketrans("", "", "[]()*_~`#!|{}$\\\r\n")


def message(card: Card, brush: Brush, key: str = "") -> Element:
    """The activity that posts a card. The summary is what a notification shows.

    `key`: its first word names the delivery; each button carries it, so that a press tells which copy it stands in.
    """
    activity: Element = {
        "type": "message",
        "summary": summary(card),
        "attachments": [attachment(draw(card, replace(brush, delivery=key.partition(" ")[0])))],
    }
    return activity | ({"channelData": {"delivery": key}} if key else {})


def summary(card: Card) -> str:
    """One line for notifications and screen readers."""
    return cut(tame(" ".join(card.fallback.split())), _SUMMARY) or "…"


def whole(body: list[Element], people: list[tuple[str, str]] | None = None) -> Element:
    """An Adaptive Card around its elements; `people` are the (user, name) it mentions."""
    teams: Element = {"width": "Full"}
    if people:
        teams["entities"] = [
            {"type": "mention", "text": _tag(name), "mentioned": {"id": user, "name": tame(name)}}
            for user, name in dict.fromkeys(people)
        ]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": teams,
        "body": body or paragraphs("…"),
    }


def size(content: Element) -> int:
    return len(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def actions(row: tuple[Button, ...], brush: Brush) -> list[Element]:
    """A row of buttons; those that do not stand side by side begin another one."""
    rows: list[list[Element]] = []
    left = 0
    for action in filter(None, (_button(button, brush) for button in row)):
        wide = len(action["title"]) + _EDGES
        if not rows or len(rows[-1]) == _ROW or wide > left:
            rows.append([])
            left = _WIDTH
        rows[-1].append(action)
        left -= wide
    return [{"type": "ActionSet", "actions": actions} for actions in rows]


def _drawn(card: Card, brush: Brush) -> Element:
    body: list[Element] = []
    if card.title:
        body += paragraphs(cut(card.title, brush.longest), weight="Bolder", size="Medium")
    line = False
    for part in card.parts:
        if isinstance(part, Rule):
            line = bool(body)
            continue
        elements = _part(part, brush)
        if line and elements:
            elements[0] = elements[0] | {"separator": True, "spacing": "Medium"}
            line = False
        body += elements
    people = [person for part in card.parts if isinstance(part, Mentions) for person in part.people]
    return whole(body, people)


def _part(part: Part, brush: Brush) -> list[Element]:
    match part:
        case Text(text=text, style=style):
            return _said(cut(text, brush.longest), style)
        case Quote(text=text, by=by):
            return _quote(cut(text, brush.longest), by)
        case Facts(rows=rows):
            return [_fact(label, cut(value, brush.longest), first=not n) for n, (label, value) in enumerate(rows)]
        case Item():
            return [_item(part, brush)]
        case Mentions(people=people, text=text):
            return _mentions(people, cut(text, brush.longest))
        case Buttons(row=row):
            return actions(row, brush)
        case Rule():
            return []


def _said(text: str, style: str) -> list[Element]:
    looks: dict[str, dict[str, Any]] = {"subtle": {"isSubtle": True, "size": "Small"}, "strong": {"weight": "Bolder"}}
    return paragraphs(text, **looks.get(style, {})) if text else []


def _quote(text: str, by: str) -> list[Element]:
    items = paragraphs(text) if text else []
    if by:
        items += paragraphs(f"– {cut(by, 200)}", spacing="Small", isSubtle=True, size="Small")
    return [{"type": "Container", "style": "emphasis", "items": items}] if items else []


def _fact(label: str, value: str, *, first: bool) -> Element:
    """Not a FactSet: that would read Markdown in a member's words."""
    columns = [
        {"type": "Column", "width": 1, "items": paragraphs(cut(label, 200), isSubtle=True)},
        {"type": "Column", "width": 2, "items": paragraphs(value)},
    ]
    return {"type": "ColumnSet", "columns": columns} | ({} if first else {"spacing": "Small"})


def _item(item: Item, brush: Brush) -> Element:
    items = paragraphs(cut(item.title, brush.longest), weight="Bolder")
    if item.text:
        items += paragraphs(cut(item.text, brush.longest), spacing="Small")
    if item.note:
        items += paragraphs(cut(item.note, brush.longest), spacing="Small", isSubtle=True, size="Small")
    return {"type": "Container", "spacing": "Medium", "items": [*items, *actions(item.buttons, brush)]}


def _mentions(people: tuple[tuple[str, str], ...], text: str) -> list[Element]:
    """Only a TextBlock turns a tag into a mention, so the names stand apart from the words."""
    names = ", ".join(_tag(name) for _, name in people)
    drawn: list[Element] = [{"type": "TextBlock", "text": names, "wrap": True}] if names else []
    return (paragraphs(text, spacing="Small") if text else []) + drawn


def _tag(name: str) -> str:
    """What stands in a TextBlock, where a name that is written as a link would become one."""
    return f"<at>{escape(tame(name).translate(_MARKS))}</at>"


def _button(button: Button, brush: Brush) -> Element | None:
    title = cut(tame(button.label), _LABEL)
    style = {"style": _STYLES[button.style]} if button.style else {}
    if button.url:
        return {"type": "Action.OpenUrl", "title": title, "url": button.url} if button.url.startswith(_LINKS) else None
    data: Element = {"do": button.do, "id": button.value} | ({DELIVERY: brush.delivery} if brush.delivery else {})
    if brush.dialog:
        action: Element = {"type": "Action.Submit", "title": title, "data": data, "associatedInputs": "none"}
    elif brush.opens(button.do):
        # the dialog is the confirmation
        return {"type": "Action.Submit", "title": title, "data": data | {"msteams": {"type": "task/fetch"}}} | style
    else:
        action = {"type": "Action.Execute", "title": title, "verb": button.do, "data": data}
    return _confirmed(action | style, button.confirm, title) if button.confirm else action | style


def _confirmed(action: Element, question: str, title: str) -> Element:
    """Asks under a button that says there is more to come; the one below, of the plain name, is the one that counts."""
    asked = {"type": "AdaptiveCard", "body": paragraphs(question), "actions": [action]}
    return {"type": "Action.ShowCard", "title": f"{cut(title, _LABEL - 2)} …", "card": asked}
