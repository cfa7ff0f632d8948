"""Ask whether a line that states an offer or a need goes into the exchange; nobody sees it before somebody decides."""

from __future__ import annotations

import re

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.say import Say
from handlers.exchange.describing import describe_text
from handlers.exchange.describing.direction_choice import find_strength
from handlers.exchange.listing_labels import describe_listing
from handlers.exchange.listings.listing_draft import ACTIONS, ASKED, LINE, ListingDraft
from handlers.exchange.listings.listing_form import describe_further_listings, read_line
from handlers.language.direction_words import CLEAR, choose_direction, find_direction_cues
from handlers.language.flow_model import asks_others_for_flow, compute_flow_probabilities, may_state_flow
from handlers.language.late_patterns import compile_later
from handlers.quantities.text_folding import fold_signs, split_folded_text
from storage.directory.people import Person
from storage.exchange.listings import NEED, OFFER

#: lowest probability of a direction that is taken where neither a type nor an amount is understood
CERTAIN_ALONE = 0.985
#: maximum number of words of which none may be an unknown name
MOST_BARE_WORDS = 2
#: who looks for somebody who knows or can something asks the network
_SOMEBODY_WHO = compile_later(
    r"\b(?:ei?n|noen|nokon|one|some(?:one|body)|any(?:one|body)) (?:som|who)\b", re.IGNORECASE
)
#: a line that offers or needs something, and does not say which
EITHER = "either"


def find_stated_direction(text: str) -> str:
    """Return whether the line offers or needs something that flows, lies or stands somewhere; empty for neither.

    It is EITHER where a flow is named, and not which of them it is.
    """
    if not may_state_flow(text):
        return ""
    said = describe_text(text)
    if None in (said.type_key, said.direction) and asks_others_for_flow(text):
        # "hvem har 2 MW" asks the network
        return ""
    if said.type_key is None and said.amount is None:
        return _find_certain_direction(text)
    # "vi treng 20 MW": the form asks of what
    return said.direction or (EITHER if said.type_key is not None else "")


def _find_certain_direction(text: str) -> str:
    """Return the direction that words and model agree on, of what has an unknown name; empty if they do not."""
    tokens = split_folded_text(fold_signs(text))
    cues = find_direction_cues(tokens)
    told = choose_direction(cues)
    # "behov" alone lists what is needed, and "nei vent" vents nothing
    if (
        len(tokens) <= MOST_BARE_WORDS
        or "?" in text
        or _SOMEBODY_WHO.search(text)
        or told is None
        or find_strength(cues) < CLEAR
    ):
        return ""
    return told if compute_flow_probabilities(text)[told] >= CERTAIN_ALONE else ""


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
    more = describe_further_listings(say, person, text)
    further = (Text(more),) if understood and more else ()
    seen = Text(say("Nobody has seen it yet."), "subtle")
    return Card("", (Text(asked), *understood, *further, seen, Buttons(buttons)))
