"""List what the reader's own organisations offer and need: "mine tilbud", "what have we laid out"."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.listings.listing_items import draw_listing_items
from handlers.exchange.listings.lookup import list_own_organisation_ids

router = Router()
#: entries on a page
PAGE = 4


@router.on(Click, "exchange.own")
async def on_own_listings(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_own_listings(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_own_listings(turn: Turn, skip: int = 0) -> Card:
    """Draw a page of them, with the ways to lay out more and to what all offer and need."""
    say = turn.say
    found = await turn.store.listings.list_listings_of_organisations(await list_own_organisation_ids(turn))
    named = len({listing.organisation_id for listing in found}) > 1
    parts: list[Part] = [*await draw_listing_items(turn, found[skip : skip + PAGE], named=named)]
    parts += draw_page_note(say, skip, PAGE, len(found))
    if not found:
        parts.append(Text(say("You have laid out no offer and no need yet.")))
    row = [] if turn.person.guest else [
        Button(say("Offer something"), "exchange.offer", style="primary"),
        Button(say("Say what is needed"), "exchange.need"),
    ]  # fmt: skip
    row.append(Button(say("All offers and needs"), "exchange.list", "0"))
    row += draw_page_buttons(say, "exchange.own", skip, PAGE, more=len(found) > skip + PAGE)
    return Card(say("Your offers and needs"), (*parts, Buttons(tuple(row))))
