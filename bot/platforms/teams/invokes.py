"""The bodies with which an invoke is answered: toasts, cards in place, dialogs and search results."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from bot.platforms.teams.cards import CONTENT_TYPE, Brush, attachment, draw, summary
from bot.platforms.teams.texts import Element, cut, tame
from handlers.chat.cards import Button, Card, Item

#: what fits: a toast, the title of a dialog, and results of one search
TITLE = 60
_TOAST, _RESULTS = 300, 25


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP status and JSON body of an invoke."""

    body: Element
    status: int = 200


def toast(text: str) -> Answer:
    """A short text beside the card whose button was pressed."""
    return Answer(
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": cut(tame(text), _TOAST)}
    )


def in_place(content: Element) -> Answer:
    """A card in place of the one whose button was pressed."""
    return Answer({"statusCode": 200, "type": CONTENT_TYPE, "value": content})


def refused(name: str) -> Answer:
    """An invoke the bot does not understand."""
    error = {"code": "BadRequest", "message": f"{name[:60] or 'invoke'} is not understood"}
    return Answer({"statusCode": 400, "type": "application/vnd.microsoft.error", "value": error}, 400)


def dialog(title: str, content: Element) -> Answer:
    """Open a dialog, or show something else in the one that is open."""
    value = {"title": cut(tame(title), TITLE), "width": "medium", "height": "medium", "card": attachment(content)}
    return Answer({"task": {"type": "continue", "value": value}})


def farewell(text: str) -> Answer:
    """Close the dialog with a text."""
    return Answer({"task": {"type": "message", "value": cut(tame(text), 1000)}})


def results(card: Card) -> Answer:
    """Hits of a search: each a card to be put into a message, with a preview for the list."""
    hits = [part for part in card.parts if isinstance(part, Item)][:_RESULTS]
    if not hits:
        return nothing_found(card.fallback)
    found = {"type": "result", "attachmentLayout": "list", "attachments": [_hit(hit) for hit in hits]}
    return Answer({"composeExtension": found})


def nothing_found(text: str) -> Answer:
    return Answer({"composeExtension": {"type": "message", "text": cut(tame(text), 1000)}})


def late(name: str, text: str) -> Answer:
    """For an invoke whose answer does not come in time: the text, in the shape this invoke takes."""
    if name == "adaptiveCard/action":
        return toast(text)
    return nothing_found(text) if name == "composeExtension/query" else farewell(text)


def _hit(hit: Item) -> dict[str, Any]:
    """Buttons other than links stay away: the message goes to chats the bot may not be in."""
    links = tuple(Button(button.label, url=button.url) for button in hit.buttons if button.url)
    card = Card(parts=(Item(hit.title, hit.text, hit.note, links),), summary=hit.title)
    # only the text of a thumbnail is read as HTML
    preview = {"title": cut(tame(hit.title), 100), "text": escape(cut(tame(hit.note or hit.text), 200))}
    return {
        **attachment(draw(card, Brush(opens=lambda _: False))),
        "name": summary(card),
        "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview},
    }
