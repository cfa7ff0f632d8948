"""Build the bodies with which an invoke is answered: toasts, cards in place, dialogs and search results."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from bot.platforms.teams.cards import (
    CONTENT_TYPE,
    CardStyle,
    draw_adaptive_card,
    draw_card_attachment,
    draw_card_summary,
)
from bot.platforms.teams.option_search import INVOKE, draw_search_answer
from bot.platforms.teams.texts import Element, defuse_text, truncate_text
from handlers.chat.cards import Button, Card, Item, Part, Text
from handlers.chat.say import Say

#: maximum lengths: title of a dialog; then a toast, and number of results of one search
TITLE = 60
_TOAST, _RESULTS = 300, 25


@dataclass(frozen=True, slots=True)
class InvokeResponse:
    """Hold the HTTP status and JSON body of an invoke."""

    body: Element
    status: int = 200


def respond_with_toast(text: str) -> InvokeResponse:
    """Show a short text beside the card whose button was pressed."""
    return InvokeResponse(
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": truncate_text(defuse_text(text), _TOAST),
        }
    )


def respond_in_place(content: Element) -> InvokeResponse:
    """Show a card in place of the one whose button was pressed."""
    return InvokeResponse({"statusCode": 200, "type": CONTENT_TYPE, "value": content})


def respond_not_understood(name: str) -> InvokeResponse:
    """Refuse an invoke the bot does not understand."""
    error = {"code": "BadRequest", "message": f"{name[:60] or 'invoke'} is not understood"}
    return InvokeResponse({"statusCode": 400, "type": "application/vnd.microsoft.error", "value": error}, 400)


def respond_with_dialog(title: str, content: Element) -> InvokeResponse:
    """Open a dialog, or show something else in the dialog that is open."""
    value = {
        "title": truncate_text(defuse_text(title), TITLE),
        "width": "medium",
        "height": "medium",
        "card": draw_card_attachment(content),
    }
    return InvokeResponse({"task": {"type": "continue", "value": value}})


def respond_with_farewell(text: str) -> InvokeResponse:
    """Close the dialog with a text."""
    return InvokeResponse({"task": {"type": "message", "value": truncate_text(defuse_text(text), 1000)}})


def respond_with_results(card: Card, say: Say, name: str) -> InvokeResponse:
    """Show hits of a search: each a card to be put into a message, with a preview for the list."""
    hits = [part for part in card.parts if isinstance(part, Item)][:_RESULTS]
    if not hits:
        return respond_nothing_found(card.fallback)
    attachments = [_draw_hit_attachment(hit, say, name) for hit in hits]
    found = {"type": "result", "attachmentLayout": "list", "attachments": attachments}
    return InvokeResponse({"composeExtension": found})


def respond_nothing_found(text: str) -> InvokeResponse:
    return InvokeResponse({"composeExtension": {"type": "message", "text": truncate_text(defuse_text(text), 1000)}})


def respond_late(name: str, text: str) -> InvokeResponse:
    """Show the text for an invoke whose answer does not come in time, in the shape this invoke takes."""
    if name == "adaptiveCard/action":
        return respond_with_toast(text)
    if name == INVOKE:
        return InvokeResponse(draw_search_answer({}, ()))
    return respond_nothing_found(text) if name == "composeExtension/query" else respond_with_farewell(text)


def _draw_hit_attachment(hit: Item, say: Say, name: str) -> dict[str, Any]:
    """Draw a hit, with how to see all of it.

    Only its links stay as buttons, because the message goes to chats the bot may not be in.
    """
    links = tuple(Button(button.label, url=button.url) for button in hit.buttons if button.url)
    parts: list[Part] = [Item(hit.title, hit.text, hit.note, links)]
    if hit.code:
        whole = say("Write “{code}” to {name} to see all of it.", code=hit.code, name=name)
        parts.append(Text(whole, "subtle"))
    card = Card(parts=tuple(parts), summary=hit.title)
    # Only the text of a thumbnail is read as HTML.
    preview = {
        "title": truncate_text(defuse_text(hit.title), 100),
        "text": escape(truncate_text(defuse_text(hit.note or hit.text), 200)),
    }
    return {
        **draw_card_attachment(draw_adaptive_card(card, CardStyle(opens=lambda _: False))),
        "name": draw_card_summary(card),
        "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": preview},
    }
