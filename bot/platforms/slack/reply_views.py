"""Draw a reply as a card or as a modal."""

from __future__ import annotations

from bot.platforms.slack.elements import Json
from bot.platforms.slack.modals import ModalMetadata, draw_card_modal, draw_form_modal
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Click, Event, Submission
from handlers.chat.say import Say


def draw_reply_modal(reply: Reply | None, event: Event, say: Say, name: str) -> Json | None:
    """Draw the reply as a modal, or return None if it has neither form nor card.

    `name` is the title of a modal that shows a card.
    """
    if reply is not None and reply.form is not None:
        return draw_form_modal(reply.form, build_modal_metadata(event), say)
    card = draw_private_card(reply)
    return draw_card_modal(card, build_modal_metadata(event), say, name) if card is not None else None


def draw_private_card(reply: Reply | None) -> Card | None:
    """Return the reply's card, or its errors as a card, since only a form can show errors at its fields."""
    if reply is None:
        return None
    return reply.card or (draw_plain_card("\n".join(reply.errors.values())) if reply.errors else None)


def draw_plain_card(text: str) -> Card:
    return Card("", (Text(text),))


def build_modal_metadata(event: Event) -> ModalMetadata:
    value = event.value if isinstance(event, Submission) else ""
    message = event.message if isinstance(event, Click | Submission) else ""
    return ModalMetadata(channel=event.place.channel, thread=event.place.thread, value=value, message=message)
