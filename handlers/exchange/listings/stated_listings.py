"""Ask whether a line that states an offer or a need goes into the exchange; nobody sees it before somebody decides."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.say import Say
from handlers.exchange.describing import Description, describe_text
from handlers.exchange.listing_labels import describe_listing
from handlers.exchange.listings.listing_draft import ACTIONS, LINE, ListingDraft
from handlers.exchange.listings.listing_form import read_line
from handlers.language.flow_statements import may_state_flow
from storage.directory.people import Person
from storage.exchange.listings import OFFER


def find_stated_direction(text: str) -> str:
    """Return whether the line offers or needs something that flows, lies or stands somewhere; empty for neither."""
    if not may_state_flow(text):
        return ""
    said = describe_text(text)
    clear = said.type_key is not None or said.amount is not None  # "vi treng 20 MW": the form asks of what
    return said.direction or "" if clear and _has_figure(said) else ""


def _has_figure(said: Description) -> bool:
    """Return True if an amount or a temperature was said, also one that the form has to ask about."""
    figures = (said.amount, said.low, said.high, said.temperature)
    return any(figure is not None for figure in figures) or "amount" in said.asks


def draw_listing_choice(say: Say, text: str, direction: str, person: Person) -> Card:
    """Draw what was understood, and both ways to go on: the exchange, or a question to the network."""
    listing = read_line(person, direction, text)
    offers = direction == OFFER
    put = say("Offer something") if offers else say("Say what is needed")
    buttons = (
        Button(put, ACTIONS[direction], ListingDraft(None, text[:LINE]).encode_value(), "primary"),
        Button(say("Ask the network"), "questions.ask_this", text),
    )
    asked = say("Add it as an offer, or ask the network?") if offers else say("Add it as a need, or ask the network?")
    understood = (Text(describe_listing(say, listing), "strong"),) if listing.type else ()
    seen = Text(say("Nobody has seen it yet."), "subtle")
    return Card("", (Text(asked), *understood, seen, Buttons(buttons)))
