"""Ask whether a line that states an offer or a need goes into the exchange; nobody sees it before somebody decides."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.say import Say
from handlers.exchange.describing import describe_text
from handlers.exchange.listing_labels import describe_listing
from handlers.exchange.listings.listing_draft import ACTIONS, ASKED, LINE, ListingDraft
from handlers.exchange.listings.listing_form import read_line
from handlers.language.flow_model import may_state_flow
from storage.directory.people import Person
from storage.exchange.listings import NEED, OFFER

#: a line that offers or needs something, and does not say which
EITHER = "either"


def find_stated_direction(text: str) -> str:
    """Return whether the line offers or needs something that flows, lies or stands somewhere; empty for neither.

    It is EITHER where a flow is named, and not which of them it is.
    """
    if not may_state_flow(text):
        return ""
    said = describe_text(text)
    if said.type_key is None and said.amount is None:
        return ""
    # "vi treng 20 MW": the form asks of what
    return said.direction or (EITHER if said.type_key is not None else "")


def draw_listing_choice(say: Say, text: str, direction: str, person: Person, *, told: bool = False) -> Card:
    """Draw what was understood, and the ways to go on: the exchange, or a question to the network.

    `told`: the line begins with the verb, so that nothing is asked.
    """
    listing = read_line(person, OFFER if direction == EITHER else direction, text)
    asked = {
        OFFER: say("Add it as an offer, or ask the network?"),
        NEED: say("Add it as a need, or ask the network?"),
        EITHER: say("Do you offer it or need it, or is it a question to the network?"),
    }[direction]
    if told:
        asked = say("A form opens, filled with what I have understood. Nothing is stored before you save it.")
    labels = {OFFER: say("Offer something"), NEED: say("Say what is needed")}
    draft = ListingDraft(ASKED, text[:LINE]).encode_value()
    into = [one for one in (OFFER, NEED) if direction in (one, EITHER)]
    buttons = (
        *(Button(labels[one], ACTIONS[one], draft, "primary" if one == direction else "") for one in into),
        Button(say("Ask the network"), "questions.ask_this", text),
    )
    understood = (Text(describe_listing(say, listing), "strong"),) if listing.type and direction != EITHER else ()
    seen = Text(say("Nobody has seen it yet."), "subtle")
    return Card("", (Text(asked), *understood, seen, Buttons(buttons)))
