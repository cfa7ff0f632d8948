"""Ask what tells a product, a by-product and a waste apart, and whom to ask. Nothing is decided."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.listings.lookup import load_own_listing
from handlers.exchange.matching.listing_texts import TYPES_OF_KINDS, read_text_facts
from handlers.exchange.waste_list import find_mirror_entry, suggest_waste_codes, write_waste_code
from storage.exchange.listings import OFFER, Listing

router = Router()


def is_matter_offered(listing: Listing) -> bool:
    """Return True for an offer of matter, which may be a product, a by-product or a waste."""
    return listing.direction == OFFER and listing.type in TYPES_OF_KINDS


@router.on(Click, "exchange.waste")
async def on_waste_checklist(event: Click, turn: Turn) -> Reply:
    return Reply(draw_waste_checklist(turn.say, await load_own_listing(turn, event.value)))


def draw_waste_checklist(say: Say, listing: Listing) -> Card:
    """Draw the four questions of a by-product, whom to ask, and codes that may be meant."""
    questions = (
        say("1. Is it certain that somebody will use it?"),
        say("2. Can it be used as it is, without more than what is usual in the trade?"),
        say("3. Does it come from the production itself, as a part of it?"),
        say("4. Is the use lawful, and safe for health and environment?"),
    )
    parts: list[Part] = [
        Text(say("Four times yes speaks for a by-product. One no, or what is thrown away, speaks for waste.")),
        *map(Text, questions),
        Text(say("Ask the county governor or the Norwegian Environment Agency. This is no decision.")),
    ]
    notes = (describe_suggestions(say, listing), describe_pair(say, listing))
    parts += [Text(note, "subtle") for note in notes if note]
    row = (
        Button(say("Waste code"), "exchange.quality", str(listing.id)),
        Button(say("Show"), "exchange.open", str(listing.id)),
    )
    return Card(say("Product or waste? {listing}", listing=title_listing(say, listing)), (*parts, Buttons(row)))


def describe_suggestions(say: Say, listing: Listing) -> str:
    """Return the codes that its words may mean; empty where it has one, or its words name no matter that is known."""
    if listing.waste_code or not is_matter_offered(listing):
        return ""
    codes = suggest_waste_codes(read_text_facts(listing.text, listing.type, None).kind)
    if not codes:
        return ""
    written = say.listed([write_waste_code(code) for code in codes])
    return say("If it is waste, these codes are often meant: {codes}. You decide.", codes=written)


def describe_pair(say: Say, listing: Listing) -> str:
    """Return the two entries of which its code is one; empty for a code without such a pair."""
    other = find_mirror_entry(listing.waste_code)
    if other is None:
        return ""
    one, both = write_waste_code(listing.waste_code), write_waste_code(other)
    return say("{code} is one of a pair, with {other}: what is in it tells which. An analysis may be needed.",
               code=one, other=both)  # fmt: skip
