"""Hold the line that a new listing is made of, and draw the button that opens its form with it."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.exchange.matching.flow_phrases import name_type
from storage.exchange.listings import NEED, OFFER

#: characters of a line that a form carries
LINE = 500
#: direction -> the action that opens the form of a new listing
ACTIONS = {OFFER: "exchange.offer", NEED: "exchange.need"}


class ListingDraft(ButtonValue, frozen=True):
    """Hold which listing a form changes, or the line that a new one is made of."""

    listing: int | None
    text: str = ""


def draw_answer_button(say: Say, direction: str, type_: str) -> Button:
    """Draw the button of whoever reads an offer and needs it, or reads a need and has it."""
    value = ListingDraft(None, name_type(say, type_)).encode_value()
    if direction == OFFER:
        return Button(say("We need this"), ACTIONS[NEED], value)
    return Button(say("We have this"), ACTIONS[OFFER], value)
