"""Hold the line that a new listing is made of, and draw the buttons that open a form with it."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.say import Say
from handlers.exchange.matching.flow_phrases import name_flow_type
from storage.exchange.listings import NEED, OFFER

#: characters of a line that a form carries
LINE = 500
ASKED = "asked"
#: direction -> the action that opens the form of a new listing
ACTIONS = {OFFER: "exchange.offer", NEED: "exchange.need"}


class ListingDraft(ButtonValue, frozen=True):
    """Hold the line that a new listing is made of, and where the button to its form stands."""

    #: ASKED: on a card that only asks whether to add it, and becomes the listing; empty: on any other
    card: str
    text: str = ""


def draw_answer_button(say: Say, direction: str, type_: str) -> Button:
    """Draw the button of whoever reads an offer and needs it, or reads a need and has it."""
    value = ListingDraft("", name_flow_type(say, type_)).encode_value()
    if direction == OFFER:
        return Button(say("We need this"), ACTIONS[NEED], value)
    return Button(say("We have this"), ACTIONS[OFFER], value)


def draw_form_opening(say: Say, label: str, action: str, value: str, line: str) -> Card:
    """Draw the button to a form that a typed line cannot open. Without a `line` nothing is filled in."""
    text = (
        say("A form opens, filled with what I have understood. Nothing is stored before you save it.")
        if line
        else say("A form opens. Nothing is stored before you save it.")
    )
    return Card("", (Text(text), Buttons((Button(label, action, value, "primary"),))))
