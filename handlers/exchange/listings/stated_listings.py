"""Ask whether a line that states an offer or a need goes into the exchange; nobody sees it before somebody decides."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.say import Say
from handlers.exchange.describing import Description, describe_text
from handlers.exchange.describing.direction_words import find_direction_cues
from handlers.exchange.describing.flow_choice import is_hint_only
from handlers.exchange.describing.word_finder import find_mentions, split_tokens
from handlers.exchange.listing_labels import describe_listing
from handlers.exchange.listings.listing_draft import ACTIONS, LINE, ListingDraft
from handlers.exchange.listings.listing_form import read_line
from handlers.language.flow_statements import may_state_flow
from handlers.quantities.text_folding import compose_signs, fold_signs, fold_words
from storage.directory.people import Person
from storage.exchange.listings import NEED, OFFER

#: how strong a phrase must be that tells a direction, and how many words may stand between it and what is wanted
CLEAR, NEAR = 2, 4
#: behind these words stands what a plan, a permit or a person is for
_ABOUT = fold_words("om til for av på over med i mot som about to of with on that who")


def find_stated_direction(text: str) -> str:
    """Return whether the line offers or needs something that flows, lies or stands somewhere; empty for neither."""
    if not may_state_flow(text):
        return ""
    said = describe_text(text)
    if _has_figure(said):
        clear = said.type_key is not None or said.amount is not None  # "vi treng 20 MW": the form asks of what
    else:
        clear = said.type_key is not None and (said.direction == OFFER or _is_wanted_itself(text))
    return said.direction or "" if clear else ""


def _is_wanted_itself(text: str) -> bool:
    """Return True if a flow is what is needed, and not a plan for one, or people who know it."""
    text = compose_signs(text)
    tokens = split_tokens(fold_signs(text))
    wanted = [one for one in find_direction_cues(tokens) if one.direction == NEED and one.strength >= CLEAR]
    for mention in find_mentions(tokens):
        if (
            is_hint_only(mention)
            or mention.flow.type_key in ("", "people")
            or text[mention.end : mention.end + 1] == "-"
        ):
            continue
        for cue in wanted:
            between = tokens[cue.last : mention.first]
            if cue.strength > CLEAR or (
                cue.last <= mention.first and len(between) <= NEAR and not any(one.text in _ABOUT for one in between)
            ):
                return True
    return False


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
